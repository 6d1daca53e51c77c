"""Who made a task is the function of the program's own that asked for it, whatever the library."""

from collections.abc import Callable

import anyio
import pytest
import trio

import swiftprof


async def child() -> None:
    await anyio.sleep(0)


async def trio_parent() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(child, name="by start_soon")
        await nursery.start(started, name="by start")


async def started(*, task_status: trio.TaskStatus[None]) -> None:
    task_status.started()
    await trio.sleep(0)


async def anyio_parent() -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(child, name="by start_soon")


PROGRAMS: dict[str, tuple[Callable[[], object], str]] = {
    "trio": (lambda: trio.run(trio_parent), "trio_parent"),
    "anyio on asyncio": (lambda: anyio.run(anyio_parent), "anyio_parent"),
    "anyio on trio": (lambda: anyio.run(anyio_parent, backend="trio"), "anyio_parent"),
}


@pytest.mark.parametrize("library", PROGRAMS)
def test_the_creator_is_no_function_of_the_library(library: str, backend: str) -> None:
    run, parent = PROGRAMS[library]
    swiftprof.start(backend=backend)
    try:
        run()
    finally:
        profile = swiftprof.stop()
    made = [one for one in profile.contexts if one.name.startswith("by start")]
    assert made and {one.creator.rpartition(".")[2] for one in made} == {parent}
    assert all(one.creator_task for one in made)
