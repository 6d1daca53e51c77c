"""Blocks of `swiftprof.profile()` that are open at the same time: each has what ran inside it."""

import asyncio
import random
from threading import Lock

import pytest

import swiftprof
from backends import USABLE
from inside import Open, begin_counting, block, first, recorded, second

each_backend = pytest.mark.parametrize("backend", USABLE)


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


class RandomProgram:
    """Tasks and threads that open blocks, call, wait and make each other, by a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.blocks: list[Open] = []
        self.calling = Lock()

    async def task(self, depth: int) -> None:
        stack: list[Open] = []
        children: list[asyncio.Task[None]] = []
        for _ in range(self.random.randrange(3, 12)):
            match self.random.randrange(9):
                case 0 | 1:
                    stack.append(Open().enter())
                    self.blocks.append(stack[-1])
                case 2 if stack:
                    self.leave(stack.pop(self.random.randrange(len(stack))))
                case 3 if depth:
                    children.append(asyncio.create_task(self.task(depth - 1)))
                case 4 if depth:
                    await self.task(depth - 1)
                case 5:
                    await asyncio.to_thread(self.call, self.random.randrange(3))
                case 6 | 7:
                    await asyncio.sleep(0)
                case _:
                    second(self.random.randrange(3))
        for child in children:
            await child
        while stack:
            self.leave(stack.pop())

    def call(self, times: int) -> None:
        with self.calling:
            second(times)

    def leave(self, block: Open) -> None:
        # WHY: a call that has begun, but not yet counted itself, would be in the profile alone.
        with self.calling:
            block.leave()


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
