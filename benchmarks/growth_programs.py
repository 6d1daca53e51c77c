"""Programs that do the same number of calls in ever larger shapes: contexts, depth, callees, threads."""

import queue
import random
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from accuracy_programs.deep_and_wide import functions
from programs import FIB_CALLS, fib

BRANCHES = 10
THREAD_FIB = 20


@dataclass(frozen=True)
class Series:
    """The same number of calls in shapes of these sizes."""

    make: Callable[[int, int], "Shape"]
    sizes: tuple[int, ...]
    calls: int


@dataclass(frozen=True)
class Shape:
    """`run` makes `calls` calls. Its first run may make more: after that, all contexts exist."""

    calls: int
    run: Callable[[], object]


def contexts_in_turn(size: int, calls: int) -> Shape:
    """A tree of ten callees below each context, walked from its first to its last."""
    walk = _branching("for callee in callees: callee(rest - 1)")[0]
    levels, contexts = _levels(size)
    times = max(1, calls // contexts)

    def run() -> None:
        for _ in range(times):
            walk(levels)

    return Shape(times * (contexts + 1), run)


def contexts_at_random(size: int, calls: int) -> Shape:
    """The same tree; each call of its top goes down to one leaf, which differs from the last one's."""
    callees = _branching("rest[0](rest[1])")
    levels, _ = _levels(size)
    choose = random.Random(1).choice
    chosen: list[tuple[Any, ...]] = []
    for _ in range(max(1, calls // levels)):
        path: tuple[Any, ...] = ()
        for _ in range(levels):
            path = (choose(callees), path)
        chosen.append(path)
    todo: Iterable[tuple[Any, ...]] = _paths(callees, levels)

    def run() -> None:
        nonlocal todo
        for first, rest in todo:
            first(rest)
        todo = chosen

    return Shape(len(chosen) * levels, run)


def depth(size: int, calls: int) -> Shape:
    sys.setrecursionlimit(size + 1_000)

    def down(levels: int) -> None:
        if levels > 1:
            down(levels - 1)

    def run() -> None:
        for _ in range(max(1, calls // size)):
            down(size)

    return Shape(max(1, calls // size) * size, run)


def callees(size: int, calls: int) -> Shape:
    distinct = functions(size)

    def run() -> None:
        for _ in range(max(1, calls // size)):
            for callee in distinct:
                callee(1)

    return Shape(max(1, calls // size) * size, run)


def threads(size: int, calls: int) -> Shape:
    """Threads that live as long as the recording: what a new thread costs is no cost of events."""
    each = max(1, calls // size // FIB_CALLS[THREAD_FIB])
    orders: queue.SimpleQueue[bool] = queue.SimpleQueue()
    done: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def work() -> None:
        while orders.get():
            for _ in range(each):
                fib(THREAD_FIB)
            done.put(True)

    def run() -> None:
        if threading.active_count() == 1:  # started late: a process with threads cannot fork
            for _ in range(size):
                threading.Thread(target=work, daemon=True).start()
        for _ in range(size):
            orders.put(True)
        for _ in range(size):
            done.get()

    return Shape(size * each * FIB_CALLS[THREAD_FIB], run)


def _branching(body: str) -> list[Callable[..., object]]:
    """Ten functions that go on with `rest`, while there is any."""
    code = "\n".join(f"def callee_{i}(rest):\n if rest:\n  {body}" for i in range(BRANCHES))
    namespace: dict[str, Any] = {}
    exec(compile(code, "<branching>", "exec"), namespace)
    namespace["callees"] = [namespace[f"callee_{i}"] for i in range(BRANCHES)]
    found: list[Callable[..., object]] = namespace["callees"]
    return found


def _levels(size: int) -> tuple[int, int]:
    """(levels, contexts) of the smallest tree of at least `size` contexts."""
    levels = contexts = 0
    while contexts < size:
        levels += 1
        contexts += BRANCHES**levels
    return levels, contexts


def _paths(callees: list[Callable[..., object]], levels: int) -> Iterator[tuple[Any, ...]]:
    if levels == 0:
        yield ()
        return
    for rest in _paths(callees, levels - 1):
        for callee in callees:
            yield (callee, rest)


_CONTEXTS = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
SERIES = {
    "contexts in turn": Series(contexts_in_turn, _CONTEXTS, 100_000),
    "contexts at random": Series(contexts_at_random, _CONTEXTS, 100_000),
    "depth": Series(depth, (10, 100, 1_000, 10_000, 50_000), 100_000),
    "callees": Series(callees, (1, 10, 100, 1_000, 4_000), 100_000),
    "threads": Series(threads, (1, 2, 4, 8, 16, 32, 64), 64 * FIB_CALLS[THREAD_FIB]),
}
