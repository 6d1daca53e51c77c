"""The recording that blocks of `swiftprof.profile()` share: who starts and stops it, what it keeps."""

import gc
from collections.abc import Iterator

import pytest

import sample
import swiftprof
from backends import USABLE
from inside import Open, block, first, recorded, second
from swiftprof import _bridge

each_backend = pytest.mark.parametrize("backend", USABLE)


def shape(profile: swiftprof.Profile) -> list[tuple[int, str, int]]:
    return [
        (node.depth, node.function.display_name, node.calls)
        for node in profile.tree.walk()
        if node.function and node.function.kind != "gc"
    ]


def run_alone(backend: str) -> swiftprof.Profile:
    with swiftprof.profile(backend=backend) as p:
        sample.outer()
        sample.use_generator(3)
    return p.profile


def run_recorded(backend: str) -> swiftprof.Profile:
    swiftprof.start(backend=backend)
    sample.outer()
    sample.use_generator(3)
    return swiftprof.stop()


@each_backend
def test_a_block_that_is_alone_has_the_whole_recording(backend: str) -> None:
    alone, whole = run_alone(backend), run_recorded(backend)
    names = {"run_alone", "run_recorded"}
    assert [one for one in shape(alone) if one[1].split(".")[-1] not in names] == [
        one for one in shape(whole) if one[1].split(".")[-1] not in names
    ]
    assert alone.header.unmatched_returns == whole.header.unmatched_returns == 0


@each_backend
def test_no_return_is_unmatched_where_blocks_begin_and_end(backend: str) -> None:
    swiftprof.start(backend=backend)
    for _ in range(3):
        with block(), block():
            second(1)
    assert swiftprof.stop().header.unmatched_returns == 0


def test_the_first_block_starts_the_recording_and_the_last_one_stops_it() -> None:
    one, other = Open().enter(), Open()
    assert swiftprof.is_running()
    second(2)
    other.enter()
    second(1)
    one.leave()
    assert swiftprof.is_running()
    second(4)
    other.leave()
    assert not swiftprof.is_running()
    one.check()
    other.check()


def test_start_is_refused_while_a_block_is_open() -> None:
    with swiftprof.profile(), pytest.raises(swiftprof.AlreadyRunning):
        swiftprof.start()


def test_stop_ends_the_blocks_with_what_there_is() -> None:
    swiftprof.start()
    with block() as outer, block() as inner:
        second(3)
        outer.expected.is_open = inner.expected.is_open = False
        whole = swiftprof.stop()
        second(5)
    outer.check()
    inner.check()
    assert recorded(whole) == {"second": 1, "first": 3}


def test_a_recording_that_begins_inside_of_a_block_is_not_the_blocks() -> None:
    swiftprof.start()
    with block() as here:
        first()
        swiftprof.stop()
        here.expected.is_open = False
        swiftprof.start()
        second(2)
    swiftprof.stop()
    here.check()


def test_clear_forgets_the_blocks_calls_so_far_too() -> None:
    swiftprof.start()
    with swiftprof.profile() as p:
        second(2)
        swiftprof.clear()
        second(3)
    swiftprof.stop()
    assert recorded(p.profile) == {"second": 1, "first": 3}


def test_one_snapshot_serves_all_blocks_that_ended_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[_bridge.SnapshotData] = []
    take = _bridge.snapshot_data
    monkeypatch.setattr(_bridge, "snapshot_data", lambda: taken.append(take()) or taken[-1])
    swiftprof.start()
    blocks = []
    for number in range(10):
        with block() as one:
            second(number)
        blocks.append(one)
    for one in blocks:
        one.check()
    assert len(taken) == 1
    with block() as late:
        second(3)
    late.check()
    assert len(taken) == 2
    swiftprof.stop()


def test_blocks_that_nobody_asks_about_cost_no_snapshot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bridge, "snapshot_data", lambda: pytest.fail("a snapshot was taken"))
    swiftprof.start()
    for _ in range(3):
        with swiftprof.profile():
            first()
    gc.collect()
    assert swiftprof.stop()[first].ncall == 3


def test_blocks_whose_profiles_are_made_leave_only_their_calls_in_the_recording() -> None:
    """Far more of them than the recording keeps apart before it cleans up."""
    swiftprof.start()
    with block() as around:
        for number in range(1_500):
            with block() as one:
                second(1)
            if number % 250 == 0:
                one.check()
            del one
    whole = swiftprof.stop()
    around.check()
    assert recorded(whole) == {"second": 1_500, "first": 1_500}


def test_a_block_that_is_never_left_keeps_nothing() -> None:
    def dropped() -> Iterator[None]:
        with swiftprof.profile():
            yield

    swiftprof.start()
    generator = dropped()
    next(generator)
    del generator
    gc.collect()
    with block() as here:
        second(2)
    swiftprof.stop()
    here.check()
