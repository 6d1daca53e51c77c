"""How long coroutines and async generators were suspended, whatever their end."""

import asyncio
import ctypes
import gc
import threading
import time
import types
from collections.abc import AsyncGenerator, Callable, Coroutine
from typing import Any

import pytest

import swiftprof
from awaiting import drain, pause, profile_of
from backends import FREE_THREADED, USABLE
from swiftprof import Profile, _bridge

pytestmark = pytest.mark.parametrize("backend", USABLE)

LONG = 0.03
LONG_NS = 30_000_000


async def waits() -> None:
    await pause()


async def awaits() -> None:
    await waits()


def begun() -> Coroutine[Any, Any, None]:
    coroutine = awaits()
    coroutine.send(None)
    return coroutine


def suspended_ns(profile: Profile, *functions: Callable[..., object]) -> list[int]:
    return [profile[each].suspended_ns for each in functions]


def test_an_awaiter_is_suspended_as_long_as_what_it_awaits(backend: str) -> None:
    async def sleeps() -> None:
        await asyncio.sleep(LONG)

    async def outer() -> None:
        await sleeps()

    profile = profile_of(lambda: asyncio.run(outer()), backend)
    inner_ns, outer_ns = suspended_ns(profile, sleeps, outer)
    assert all(LONG_NS <= each <= profile.header.duration_ns for each in (inner_ns, outer_ns))
    assert profile[outer].span_ns == profile[outer].wall_total_ns + outer_ns


def test_coroutines_that_wait_side_by_side_are_each_suspended_for_as_long(backend: str) -> None:
    async def sleeps() -> None:
        await asyncio.sleep(LONG)

    async def all_at_once() -> None:
        await asyncio.gather(*(sleeps() for _ in range(10)))

    profile = profile_of(lambda: asyncio.run(all_at_once()), backend)
    assert profile[sleeps].suspended_ns >= 10 * LONG_NS
    assert profile[all_at_once].suspended_ns <= profile.header.duration_ns


def test_plain_generators_are_not_suspended(backend: str) -> None:
    def generator() -> Any:
        yield 1
        yield 2

    profile = profile_of(lambda: list(generator()), backend)
    assert suspended_ns(profile, generator) == [0]


def test_an_async_generator_is_suspended_while_its_consumer_works(backend: str) -> None:
    async def values() -> AsyncGenerator[int, None]:
        yield 1
        yield 2

    async def consume() -> None:
        async for _ in values():
            time.sleep(LONG)

    profile = profile_of(lambda: drain(consume()), backend)
    assert profile[values].suspended_ns >= 2 * LONG_NS
    assert profile[consume].suspended_ns == 0


def test_what_is_suspended_at_the_end_counts_up_to_the_end(backend: str) -> None:
    kept = []

    def run() -> None:
        kept.append(begun())
        time.sleep(LONG)

    profile = profile_of(run, backend)
    assert all(
        LONG_NS <= each <= profile.header.duration_ns
        for each in suspended_ns(profile, waits, awaits)
    )
    kept[0].close()


# ---- ends that no event tells of: the suspended time ends with them


def close(coroutine: Coroutine[Any, Any, None]) -> None:
    coroutine.close()


def close_by_any_way(coroutine: Coroutine[Any, Any, None]) -> None:
    types.CoroutineType.close(coroutine)  # type: ignore[arg-type]


def drop(coroutine: Coroutine[Any, Any, None]) -> None:
    del coroutine


def drop_in_a_cycle(coroutine: Coroutine[Any, Any, None]) -> None:
    cycle: list[object] = [coroutine]
    cycle.append(cycle)
    del coroutine, cycle


async def in_a_wrapper() -> None:
    class Wrapped:
        def __await__(self) -> Any:
            return waits().__await__()

    await Wrapped()


@pytest.mark.parametrize("end", [close, close_by_any_way, drop, drop_in_a_cycle])
@pytest.mark.parametrize("make", [awaits, in_a_wrapper])
def test_a_coroutine_that_is_no_more_is_not_suspended(
    backend: str, end: Callable[[Coroutine[Any, Any, None]], None], make: Callable[[], Any]
) -> None:
    between = 0

    def run() -> None:
        nonlocal between
        began = time.perf_counter_ns()
        held = [make()]
        held[0].send(None)
        end(held.pop())
        gc.collect()
        between = time.perf_counter_ns() - began
        time.sleep(LONG)

    profile = profile_of(run, backend)
    assert all(0 < each <= between for each in suspended_ns(profile, make, waits))


def test_an_async_generator_that_is_no_more_is_not_suspended(backend: str) -> None:
    async def values() -> AsyncGenerator[int, None]:
        yield 1

    between = 0

    def run() -> None:
        nonlocal between
        began = time.perf_counter_ns()
        generator = values()
        drain(generator.__anext__())
        del generator
        between = time.perf_counter_ns() - began
        time.sleep(LONG)

    profile = profile_of(run, backend)
    assert 0 < profile[values].suspended_ns <= between


def test_an_async_generator_that_asyncio_closes_is_suspended_until_then(backend: str) -> None:
    ended = []

    async def values() -> AsyncGenerator[int, None]:
        try:
            yield 1
        finally:
            await asyncio.sleep(LONG)
            ended.append(True)

    async def leaves_early() -> None:
        async for _ in values():
            break
        await asyncio.sleep(2 * LONG)

    profile = profile_of(lambda: asyncio.run(leaves_early()), backend)
    assert ended and profile[values].suspended_ns >= LONG_NS
    assert (profile[values].ncall, profile[values].resumptions) == (1, 2)


@pytest.mark.skipif(
    FREE_THREADED, reason="without the GIL a thread cannot look into another's table"
)
def test_a_coroutine_that_dies_in_another_thread_is_not_suspended(backend: str) -> None:
    between = 0

    def run() -> None:
        nonlocal between
        began = time.perf_counter_ns()
        held = [begun()]
        thread = threading.Thread(target=lambda: held.pop().close())
        thread.start()
        thread.join()
        between = time.perf_counter_ns() - began
        time.sleep(LONG)

    profile = profile_of(run, backend)
    assert all(0 < each <= between for each in suspended_ns(profile, waits, awaits))


# ---- what a recording leaves behind


def memory_of_types() -> list[bytes]:
    """The words of the interpreter's type objects that hold functions and such."""
    head = object.__basicsize__ // 8 + 1  # counts of its own, which change
    words = head + 48  # a PyTypeObject on 64-bit platforms is no smaller
    kinds = (types.CoroutineType, types.AsyncGeneratorType)
    return [
        ctypes.string_at(id(kind) + 8 * word, 8) for kind in kinds for word in range(head, words)
    ]


def test_the_finalizers_are_the_interpreters_own_again_when_it_is_over(backend: str) -> None:
    before = memory_of_types()
    _bridge.start(backend=backend)
    during = memory_of_types()
    swiftprof.stop()
    after = memory_of_types()
    changed = [i for i, (one, other) in enumerate(zip(before, during, strict=True)) if one != other]
    assert len(changed) >= 2
    assert [after[i] for i in changed] == [before[i] for i in changed]
