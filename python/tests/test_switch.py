"""`swiftprof.disable()` and `enable()`: decorated functions at full speed."""

import gc
import inspect
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

import sample
import swiftprof
from backends import FREE_THREADED


@pytest.fixture(autouse=True)
def switched_on_afterwards() -> Iterator[None]:
    swiftprof.enable()
    yield
    swiftprof.enable()


def decorated(seen: list[swiftprof.Profile]) -> Callable[[int], int]:
    @swiftprof.profile(on_profile=seen.append)
    def work(number: int = 3, *, extra: int = 1) -> int:
        """Works."""
        return sample.fib(number) + extra

    return work


def test_disabled_it_records_nothing_and_enabled_again_it_does() -> None:
    seen: list[swiftprof.Profile] = []
    work = decorated(seen)
    swiftprof.disable()
    assert work(5) == 6
    assert seen == []
    swiftprof.enable()
    assert work(5) == 6
    assert [profile[work].ncall for profile in seen] == [1]


def test_what_is_decorated_while_disabled_starts_disabled() -> None:
    seen: list[swiftprof.Profile] = []
    swiftprof.disable()
    work = decorated(seen)
    work(1)
    assert seen == []
    swiftprof.enable()
    work(1)
    assert len(seen) == 1


if not FREE_THREADED:

    def test_disabled_there_is_no_frame_between_caller_and_function() -> None:
        @swiftprof.profile(on_profile=lambda profile: None)
        def work() -> str:
            frame = sys._getframe().f_back
            assert frame is not None
            return frame.f_code.co_name

        here = "test_disabled_there_is_no_frame_between_caller_and_function"
        assert work() != here
        swiftprof.disable()
        assert work() == here
        assert work.__code__ is inspect.unwrap(work).__code__


@pytest.mark.parametrize("is_on", [True, False])
def test_introspection_sees_the_function_on_or_off(is_on: bool) -> None:
    work = decorated([])
    swiftprof.enable() if is_on else swiftprof.disable()
    assert str(inspect.signature(work)) == "(number: int = 3, *, extra: int = 1) -> int"
    assert (work.__name__, work.__doc__) == ("work", "Works.")
    assert "sample.fib(number)" in inspect.getsource(work)
    assert inspect.unwrap(work) is work.__wrapped__  # type: ignore[attr-defined]
    assert work.__wrapped__.__defaults__ == (3,)  # type: ignore[attr-defined]


def test_the_function_that_was_decorated_stays_as_it_was() -> None:
    before = sample.leaf.__code__, dict(vars(sample.leaf))
    seen: list[swiftprof.Profile] = []
    work = swiftprof.profile(on_profile=seen.append)(sample.leaf)
    assert work() == 1
    assert sample.leaf() == 1
    assert len(seen) == 1
    assert (sample.leaf.__code__, dict(vars(sample.leaf))) == before


def test_calls_that_are_open_finish_as_they_began() -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(on_profile=seen.append)
    def down(depth: int) -> int:
        if depth == 3:
            swiftprof.disable()
        return depth and down(depth - 1)

    assert down(5) == 0
    assert len(seen) == 1
    assert seen[0][down].ncall == 6, "the recording that was on covers calls of the plain function"
    assert not swiftprof.is_running()
    down(2)
    assert len(seen) == 1


def test_a_call_that_was_open_while_enabling_is_not_recorded() -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(on_profile=seen.append)
    def down(depth: int) -> int:
        if depth == 2:
            swiftprof.enable()
        return depth and down(depth - 1)

    swiftprof.disable()
    down(3)
    assert [profile[down].ncall for profile in seen] == [2 + 2]  # two open already, as frames


@pytest.mark.parametrize("function", [partial(sample.fib, 3), len, sample.Shape(3).area])
def test_what_is_no_plain_function_is_switched_too(function: Any) -> None:
    seen: list[swiftprof.Profile] = []
    work = swiftprof.profile(on_profile=seen.append)(function)
    args = ("abc",) if function is len else ()
    expected = function(*args)
    assert work(*args) == expected
    swiftprof.disable()
    assert work(*args) == expected
    assert len(seen) == 1


def test_switching_while_threads_call_is_safe() -> None:
    seen: list[swiftprof.Profile] = []
    work = decorated(seen)
    done = threading.Event()
    wrong: list[int] = []

    def call() -> None:
        while not done.is_set():
            if (result := work(4)) != 4:
                wrong.append(result)

    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        swiftprof.disable()
        swiftprof.enable()
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not swiftprof.is_running()


def test_a_decorated_function_that_nobody_holds_is_freed() -> None:
    def make() -> "weakref.ref[Any]":
        @swiftprof.profile(on_profile=lambda profile: None)
        def down(depth: int) -> int:
            return depth and down(depth - 1)

        down(2)
        return weakref.ref(down)

    function = make()
    gc.collect()
    assert function() is None


@pytest.mark.parametrize(("value", "profiles"), [("0", 0), ("1", 1), ("", 1)])
def test_the_environment_starts_with_decorated_functions_off(value: str, profiles: int) -> None:
    code = """
import swiftprof
seen = []
@swiftprof.profile(on_profile=seen.append)
def work(): return 1
work()
print(len(seen))
swiftprof.enable()
work()
print(len(seen))
"""
    environment = os.environ | {"SWIFTPROF": value}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == [str(profiles), str(profiles + 1)]
