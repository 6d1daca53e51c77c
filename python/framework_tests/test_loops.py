"""Tasks of every loop people use appear by name, with their steps and the time between them."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import pytest
import trio
import uvloop

import swiftprof
from whole_numbers import expect_sound_times

STEPS = 4
PAUSE = 0.01


async def tick_asyncio() -> None:
    for _ in range(STEPS - 1):
        await asyncio.sleep(PAUSE)


async def tick_trio() -> None:
    for _ in range(STEPS - 1):
        await trio.sleep(PAUSE)


async def tick_anyio() -> None:
    for _ in range(STEPS - 1):
        await anyio.sleep(PAUSE)


async def asyncio_main() -> None:
    await asyncio.gather(*(asyncio.create_task(tick_asyncio(), name=f"tick {n}") for n in range(3)))


async def trio_main() -> None:
    async with trio.open_nursery() as nursery:
        for number in range(3):
            nursery.start_soon(tick_trio, name=f"tick {number}")


async def anyio_main() -> None:
    async with anyio.create_task_group() as group:
        for number in range(3):
            group.start_soon(tick_anyio, name=f"tick {number}")


Async = Callable[[], Coroutine[Any, Any, None]]
# What runs the program, the coroutine that ticks, and what its task runs: anyio has a wrapper around it.
PROGRAMS: dict[str, tuple[Callable[[], object], Async, str]] = {
    "asyncio": (lambda: asyncio.run(asyncio_main()), tick_asyncio, "tick_asyncio"),
    "uvloop": (lambda: uvloop.run(asyncio_main()), tick_asyncio, "tick_asyncio"),
    "trio": (lambda: trio.run(trio_main), tick_trio, "tick_trio"),
    "anyio on asyncio": (lambda: anyio.run(anyio_main), tick_anyio, "anyio."),
    "anyio on trio": (lambda: anyio.run(anyio_main, backend="trio"), tick_anyio, "anyio."),
}


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def profile(program: str, backend: str) -> swiftprof.Profile:
    swiftprof.start(backend=backend)
    try:
        PROGRAMS[program][0]()
    finally:
        recorded = swiftprof.stop()
    return recorded


def test_tasks_have_their_names_and_steps(profile: swiftprof.Profile, program: str) -> None:
    _, _, function = PROGRAMS[program]
    for number in range(3):
        task = profile.context(f"tick {number}")
        assert task.kind == "task"
        assert function in task.function
        assert task.steps == STEPS
        assert task.ended
        assert task.thread is profile.threads[0]


def test_sleeping_tasks_are_suspended_and_do_not_run(
    profile: swiftprof.Profile, program: str
) -> None:
    for number in range(3):
        task = profile.context(f"tick {number}")
        assert task.suspended >= PAUSE
        assert task.wall_ns < task.suspended_ns
    function = profile[PROGRAMS[program][1]]
    assert (function.ncall, function.open) == (3, 0)
    assert function.suspended >= PAUSE


def test_self_times_add_up_and_nothing_is_negative(profile: swiftprof.Profile) -> None:
    expect_sound_times(profile)
