"""start, stop, snapshot, clear, is_running."""

import subprocess
import sys
import threading

import pytest

import sample
import swiftprof


def test_a_recording_counts_calls_exactly() -> None:
    swiftprof.start()
    sample.fib(10)
    profile = swiftprof.stop()
    fib = profile[sample.fib]
    assert (fib.ncall, fib.nprim, fib.open) == (177, 1, 0)


def test_is_running_tells_whether_a_recording_is_on() -> None:
    assert not swiftprof.is_running()
    swiftprof.start()
    assert swiftprof.is_running()
    swiftprof.stop()
    assert not swiftprof.is_running()


def test_each_start_begins_a_fresh_recording() -> None:
    swiftprof.start()
    sample.leaf()
    first = swiftprof.stop()
    swiftprof.start()
    sample.fib(1)
    second = swiftprof.stop()
    assert sample.leaf in first
    assert sample.leaf not in second
    assert first[sample.leaf].ncall == 1, "an earlier profile changed"


def test_a_snapshot_holds_what_came_before_it_and_recording_goes_on() -> None:
    swiftprof.start()
    sample.leaf()
    before = swiftprof.snapshot()
    sample.leaf()
    after = swiftprof.stop()
    assert before[sample.leaf].ncall == 1
    assert after[sample.leaf].ncall == 2


def test_a_snapshot_marks_open_calls_and_counts_their_time_up_to_now() -> None:
    profiles = []

    def inside() -> None:
        sample.fib(5)
        profiles.append(swiftprof.snapshot())

    swiftprof.start()
    inside()
    swiftprof.stop()
    function = profiles[0][inside]
    assert (function.ncall, function.open) == (1, 1)
    assert function.wall_total_ns >= profiles[0][sample.fib].wall_total_ns > 0


def test_clear_forgets_what_was_recorded_and_goes_on() -> None:
    swiftprof.start()
    sample.leaf()
    swiftprof.clear()
    sample.middle(3)
    profile = swiftprof.stop()
    assert profile[sample.leaf].ncall == 3


def test_clear_keeps_calls_that_are_open() -> None:
    def inside() -> None:
        sample.leaf()
        swiftprof.clear()
        sample.fib(1)

    swiftprof.start()
    inside()
    profile = swiftprof.stop()
    assert sample.leaf not in profile
    assert inside in profile
    assert [edge.caller.name for edge in profile.callers(sample.fib) if edge.caller] == ["inside"]


def test_clear_without_a_recording_does_nothing() -> None:
    swiftprof.clear()
    assert not swiftprof.is_running()


def test_builtins_can_be_left_out() -> None:
    swiftprof.start(builtins=False)
    sample.use_builtins(4)
    profile = swiftprof.stop()
    assert {function.kind for function in profile.functions} <= {"python", "gc"}
    assert profile[sample.use_builtins].ncall == 1


def test_other_threads_can_be_left_out() -> None:
    swiftprof.start(threads=False)
    thread = threading.Thread(target=sample.leaf)
    thread.start()
    thread.join()
    sample.fib(1)
    profile = swiftprof.stop()
    assert sample.leaf not in profile
    assert sample.fib in profile
    assert len(profile.threads) == 1


def test_a_recording_may_be_stopped_by_another_thread() -> None:
    swiftprof.start()
    sample.leaf()
    found = []
    thread = threading.Thread(target=lambda: found.append(swiftprof.stop()))
    thread.start()
    thread.join()
    assert found[0][sample.leaf].ncall == 1
    assert sys.getprofile() is None


def test_after_stop_nothing_is_recorded_and_no_hook_is_left() -> None:
    swiftprof.start()
    profile = swiftprof.stop()
    sample.leaf()
    assert sample.leaf not in profile
    assert sys.getprofile() is None


def test_frames_on_the_stack_at_start_are_open_calls() -> None:
    def starter() -> None:
        swiftprof.start()
        sample.leaf()

    starter()
    profile = swiftprof.stop()
    edges = profile.callers(sample.leaf)
    assert [edge.caller.name for edge in edges if edge.caller] == ["starter"]
    here = profile[test_frames_on_the_stack_at_start_are_open_calls]
    assert (here.ncall, here.open) == (1, 1)


def test_the_profilers_own_frames_and_calls_never_appear() -> None:
    swiftprof.start()
    sample.leaf()
    swiftprof.is_running()
    swiftprof.snapshot()
    swiftprof.clear()
    sample.leaf()
    with pytest.raises(swiftprof.AlreadyRunning):
        swiftprof.start()
    profile = swiftprof.stop()
    own = [one for one in profile.functions if one.module.partition(".")[0] == "swiftprof"]
    assert own == []


@pytest.mark.parametrize("ending", ["", "sys.exit(3)", "raise ValueError", "os._exit(0)"])
def test_the_interpreter_may_exit_while_a_recording_is_on(ending: str) -> None:
    code = f"""
import os, sys, threading, time, swiftprof
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
swiftprof.start()
{ending}
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    expected = {"sys.exit(3)": 3, "raise ValueError": 1}.get(ending, 0)
    assert answer.returncode == expected
    assert "swiftprof" not in answer.stderr
    assert "Fatal" not in answer.stderr
