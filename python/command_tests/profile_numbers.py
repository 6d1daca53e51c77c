"""The numbers of a profile by who a function is, so that profiles can be compared and added up."""

from collections import Counter
from typing import Any

import swiftprof

Numbers = dict[Any, Counter[str]]
COUNTED = ("ncall", "nprim", "resumptions")
TIMES = ("wall_self_ns", "wall_total_ns", "cpu_self_ns", "cpu_total_ns", "suspended_ns")


def identity(function: swiftprof.Function | None) -> tuple[Any, ...] | None:
    if function is None:
        return None
    return (
        function.kind, function.module, function.qualified_name, function.name, function.file,
        function.line,
    )  # fmt: skip


def functions_of(profile: swiftprof.Profile) -> Numbers:
    names = (*COUNTED, *TIMES, "open")
    return {
        identity(one): Counter({name: getattr(one, name) for name in names})
        for one in profile.functions
    }


def edges_of(profile: swiftprof.Profile) -> Numbers:
    return {
        (identity(one.caller), identity(one.callee)): Counter(
            {name: getattr(one, name) for name in (*COUNTED, *TIMES)}
        )
        for one in profile.edges
    }


def contexts_of(profile: swiftprof.Profile) -> Numbers:
    """By thread and path. Threads of one name are told apart by their order."""
    place, seen = {}, Counter[str]()
    for thread in profile.threads:
        place[thread.index] = (thread.name, seen[thread.name])
        seen[thread.name] += 1
    return {
        (place[node.thread.index], tuple(map(identity, node.path))): Counter(
            calls=node.calls, resumptions=node.resumptions, wall=node.wall_self_ns,
            cpu=node.cpu_self_ns, suspended=node.suspended_ns,
        )
        for node in profile.tree.walk()
    }  # fmt: skip


def added(parts: list[Numbers]) -> Numbers:
    total: Numbers = {}
    for part in parts:
        for key, numbers in part.items():
            total.setdefault(key, Counter()).update(numbers)
    return total
