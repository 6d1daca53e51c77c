"""Blocks of `swiftprof.profile()` in tasks and threads: contextvars decide who is inside."""

import asyncio
import contextvars
import functools
import math
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import swiftprof
from backends import USABLE
from inside import Open, block, first, recorded, second

each_backend = pytest.mark.parametrize("backend", USABLE)


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
