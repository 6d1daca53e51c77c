"""What becomes of a recording while its timer runs: stopped, cleared, begun anew by others; not by itself."""

import gc
import threading
from collections.abc import Callable
from typing import Any

import pytest

import swiftprof
from swiftprof import _bridge
from swiftprof._backends import chosen_backend
from swiftprof._recorded import profile_of_recording
from timed_recording import Ticks, outer, recording, stop, ticks


@pytest.mark.parametrize(
    "what",
    [_bridge.stop, _bridge.clear, _bridge.snapshot, _bridge.discard, _bridge.finish, _bridge.start],
)
def test_a_timer_cannot_end_the_recording_that_asks_it(
    what: Callable[[], object], unraisable: list[Any]
) -> None:
    readings = 0

    def timer() -> int:
        nonlocal readings
        readings += 1
        if readings == 3:
            what()
        return ticks.now

    with recording(timer) as recorded:
        outer()
    assert [type(error) for error in unraisable] == [RuntimeError]
    assert "by its own timer" in str(unraisable[0])
    assert recorded.profile["inner"].ncall == 2


def test_what_a_timer_calls_is_not_recorded() -> None:
    def timer() -> int:
        with swiftprof.span("in the timer"):
            called_by_the_timer()
        return ticks.now

    def called_by_the_timer() -> None:
        gc.collect(0)
        len([])

    with recording(timer) as recorded:
        outer()
    names = recorded.self_times()
    assert not {"timer", "called_by_the_timer", "in the timer", "<gc generation 0>"} & set(names)


def test_a_recording_may_end_on_another_thread_while_the_timer_runs() -> None:
    asked = threading.Event()
    ended = threading.Event()
    main = threading.get_ident()

    def timer() -> int:
        if threading.get_ident() == main and not asked.is_set() and armed:
            asked.set()
            ended.wait(10)
        return ticks.now

    armed = False
    profiles: list[swiftprof.Profile] = []

    def end() -> None:
        asked.wait(10)
        profiles.append(stop())
        ended.set()

    thread = threading.Thread(target=end)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1, threads=False)
    armed = True
    outer()
    thread.join()
    assert not swiftprof.is_running()
    assert len(profiles) == 1


def test_another_recording_may_begin_on_another_thread_while_the_timer_runs() -> None:
    asked = threading.Event()
    ended = threading.Event()
    main = threading.get_ident()
    state = {"armed": False}

    def timer() -> int:
        if threading.get_ident() == main and state["armed"] and not asked.is_set():
            asked.set()
            ended.wait(10)
        return ticks.now

    def begin_again() -> None:
        asked.wait(10)
        _bridge.discard()
        _bridge.start(backend=chosen_backend(), timer=ticks, timeunit=1)
        ended.set()

    def leaves() -> None:
        state["armed"] = True  # the next event is the end of this call

    thread = threading.Thread(target=begin_again)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1)
    leaves()
    outer()
    thread.join()
    data = _bridge.stop()
    profile = profile_of_recording(data)
    assert profile["outer"].ncall == 1
    assert profile["outer"].wall_total_ns == 16
    assert data.header().unmatched_returns == 0
    assert profile["leaves"].open == 0


def test_a_collection_in_the_timer_does_not_open_its_frames_in_a_recording_begun_meanwhile() -> (
    None
):
    asked = threading.Event()
    cleared = threading.Event()
    main = threading.get_ident()
    state = {"armed": False}

    def timer() -> int:
        if threading.get_ident() == main and state["armed"] and not asked.is_set():
            asked.set()
            cleared.wait(10)
            gc.collect()
        return ticks.now

    def clear() -> None:
        asked.wait(10)
        _bridge.clear()
        cleared.set()

    def leaves() -> None:
        state["armed"] = True

    thread = threading.Thread(target=clear)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1)
    leaves()
    outer()
    thread.join()
    data = _bridge.stop()
    profile = profile_of_recording(data)
    assert "timer" not in profile
    assert profile["outer"].wall_total_ns == 16
    assert data.header().unmatched_returns == 0


def test_a_timer_is_let_go_of_when_the_recording_is_over() -> None:
    import weakref

    timer = Ticks()
    gone = weakref.ref(timer)
    with recording(timer):
        outer()
    del timer
    gc.collect()
    assert gone() is None
