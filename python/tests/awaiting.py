"""Driving coroutines by hand, and what the tests of coroutines look at."""

import types
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from typing import Any

import swiftprof
from swiftprof import Node, Profile, _bridge


@types.coroutine
def pause(value: int = 1) -> Generator[int, Any, Any]:
    """Suspends whoever awaits it; gives back what is sent."""
    return (yield value)


def drain(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Runs a coroutine to its end, whatever it waits for."""
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


async def numbers(limit: int) -> AsyncGenerator[int, None]:
    for number in range(limit):
        await pause()
        yield number


def profile_of(call: Callable[[], object], backend: str) -> Profile:
    """Whatever is recorded has to fit: no return that was not expected, times that add up."""
    _bridge.start(backend=backend)
    try:
        call()
    finally:
        profile = swiftprof.stop()
    assert profile.header.unmatched_returns == 0
    assert_times_add_up(profile)
    return profile


def assert_times_add_up(profile: Profile) -> None:
    """Nodes and threads agree, and fit into the thread's time; test_times_add_up.py has a clock."""
    for thread, root in zip(profile.threads, profile.tree.roots, strict=True):
        self_times = [node.wall_self_ns for node in root.walk()]
        assert min(self_times) >= 0
        assert sum(self_times) == thread.wall_ns <= thread.duration_ns + len(self_times)  # rounding


def counts(profile: Profile, *functions: Callable[..., object]) -> list[tuple[int, int]]:
    """(calls, resumptions) of each function."""
    return [(profile[each].ncall, profile[each].resumptions) for each in functions]


def paths_to(profile: Profile, name: str) -> set[tuple[str, ...]]:
    """The names of the functions above each context of the function, the nearest first."""
    return {
        tuple(_names_above(node))
        for node in profile.tree.walk()
        if node.function is not None and node.function.name == name
    }


def _names_above(node: Node) -> list[str]:
    names = []
    parent = node.parent
    while parent is not None and parent.function is not None:
        names.append(parent.function.name)
        parent = parent.parent
    return names
