"""Blocks of `swiftprof.profile()` that are open at the same time: each has what ran inside it."""

import asyncio
import contextvars
import functools
import gc
import math
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import sample
import swiftprof
from backends import USABLE
from inside import Open, begin_counting, block, first, recorded, second
from swiftprof import _bridge

each_backend = pytest.mark.parametrize("backend", USABLE)


def other_backends() -> list[str]:
    return [one for one in USABLE if one != USABLE[0]]


# ---- nested, one after the other, interleaved


@each_backend
def test_a_block_inside_another_belongs_to_both(backend: str) -> None:
    with block(backend=backend) as outer:
        second(2)
        with block() as inner:
            second(3)
        first()
    outer.check()
    inner.check()
    assert inner.recorded == {"second": 1, "first": 3}
    assert outer.recorded == {"second": 2, "first": 6}


@each_backend
def test_blocks_one_after_the_other_share_nothing(backend: str) -> None:
    swiftprof.start(backend=backend)
    with block() as one:
        second(2)
    first()
    with block() as other:
        second(5)
    first()
    whole = swiftprof.stop()
    one.check()
    other.check()
    assert recorded(whole) == {"second": 2, "first": 9}


@each_backend
def test_blocks_may_end_in_the_order_in_which_they_began(backend: str) -> None:
    swiftprof.start(backend=backend)
    for _ in range(3):
        one, other = Open().enter(), Open()
        first()
        other.enter()
        second(1)
        one.leave()
        second(4)
        other.leave()
        first()
        one.check()
        other.check()
    swiftprof.stop()


@each_backend
def test_recursion_with_a_block_in_each_call(backend: str) -> None:
    blocks: list[Open] = []

    def down(depth: int) -> None:
        with block() as here:
            blocks.append(here)
            first()
            if depth:
                down(depth - 1)
            first()

    swiftprof.start(backend=backend)
    down(4)
    swiftprof.stop()
    for one in blocks:
        one.check()
    assert [one.recorded["first"] for one in blocks] == [10, 8, 6, 4, 2]


@each_backend
def test_an_exception_ends_the_blocks_that_it_leaves(backend: str) -> None:
    swiftprof.start(backend=backend)
    blocks: list[Open] = []
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), block() as outer, block() as inner:
            second(1)
            1 / 0  # noqa: B018
        blocks += [outer, inner]
        first()
    swiftprof.stop()
    for one in blocks:
        one.check()


# ---- tasks


async def handle(number: int, blocks: list[Open]) -> None:
    with block() as here:
        blocks.append(here)
        for _ in range(number):
            second(number)
            await asyncio.sleep(0)
            first()
            await inner_step(number)


async def inner_step(number: int) -> None:
    first()
    await asyncio.sleep(0)
    second(number)


@each_backend
def test_tasks_that_take_turns_have_blocks_of_their_own(backend: str) -> None:
    blocks: list[Open] = []

    async def main() -> None:
        await asyncio.gather(*(handle(number, blocks) for number in range(1, 9)))

    swiftprof.start(backend=backend)
    asyncio.run(main())
    whole = swiftprof.stop()
    for one in blocks:
        one.check()
    assert sum((one.recorded for one in blocks), Counter()) == recorded(whole)


@each_backend
def test_the_requests_of_a_server_need_no_start(backend: str) -> None:
    blocks: list[Open] = []

    async def main() -> None:
        async with swiftprof.profile(backend=backend):
            await asyncio.gather(*(handle(number, blocks) for number in range(1, 5)))

    asyncio.run(main())
    for one in blocks:
        one.check()
    assert not swiftprof.is_running()


@each_backend
def test_what_a_task_makes_belongs_to_its_blocks_while_they_are_open(backend: str) -> None:
    async def later(event: asyncio.Event) -> None:
        second(1)
        await event.wait()
        second(7)

    async def main() -> tuple[Open, Open]:
        event = asyncio.Event()
        with block() as one:
            task = asyncio.create_task(later(event))
            await asyncio.to_thread(second, 2)
            asyncio.get_running_loop().call_soon(first)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        with block() as other:
            event.set()
            await task
        return one, other

    swiftprof.start(backend=backend)
    one, other = asyncio.run(main())
    whole = swiftprof.stop()
    one.check()
    other.check()
    assert one.recorded == {"second": 2, "first": 4}
    assert other.recorded == {}
    assert recorded(whole) == {"second": 3, "first": 11}


@each_backend
def test_async_with_is_the_same(backend: str) -> None:
    async def main() -> swiftprof.Profile:
        first()
        async with swiftprof.profile() as p:
            first()
            await asyncio.sleep(0)
            second(2)
        first()
        return p.profile

    swiftprof.start(backend=backend)
    profile = asyncio.run(main())
    swiftprof.stop()
    assert recorded(profile) == {"first": 3, "second": 1}


@each_backend
def test_a_generator_in_a_block_gives_it_to_who_goes_on_with_it(backend: str) -> None:
    """Context variables know no generators: the block is open wherever it was entered."""

    def numbers() -> Iterator[int]:
        with block() as here:
            kept.append(here)
            for number in range(3):
                second(number)
                yield number

    kept: list[Open] = []
    swiftprof.start(backend=backend)
    for _ in numbers():
        first()
    first()
    swiftprof.stop()
    kept[0].check()
    assert kept[0].recorded == {"second": 3, "first": 6}


# ---- threads


@each_backend
def test_threads_have_blocks_of_their_own(backend: str) -> None:
    blocks: list[Open] = []
    together = threading.Barrier(4)

    def work(number: int) -> None:
        second(1)
        together.wait()
        with block() as here:
            blocks.append(here)
            for _ in range(50):
                second(number)
        first()

    swiftprof.start(backend=backend)
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    swiftprof.stop()
    for one in blocks:
        one.check()


@each_backend
def test_a_plain_thread_is_outside_and_one_that_was_given_the_context_inside(backend: str) -> None:
    def run(function: "functools.partial[None]") -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(function).result()

    swiftprof.start(backend=backend)
    with block() as here:
        run(functools.partial(contextvars.Context().run, second, 3))
        run(functools.partial(contextvars.copy_context().run, second, 5))
    swiftprof.stop()
    here.check()
    assert here.recorded == {"second": 1, "first": 5}


@each_backend
def test_in_a_call_that_outlives_the_block_what_is_called_later_is_outside(backend: str) -> None:
    inside, over = threading.Event(), threading.Event()

    def work() -> None:
        second(2)
        inside.set()
        over.wait()
        second(3)
        math.gcd(6, 4)

    swiftprof.start(backend=backend)
    with block() as here:
        thread = threading.Thread(target=contextvars.copy_context().run, args=(work,))
        thread.start()
        inside.wait()
    over.set()
    thread.join()
    swiftprof.stop()
    here.check()
    assert here.recorded == {"second": 1, "first": 2}
    assert math.gcd not in here.profiling


# ---- anything


class RandomProgram:
    """Tasks and threads that open blocks, call, wait and make each other, by a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.blocks: list[Open] = []

    async def task(self, depth: int) -> None:
        stack: list[Open] = []
        children: list[asyncio.Task[None]] = []
        for _ in range(self.random.randrange(3, 12)):
            match self.random.randrange(9):
                case 0 | 1:
                    stack.append(Open().enter())
                    self.blocks.append(stack[-1])
                case 2 if stack:
                    stack.pop(self.random.randrange(len(stack))).leave()
                case 3 if depth:
                    children.append(asyncio.create_task(self.task(depth - 1)))
                case 4 if depth:
                    await self.task(depth - 1)
                case 5:
                    await asyncio.to_thread(second, self.random.randrange(3))
                case 6 | 7:
                    await asyncio.sleep(0)
                case _:
                    second(self.random.randrange(3))
        for child in children:
            await child
        while stack:
            stack.pop().leave()


@each_backend
@pytest.mark.parametrize("seed", range(20))
def test_each_block_of_a_program_made_at_random_has_what_ran_inside(
    backend: str, seed: int
) -> None:
    program = RandomProgram(seed)
    expected = begin_counting()
    swiftprof.start(backend=backend, builtins=bool(seed % 2))
    asyncio.run(program.task(3))
    whole = swiftprof.stop()
    assert recorded(whole) == expected.calls
    for one in program.blocks:
        one.check()


# ---- the recording they share


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


# ---- options


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
