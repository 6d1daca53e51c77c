"""Tasks of asyncio: each has its own name, steps, times and creator."""

import asyncio
import gc
import sys
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import swiftprof
from awaiting import assert_times_add_up, pause, profile_of
from backends import USABLE
from swiftprof import Context, Profile, _bridge

pytestmark = pytest.mark.parametrize("backend", USABLE)

LONG = 0.03


def work_for(seconds: float) -> None:
    # WHY longer: what swiftprof takes for itself meanwhile, some microseconds, is nobody's time.
    end = time.perf_counter() + seconds + 0.001
    while time.perf_counter() < end:
        pass


async def steps(count: int) -> None:
    for _ in range(count - 1):
        await asyncio.sleep(0)


async def inner(count: int) -> None:
    await steps(count)


def profile_of_tasks(main: Callable[[], Coroutine[Any, Any, Any]], backend: str) -> Profile:
    """Raw: these programs look at the clock themselves."""
    return profile_of(lambda: asyncio.run(main()), backend).raw


def tasks_of(profile: Profile, function: str) -> list[Context]:
    """By the last part of the coroutine's name, the earliest first."""
    found = [
        one
        for one in profile.contexts
        if one.kind == "task" and one.function.rpartition(".")[2] == function
    ]
    return sorted(found, key=lambda one: one.name)


def test_a_task_tells_its_name_steps_function_and_end(backend: str) -> None:
    async def main() -> None:
        await asyncio.create_task(inner(3), name="three")
        await asyncio.create_task(inner(5), name="five")

    profile = profile_of_tasks(main, backend)
    five, three = tasks_of(profile, "inner")
    assert (three.name, three.steps, three.ended) == ("three", 3, True)
    assert (five.name, five.steps, five.ended) == ("five", 5, True)
    assert three.kind == "task" and three.thread == profile.threads[0]
    (outermost,) = tasks_of(profile, "main")
    assert outermost.steps == 3 and outermost.ended


def test_numbered_tasks_have_the_names_that_asyncio_gave(backend: str) -> None:
    names: list[str] = []

    async def main() -> None:
        tasks = [asyncio.create_task(inner(1)) for _ in range(3)]
        names.extend(task.get_name() for task in tasks)
        await asyncio.gather(*tasks)

    profile = profile_of_tasks(main, backend)
    assert sorted(names) == [one.name for one in tasks_of(profile, "inner")]


def test_the_creator_is_the_function_that_asked_asyncio(backend: str) -> None:
    def by_create_task() -> Any:
        return asyncio.create_task(inner(1), name="a")

    def by_ensure_future() -> Any:
        return asyncio.ensure_future(inner(1))

    def by_loop() -> Any:
        return asyncio.get_running_loop().create_task(inner(1))

    def by_gather() -> Any:
        return asyncio.gather(inner(1), inner(1))

    async def by_task_group() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(inner(1))

    async def main() -> None:
        await by_create_task()
        await by_ensure_future()
        await by_loop()
        await by_gather()
        await asyncio.create_task(by_task_group(), name="group")

    profile = profile_of_tasks(main, backend)
    creators = sorted(one.creator.rpartition(".")[2] for one in tasks_of(profile, "inner"))
    assert creators == [
        "by_create_task", "by_ensure_future", "by_gather", "by_gather", "by_loop", "by_task_group",
    ]  # fmt: skip
    inside = [one for one in tasks_of(profile, "inner") if one.creator.endswith("by_task_group")]
    assert [one.creator_task for one in inside] == ["group"]
    (outermost,) = tasks_of(profile, "main")
    assert outermost.creator.endswith("profile_of_tasks.<locals>.<lambda>")
    assert outermost.creator_task == ""


def test_times_of_tasks_that_run_by_turns_are_their_own(backend: str) -> None:
    async def worker(seconds: float) -> None:
        await asyncio.sleep(0)
        work_for(seconds)
        await asyncio.sleep(0)

    async def main() -> None:
        slow = asyncio.create_task(worker(LONG), name="slow")
        await asyncio.gather(slow, asyncio.create_task(worker(0), name="quick"))

    profile = profile_of_tasks(main, backend)
    quick, slow = tasks_of(profile, "worker")
    assert slow.wall >= LONG and quick.suspended >= LONG
    assert sum(one.wall_ns for one in profile.contexts) <= profile.threads[0].wall_ns
    assert LONG <= slow.longest_step <= slow.wall
    assert "worker" in [name.rpartition(".")[2] for name in slow.longest_step_path]


def test_what_a_cancelled_task_does_before_it_ends_is_its_own(backend: str) -> None:
    async def cleans_up() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            work_for(LONG)

    async def cancelled() -> None:
        await cleans_up()

    async def main() -> None:
        task = asyncio.create_task(cancelled())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])

    profile = profile_of_tasks(main, backend)
    (task,) = tasks_of(profile, "cancelled")
    assert (task.steps, task.ended) == (2, True)
    assert task.wall >= LONG and task.longest_step >= LONG


def test_a_task_cancelled_before_it_began_has_one_step(backend: str) -> None:
    async def main() -> None:
        task = asyncio.create_task(inner(3))
        task.cancel()
        await asyncio.wait([task])

    (task,) = tasks_of(profile_of_tasks(main, backend), "inner")
    assert (task.steps, task.ended) == (1, True)


def test_a_task_that_waits_for_ever_has_not_ended(backend: str) -> None:
    async def main() -> Profile:
        _bridge.start(backend=backend)
        waiting = asyncio.create_task(asyncio.Event().wait(), name="for ever")
        await asyncio.sleep(LONG)
        profile = swiftprof.stop()
        waiting.cancel()
        return profile

    (task,) = tasks_of(asyncio.run(main()), "wait")
    assert (task.name, task.steps, task.ended) == ("for ever", 1, False)
    assert task.suspended > 0


def test_tasks_that_began_before_the_recording_are_counted_from_there(backend: str) -> None:
    async def main() -> Profile:
        suspended = asyncio.create_task(inner(5), name="suspended")
        await asyncio.sleep(0)
        _bridge.start(backend=backend)
        await suspended
        return swiftprof.stop()

    profile = asyncio.run(main(), debug=False)
    assert_times_add_up(profile)
    (task,) = tasks_of(profile, "inner")
    assert (task.name, task.steps, task.ended) == ("suspended", 4, True)
    (running,) = tasks_of(profile, "main")
    assert (running.steps, running.ended) == (2, False)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with CPython 3.12")
def test_eager_tasks_begin_inside_of_their_creators_step(backend: str) -> None:
    async def at_once() -> None:
        work_for(LONG)

    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined,unused-ignore]
        await asyncio.create_task(at_once(), name="at once")
        await asyncio.create_task(inner(3), name="later")

    profile = profile_of_tasks(main, backend)
    (at_once_task,), (later,), (outermost,) = (
        tasks_of(profile, name) for name in ("at_once", "inner", "main")
    )
    assert (at_once_task.name, later.name) == ("at once", "later")
    assert (at_once_task.steps, at_once_task.ended, later.steps, later.ended) == (1, True, 3, True)
    assert at_once_task.wall >= LONG
    assert at_once_task.wall_ns + outermost.wall_ns <= profile.threads[0].wall_ns
    assert at_once_task.creator.endswith("main") and later.creator.endswith("main")


def test_tasks_written_in_python_are_tasks(backend: str) -> None:
    async def main() -> None:
        asyncio.get_running_loop().set_task_factory(
            lambda loop, coroutine, **others: asyncio.tasks._PyTask(  # type: ignore[attr-defined]
                coroutine, loop=loop, **others
            )
        )
        await asyncio.create_task(inner(3), name="in Python")

    (task,) = tasks_of(profile_of_tasks(main, backend), "inner")
    assert (task.name, task.steps, task.ended) == ("in Python", 3, True)


def test_methods_that_a_subclass_of_task_overrides_are_not_run(backend: str) -> None:
    class Own(asyncio.Task):  # type: ignore[type-arg]
        def get_name(self) -> str:
            raise AssertionError("run by the profiler")

        def get_coro(self) -> Any:
            raise AssertionError("run by the profiler")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        await Own(inner(2), loop=loop, name="own")

    (task,) = tasks_of(profile_of_tasks(main, backend), "inner")
    assert (task.name, task.steps) == ("own", 2)


def test_coroutines_that_a_task_drives_by_hand_are_no_tasks(backend: str) -> None:
    async def by_hand() -> None:
        await pause()

    async def main() -> None:
        coroutine = by_hand()
        coroutine.send(None)
        coroutine.close()

    profile = profile_of_tasks(main, backend)
    assert profile[by_hand].ncall == 1 and tasks_of(profile, "by_hand") == []


def test_each_thread_has_the_tasks_of_its_own_loop(backend: str) -> None:
    async def main(name: str) -> None:
        await asyncio.create_task(inner(3), name=name)

    def run() -> None:
        threads = [
            threading.Thread(target=lambda name=name: asyncio.run(main(name)), name=name)
            for name in ("one", "two")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    one, two = tasks_of(profile_of(run, backend), "inner")
    assert one.thread is not None and two.thread is not None
    assert (one.name, one.thread.name, one.steps) == ("one", "one", 3)
    assert (two.name, two.thread.name, two.steps) == ("two", "two", 3)


def test_finished_tasks_and_coroutines_are_free_to_go(backend: str) -> None:
    gone = 0

    def count(_: object) -> None:
        nonlocal gone
        gone += 1

    references = []

    async def main() -> None:
        for _ in range(500):
            coroutine = inner(2)
            task = asyncio.create_task(coroutine)
            references.extend([weakref.ref(coroutine, count), weakref.ref(task, count)])
            del coroutine
            await task
            del task

    _bridge.start(backend=backend)
    asyncio.run(main())
    gc.collect()
    found = gone
    assert len(tasks_of(swiftprof.stop(), "inner")) == 500
    assert found == 1000
