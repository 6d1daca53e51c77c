"""Options of blocks of `swiftprof.profile()` inside of a recording that others have started."""

import asyncio
import time
from pathlib import Path

import pytest

import sample
import swiftprof
from backends import USABLE
from inside import first, recorded, second

each_backend = pytest.mark.parametrize("backend", USABLE)


def other_backends() -> list[str]:
    return [one for one in USABLE if one != USABLE[0]]


@pytest.mark.parametrize("backend", other_backends())
def test_another_backend_is_refused_before_the_block(backend: str) -> None:
    swiftprof.start(backend=USABLE[0])
    with (
        pytest.raises(swiftprof.AlreadyRunning, match=USABLE[0]),
        swiftprof.profile(backend=backend),
    ):
        pytest.fail("the block was entered")
    swiftprof.stop()


def test_what_the_recording_lacks_is_refused_before_the_block() -> None:
    swiftprof.start()
    with (
        pytest.raises(swiftprof.AlreadyRunning, match="targets"),
        swiftprof.profile(targets=["sample:leaf"]),
    ):
        pytest.fail("the block was entered")
    swiftprof.stop()


@pytest.mark.skipif("monitoring" not in USABLE, reason="types are recorded by monitoring only")
def test_types_that_the_recording_lacks_are_refused_before_the_block() -> None:
    swiftprof.start(backend="monitoring")
    with (
        pytest.raises(swiftprof.AlreadyRunning, match="types"),
        swiftprof.profile(types=True, backend="monitoring"),
    ):
        pytest.fail("the block was entered")
    swiftprof.stop()


def test_what_a_block_leaves_out_is_left_out_of_its_part() -> None:
    swiftprof.start()
    with (
        swiftprof.profile(builtins=False) as without_builtins,
        swiftprof.profile(include="sample", exclude="sample.middle") as filtered,
        swiftprof.profile(threads=False) as own_thread,
    ):
        sample.outer()
        sample.use_builtins(3)
        asyncio.run(asyncio.to_thread(second))
    swiftprof.stop()
    assert {one.kind for one in without_builtins.functions} <= {"python", "gc"}
    assert without_builtins[sample.leaf].ncall == filtered[sample.leaf].ncall == 6
    assert sample.middle not in filtered
    assert second in without_builtins
    assert second not in filtered
    assert second not in own_thread
    assert own_thread[sample.leaf].ncall == 6


@each_backend
def test_a_recording_of_targets_is_shared_as_well(backend: str) -> None:
    swiftprof.start(targets=["inside:first"], backend=backend)
    first()
    with swiftprof.profile() as p:
        second(2)
    first()
    whole = swiftprof.stop()
    assert recorded(p.profile) == {"first": 2}
    assert recorded(whole) == {"first": 4}


def test_a_profile_of_ones_own_is_for_one_block_at_a_time() -> None:
    profiling = swiftprof.profile()
    with profiling, pytest.raises(swiftprof.AlreadyRunning, match="of its own"), profiling:
        pytest.fail("the block was entered")


def test_each_blocks_report_is_of_its_own_part(tmp_path: Path) -> None:
    swiftprof.start()
    seen: list[swiftprof.Profile] = []
    with (
        swiftprof.profile(on_profile=seen.append),
        swiftprof.profile(output=str(tmp_path / "x.pb.gz")),
    ):
        second(2)
    swiftprof.stop()
    assert recorded(seen[0]) == {"second": 1, "first": 2}
    assert recorded(swiftprof.Profile.load(tmp_path / "x.pb.gz"))


def test_a_blocks_duration_is_the_time_that_it_was_open() -> None:
    with swiftprof.profile():
        began = time.perf_counter()
        with swiftprof.profile() as inner:
            time.sleep(0.02)
        open_for = time.perf_counter() - began
        time.sleep(0.02)
    assert 0.02 <= inner.profile.duration <= open_for
