"""Coroutines and async generators: calls are calls, and what goes on is resumed, on every backend."""

import gc
import sys
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

import swiftprof
from awaiting import counts, drain, numbers, paths_to, pause, profile_of
from backends import USABLE
from swiftprof import _bridge

pytestmark = pytest.mark.parametrize("backend", USABLE)


def work() -> int:
    return len([1, 2])


async def innermost(pauses: int = 2) -> int:
    for _ in range(pauses):
        await pause()
    return work()


async def middle() -> int:
    return await innermost() + await innermost()


async def outermost() -> int:
    return await middle() + work()


def test_a_coroutine_is_called_once_and_resumed_whenever_it_goes_on(backend: str) -> None:
    profile = profile_of(lambda: drain(innermost(5)), backend)
    assert counts(profile, innermost) == [(1, 5)]


def test_all_coroutines_of_a_chain_go_on_together(backend: str) -> None:
    profile = profile_of(lambda: drain(outermost()), backend)
    assert counts(profile, outermost, middle, innermost) == [(1, 4), (1, 4), (2, 4)]
    assert {path[:2] for path in paths_to(profile, "innermost")} == {("middle", "outermost")}


def test_a_coroutine_that_never_began_was_not_called(backend: str) -> None:
    def make_and_drop() -> None:
        with pytest.warns(RuntimeWarning, match="never awaited"):
            innermost()

    profile = profile_of(make_and_drop, backend)
    assert innermost not in profile


def test_an_exception_comes_out_of_a_chain_that_has_been_resumed(backend: str) -> None:
    async def fails() -> None:
        await pause()
        raise KeyError

    async def awaits() -> None:
        await fails()

    def run() -> None:
        with pytest.raises(KeyError):
            drain(awaits())

    profile = profile_of(run, backend)
    assert counts(profile, awaits, fails) == [(1, 1), (1, 1)]


# ---- exceptions thrown in


def test_what_is_thrown_into_a_coroutine_resumes_it(backend: str) -> None:
    async def survives() -> int:
        try:
            await pause()
        except KeyError:
            await pause()
        return work()

    def run() -> None:
        coroutine = survives()
        coroutine.send(None)
        coroutine.throw(KeyError())
        drain(coroutine)

    profile = profile_of(run, backend)
    assert counts(profile, survives) == [(1, 2)]


def test_what_is_thrown_into_a_coroutine_that_never_began_calls_it(backend: str) -> None:
    def run() -> None:
        with pytest.raises(KeyError):
            innermost().throw(KeyError())

    assert counts(profile_of(run, backend), innermost) == [(1, 0)]


async def raises_on() -> None:
    try:
        await pause()
    finally:
        work()


async def gives_a_value() -> None:
    try:
        await pause()
    except KeyError:
        work()


async def waits_again() -> None:
    try:
        await pause()
    except KeyError:
        work()
        await pause()


async def inner_of(waiting: Any) -> None:
    await waiting()
    work()
    await pause()


async def outer_of(waiting: Any) -> None:
    try:
        await inner_of(waiting)
    except KeyError:
        work()


@pytest.mark.parametrize("waiting", [raises_on, gives_a_value, waits_again])
def test_what_a_thrown_exception_makes_run_is_below_those_that_wait_for_it(
    backend: str, waiting: Any
) -> None:
    def run() -> None:
        coroutine = outer_of(waiting)
        coroutine.send(None)
        try:
            coroutine.throw(KeyError())
        except StopIteration:
            return
        drain(coroutine)

    profile = profile_of(run, backend)
    assert {path[:2] for path in paths_to(profile, waiting.__name__)} == {("inner_of", "outer_of")}
    assert all("outer_of" in path for path in paths_to(profile, "work"))
    went_on = 1 if waiting is raises_on else 2 if waiting is gives_a_value else 3
    assert counts(profile, outer_of, inner_of) == [(1, went_on), (1, went_on)]


def test_an_exception_thrown_while_another_is_handled_has_a_chain_of_its_own(backend: str) -> None:
    async def drives_another() -> None:
        try:
            await pause()
        except KeyError:
            other = outer_of(waits_again)
            other.send(None)
            other.throw(KeyError())
            await pause()
            drain(other)

    def run() -> None:
        coroutine = outer_of(drives_another)
        coroutine.send(None)
        coroutine.throw(KeyError())
        drain(coroutine)

    profile = profile_of(run, backend)
    assert counts(profile, drives_another, waits_again) == [(1, 2), (1, 2)]
    assert all("drives_another" in path for path in paths_to(profile, "waits_again"))


# ---- ends


def test_closing_a_suspended_coroutine_runs_it_only_if_it_has_something_to_do(
    backend: str,
) -> None:
    def close(coroutine: Coroutine[Any, Any, Any]) -> None:
        coroutine.send(None)
        coroutine.close()

    def run() -> None:
        close(raises_on())
        close(innermost())

    profile = profile_of(run, backend)
    assert counts(profile, raises_on) == [(1, 1)]
    assert profile[innermost].ncall == 1
    assert profile[work].ncall == 1


def test_coroutines_that_die_or_stay_suspended_leave_nothing_open(backend: str) -> None:
    async def in_a_cycle(held: list[object]) -> None:
        await pause()
        work()

    kept = []

    def run() -> None:
        innermost().send(None)
        held: list[object] = []
        coroutine = in_a_cycle(held)
        held.append(coroutine)
        coroutine.send(None)
        del coroutine, held
        gc.collect()
        kept.append(innermost())
        kept[0].send(None)

    profile = profile_of(run, backend)
    assert profile[innermost].ncall == 2 and profile[in_a_cycle].ncall == 1
    assert work not in profile
    assert profile[innermost].open == profile[in_a_cycle].open == 0
    kept[0].close()


# ---- async generators


def test_an_async_generator_is_called_once_and_resumed_for_each_wait_and_each_value(
    backend: str,
) -> None:
    async def consume() -> list[int]:
        return [number async for number in numbers(3)]

    profile = profile_of(lambda: drain(consume()), backend)
    assert counts(profile, numbers) == [(1, 6)]
    assert profile[consume].ncall == 1


def test_async_generators_are_sent_to_thrown_into_and_closed(backend: str) -> None:
    async def echo() -> Any:
        received = None
        while True:
            try:
                received = yield received
            except KeyError:
                received = "thrown"
            finally:
                work()

    async def talk() -> list[Any]:
        generator = echo()
        heard = [await generator.asend(None), await generator.asend("sent")]
        heard.append(await generator.athrow(KeyError()))
        await generator.aclose()
        return heard

    heard: list[Any] = []
    profile = profile_of(lambda: heard.extend(drain(talk())), backend)
    assert heard == [None, "sent", "thrown"]
    assert counts(profile, echo, talk, work) == [(1, 3), (1, 0), (3, 0)]


# ---- the edges of a recording, and of threads


def test_a_coroutine_suspended_before_the_start_is_resumed_and_not_called(backend: str) -> None:
    coroutine = outermost()
    coroutine.send(None)
    profile = profile_of(lambda: drain(coroutine), backend)
    assert counts(profile, outermost, middle) == [(0, 4), (0, 4)]


def test_a_recording_may_start_and_end_within_a_coroutine(backend: str) -> None:
    async def records() -> swiftprof.Profile:
        _bridge.start(backend=backend)
        await innermost()
        return swiftprof.stop()

    profile = drain(records())
    assert counts(profile, records, innermost) == [(1, 2), (1, 2)]
    assert profile[records].open == 1


def test_a_coroutine_goes_on_in_another_thread(backend: str) -> None:
    def run() -> None:
        coroutine = outermost()
        coroutine.send(None)
        thread = threading.Thread(target=drain, args=(coroutine,), name="other")
        thread.start()
        thread.join()

    profile = profile_of(run, backend)
    assert counts(profile, outermost, middle, innermost) == [(1, 4), (1, 4), (2, 4)]
    resumed = {
        node.thread.name: node.resumptions
        for node in profile.tree.walk()
        if node.function is not None and node.function == profile[outermost]
    }
    assert resumed == {threading.current_thread().name: 0, "other": 4}


def test_a_deep_chain_of_awaits_is_told_whole(backend: str) -> None:
    depth = min(500, sys.getrecursionlimit() // 3)

    async def descend(levels: int) -> int:
        if levels == 0:
            await pause()
            return 0
        return 1 + await descend(levels - 1)

    profile = profile_of(lambda: drain(descend(depth)), backend)
    assert counts(profile, descend) == [(depth + 1, depth + 1)]
    assert profile[descend].nprim == 1
