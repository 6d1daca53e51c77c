"""Counting the same calls with cProfile and with swiftprof, to compare them."""

import cProfile
import pstats
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import swiftprof

Key = tuple[str, int, str]
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
NEW = re.compile(r"<built-in method __new__ of type object.*>|<method '__new__' of '.*' objects>")


class Counts(NamedTuple):
    """By function as pstats names it, and by (caller, function)."""

    primitive: Counter[Key]
    total: Counter[Key]
    edges: Counter[tuple[Key, Key]]


def with_cprofile(call: Callable[[], object]) -> Counts:
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        call()
    finally:
        profiler.disable()
    profiler.create_stats()
    return counts_of(profiler.stats)  # type: ignore[attr-defined]


def with_swiftprof(call: Callable[[], object], folder: Path) -> Counts:
    """Without the frames that were open at the start, which cProfile does not see."""
    swiftprof.start()
    try:
        call()
    finally:
        profile = swiftprof.stop()
    profile.save(folder / "counts.pstats", thread_roots="merge")
    counts = counts_of(pstats.Stats(str(folder / "counts.pstats")).stats)  # type: ignore[attr-defined]
    return without(counts, frames_below(sys._getframe()))


def frames_below(frame: Any) -> set[Key]:
    found: set[Key] = set()
    while frame is not None:
        code = frame.f_code
        found.add((code.co_filename, code.co_firstlineno, code.co_name))
        frame = frame.f_back
    return found


def counts_of(stats: dict[Any, Any]) -> Counts:
    """What the profilers themselves were called by, and addresses in names, left out."""
    counts = Counts(Counter(), Counter(), Counter())
    for key, (primitive, total, _, _, callers) in stats.items():
        function = normal(key)
        if is_a_profilers_own(function):
            continue
        counts.primitive[function] += primitive
        counts.total[function] += total
        for caller, (calls, *_) in callers.items():
            counts.edges[normal(caller), function] += calls
    return counts


def normal(key: Key) -> Key:
    """Without addresses; `__new__` of all types as one, since cProfile names only "type object"."""
    return (key[0], key[1], ADDRESS.sub("", NEW.sub("<__new__>", key[2])))


def is_a_profilers_own(key: Key) -> bool:
    return "_lsprof.Profiler" in key[2] or key[0].endswith("cProfile.py") or "<gc" in key[2]


def without(counts: Counts, functions: set[Key]) -> Counts:
    """Leaves out open frames; the one call each of these counts is not a call cProfile saw."""
    edges = {
        (caller, callee): calls
        for (caller, callee), calls in counts.edges.items()
        if caller not in functions and callee not in functions
    }
    return Counts(
        Counter({key: calls for key, calls in counts.primitive.items() if key not in functions}),
        Counter({key: calls for key, calls in counts.total.items() if key not in functions}),
        Counter(edges),
    )


def differences(expected: Counter[Any], found: Counter[Any]) -> dict[Any, tuple[int, int]]:
    """Where the two differ: (expected, found)."""
    return {
        key: (expected[key], found[key])
        for key in expected.keys() | found.keys()
        if expected[key] != found[key]
    }
