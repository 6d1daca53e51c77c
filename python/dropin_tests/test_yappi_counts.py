"""Calls, recursion and callees are counted as yappi counts them."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import sample
import yappi_programs
from sample import even, fib
from yappi_pair import counts_of, original, ours, stats_of

pytestmark = pytest.mark.usefixtures("backend")

OWN = (__file__, sample.__file__)


def assert_same(program: Callable[[], object], *files: str, **settings: Any) -> None:
    expected = counts_of(stats_of(original, program, **settings), *(files or OWN))
    assert expected, "the program calls nothing"
    assert counts_of(stats_of(ours, program, **settings), *(files or OWN)) == expected


@pytest.mark.parametrize("builtins", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_random_call_trees_are_counted_alike(seed: int, builtins: bool) -> None:
    plan = yappi_programs.random_plan(seed)
    if not plan:
        plan = yappi_programs.random_plan(seed + 1000) or [(1, [])]
    assert_same(lambda: yappi_programs.run(plan), yappi_programs.__file__, builtins=builtins)


def test_recursion_is_counted_per_function_and_its_edges() -> None:
    assert_same(lambda: (fib(8), even(9)))


def test_recordings_add_up_until_they_are_cleared() -> None:
    found = []
    for yappi in (original, ours):
        for _ in range(12):  # more than are kept apart
            yappi.start()
            fib(5)
            yappi.stop()
        found.append(counts_of(yappi.get_func_stats(), *OWN))
        yappi.clear_stats()
        assert yappi.get_func_stats().empty()
    assert found[0] == found[1]
    assert next(iter(found[1].values()))[0] == (12 * 15, 12)


def steps() -> Iterator[int]:
    yield from range(3)


def pairs() -> Iterator[int]:
    for step in steps():
        yield step + 1


def test_resumptions_of_generators_are_calls() -> None:
    assert_same(lambda: list(pairs()))
    assert counts_of(stats_of(ours, lambda: list(steps())), *OWN).popitem()[1][0] == (4, 4)


async def pause(times: int) -> None:
    for _ in range(times):
        await asyncio.sleep(0)


async def ticks() -> AsyncIterator[int]:
    for tick in range(2):
        await pause(1)
        yield tick


async def several() -> None:
    await asyncio.gather(pause(2), pause(3))
    async for _ in ticks():
        pass


@pytest.mark.parametrize("clock", ["wall", "cpu"])
def test_coroutines_are_called_once_however_often_they_go_on(clock: str) -> None:
    assert_same(lambda: asyncio.run(several()), clock=clock)


class Base:
    def work(self) -> None:
        self.step()

    def step(this) -> None:
        def inner() -> int:
            return len(repr(this.__class__))

        inner()

    @classmethod
    def make(cls) -> "Base":
        return cls()

    @staticmethod
    def plain() -> None:
        pass


class Derived(Base):
    pass


class Closure:
    def kept(self) -> Callable[[], object]:
        return lambda: self


def test_methods_are_named_by_the_class_of_self_at_the_first_call() -> None:
    def program() -> None:
        Derived().work()
        Base().work()
        Base.make()
        Base.plain()
        Closure().kept()()

    assert_same(program)
    names = {stat.name for stat in stats_of(ours, program) if stat.module == __file__}
    assert {"Derived.work", "step", "make", "plain", "Closure.kept"} <= names


def test_functions_in_c_are_named_as_yappi_names_them() -> None:
    def program() -> None:
        import collections

        sorted([3, 1], key=abs)
        [].append(1)
        "a".upper()
        collections.deque().append(1)
        threading.Lock().acquire()
        sys.getrecursionlimit()

    assert_same(program, builtins=True)


def test_what_c_functions_take_is_not_their_callers_own_shown_or_not() -> None:
    def program() -> None:
        sorted(range(300_000), key=lambda number: -number)

    for builtins in (False, True):
        for yappi in (original, ours):
            stats = stats_of(yappi, program, builtins=builtins)
            (caller,) = (stat for stat in stats if stat.name == "program")
            assert caller.tsub < caller.ttot / 2


def test_a_running_recording_is_read_without_ending_it() -> None:
    ours.start()
    fib(3)
    first = counts_of(ours.get_func_stats(), *OWN)
    fib(3)
    second = counts_of(ours.get_func_stats(), *OWN)
    assert ours.is_running()
    ours.stop()
    third = counts_of(ours.get_func_stats(), *OWN)
    assert [one.popitem()[1][0] for one in (first, second, third)] == [(5, 1), (10, 2), (10, 2)]


def outer_of_open(yappi: Any) -> None:
    yappi.start()
    fib(2)


def test_functions_that_were_open_before_are_not_there() -> None:
    found = []
    for yappi in (original, ours):
        outer_of_open(yappi)
        fib(1)
        yappi.stop()
        found.append(counts_of(yappi.get_func_stats(), *OWN))
    assert found[0] == found[1]
    assert len(found[1]) == 1


def test_only_the_calling_thread_is_recorded_if_asked_for() -> None:
    def program() -> None:
        thread = threading.Thread(target=fib, args=(4,))
        thread.start()
        thread.join()

    assert_same(program, profile_threads=False)
    assert_same(program, profile_threads=True)
