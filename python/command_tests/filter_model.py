"""Filters as docs/filters.md says them, on plain dictionaries: slow, and by no idea of the core's.

A model of a profile is what each calling context has, by its thread and its path of functions. A
thread's own time, outside of any function, is that of its empty path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

import swiftprof


class Identity(NamedTuple):
    """Who a function is."""

    kind: str
    module: str
    qualified_name: str
    name: str
    file: str
    line: int
    display_name: str


class Place(NamedTuple):
    thread: int
    path: tuple[Identity, ...]


@dataclass
class Own:
    """What a context has without what it called."""

    calls: int = 0
    resumptions: int = 0
    open: bool = False
    wall_ns: int = 0
    cpu_ns: int = 0

    def add(self, other: Own) -> None:
        self.calls += other.calls
        self.resumptions += other.resumptions
        self.open = self.open or other.open
        self.add_time(other)

    def add_time(self, other: Own) -> None:
        self.wall_ns += other.wall_ns
        self.cpu_ns += other.cpu_ns


Model = dict[Place, Own]
LIBRARY = re.compile(r"^<frozen |/(site|dist)-packages/|/lib\d*/python3\.\d")
Fold = Callable[[Identity, "Identity | None", bool], bool]


def identity_of(function: swiftprof.Function) -> Identity:
    return Identity(
        function.kind, function.module, function.qualified_name, function.name, function.file,
        function.line, function.display_name,
    )  # fmt: skip


def model_of(profile: swiftprof.Profile) -> Model:
    model: Model = {}
    for node in profile.tree.walk():
        is_root = node.function is None
        place = Place(node.thread.index, tuple(map(identity_of, node.path)))
        assert place not in model, "one context stands in the tree twice"
        model[place] = Own(
            node.calls, node.resumptions, not is_root and node.open, node.wall_self_ns,
            node.cpu_self_ns,
        )  # fmt: skip
    return model


@cache
def fits(pattern: str, function: Identity) -> bool:
    """docs/filters.md, for patterns without a slash and for files and folders."""
    if "/" in pattern:
        path = pattern.rstrip("/")
        file = function.file
        return file == path or file.startswith(path + "/") or fnmatchcase(file, pattern)
    full = (
        f"{function.module}.{function.qualified_name}"
        if function.module
        else function.qualified_name
    )
    if full == pattern or full.startswith(pattern + "."):
        return True
    names = (full, function.qualified_name, function.display_name)
    return any(fnmatchcase(name, pattern) for name in names)


def any_fits(patterns: Iterable[str], functions: Iterable[Identity]) -> bool:
    functions = tuple(functions)
    return any(fits(pattern, one) for pattern in patterns for one in functions)


def keeping_threads(model: Model, wanted: set[int]) -> Model:
    order = sorted(wanted)
    return {
        Place(order.index(place.thread), place.path): own
        for place, own in model.items()
        if place.thread in wanted
    }


def ignoring(model: Model, patterns: list[str]) -> Model:
    return {place: own for place, own in model.items() if not any_fits(patterns, place.path)}


def focused(model: Model, patterns: list[str]) -> Model:
    kept = {place: own for place, own in model.items() if any_fits(patterns, place.path)}
    for place in list(kept):
        for length in range(len(place.path)):
            above = Place(place.thread, place.path[:length])
            own = model[above]
            kept.setdefault(above, Own(own.calls, own.resumptions, own.open))
    for thread in {place.thread for place in model}:
        kept.setdefault(Place(thread, ()), Own())
    return kept


def selecting(model: Model, include: list[str], exclude: list[str]) -> Model:
    def goes(function: Identity, above: Identity | None, caller_went: bool) -> bool:
        if any_fits(exclude, [function]):
            return True
        if function.kind == "python":
            return bool(include) and not any_fits(include, [function])
        return caller_went or (bool(include) and above is None)

    return folding(model, goes)


def folding_library(model: Model) -> Model:
    def is_library(function: Identity) -> bool:
        return function.kind == "python" and LIBRARY.search(function.file) is not None

    def goes(function: Identity, above: Identity | None, _: bool) -> bool:
        if above is None or not is_library(above):
            return False
        return is_library(function) or function.kind != "python"

    return folding(model, goes)


def folding(model: Model, goes: Fold) -> Model:
    """goes: told the function, the nearest one above that stays, and whether its caller went."""
    result: Model = {}
    for place, own in model.items():
        path: list[Identity] = []
        went = False
        for function in place.path:
            went = goes(function, path[-1] if path else None, went)
            if not went:
                path.append(function)
        target = result.setdefault(Place(place.thread, tuple(path)), Own())
        if went:
            target.add_time(own)
        else:
            target.add(own)
    return result


def cut(name: str) -> Identity:
    return Identity("cut", "", name, name, "", 0, name)


def cut_below(model: Model, depth: int) -> Model:
    return cutting(model, "(deeper)", lambda place: len(place.path) > depth)


def cut_smaller(model: Model, percent: float, clock: str) -> Model:
    def time(own: Own) -> int:
        wait_ns = max(0, own.wall_ns - own.cpu_ns)
        return {"wall": own.wall_ns, "cpu": own.cpu_ns, "wait": wait_ns}[clock]

    below: dict[Place, int] = {}
    for place, own in model.items():
        for length in range(len(place.path) + 1):
            above = Place(place.thread, place.path[:length])
            below[above] = below.get(above, 0) + time(own)
    whole = sum(map(time, model.values()))
    least = whole * percent / 100
    return cutting(model, "(smaller)", lambda place: bool(place.path) and below[place] < least)


def cutting(model: Model, name: str, is_cut: Callable[[Place], bool]) -> Model:
    result: Model = {}
    for place, own in model.items():
        path = place.path
        for length in range(1, len(path) + 1):
            if is_cut(Place(place.thread, path[:length])):
                path = (*path[: length - 1], cut(name))
                break
        result.setdefault(Place(place.thread, path), Own()).add(own)
    return result
