"""Functions and call edges of native profiles as yappi counts them, added up over recordings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from .._frozen import seconds
from .._profile import Profile
from .._rows import CallEdge, Function
from ._nodes import Nodes
from ._stat import YChildFuncStat, YFuncStat, full_name
from ._stats import YChildFuncStats

if TYPE_CHECKING:
    from ._profiler import Profiler

_IN_C = ("builtin", "method", "type", "gc")
StatT = TypeVar("StatT", bound=YFuncStat)
Key = tuple[str, str, str, int, str]


@dataclass
class Numbers:
    ncall: int = 0
    nactualcall: int = 0
    total_ns: int = 0
    self_ns: int = 0

    def values(self) -> dict[str, float]:
        total = seconds(self.total_ns)
        return {
            "ncall": self.ncall,
            "nactualcall": self.nactualcall,
            "ttot": total,
            "tsub": seconds(self.self_ns),
            "tavg": total / self.ncall if self.ncall else 0.0,
        }


@dataclass
class Row(Numbers):
    """One function. index: the place at which it was first seen."""

    index: int = 0
    names: dict[str, str | int | bool] = field(default_factory=dict)
    owner: tuple[int, str, int] = (0, "", 0)
    callees: dict[Key, Numbers] = field(default_factory=dict)


class Rows:
    """All functions with a call. See `add`."""

    def __init__(self, profiler: Profiler) -> None:
        self._profiler = profiler
        self._rows: dict[Key, Row] = {}

    def add(
        self, profile: Profile, *, builtins: bool, context: int | None, tag: int | None
    ) -> None:
        """Add a profile's numbers. builtins: with the functions that are written in C.

        context, tag: whose part of a recording this is, None where it may be anybody's.
        """
        nodes = Nodes(profile, self._profiler, context, tag)
        shown = [one for one in profile.functions if builtins or one.kind not in _IN_C]
        called = [one for one in shown if one.ncall + one.resumptions]
        keys = {one.index: self._row_of(one, nodes) for one in called}
        for one in called:
            self._count(self._rows[keys[one.index]], one, nodes.calls(one))
            self._add_waiting(self._rows[keys[one.index]], nodes.own_suspended(one.index))
        for edge in profile.edges:
            if edge.caller is not None and edge.caller.index in keys and edge.callee.index in keys:
                self._add_edge(edge, keys, nodes)

    def stats(self) -> Iterator[YFuncStat]:
        for row in self._rows.values():
            yield _stat_of(row, self._rows)

    def _row_of(self, function: Function, nodes: Nodes) -> Key:
        key = _key(function)
        row = self._rows.get(key)
        if row is None:
            names = _names(function, self._profiler.sights.class_of_self(function))
            row = self._rows[key] = Row(index=len(self._rows), names=names)
        row.owner = nodes.owner(function.index)
        return key

    def _add_edge(self, edge: CallEdge, keys: dict[int, Key], nodes: Nodes) -> None:
        if edge.ncall + edge.resumptions == 0 or edge.caller is None:
            return
        caller, callee = edge.caller.index, edge.callee.index
        numbers = self._rows[keys[caller]].callees.setdefault(keys[callee], Numbers())
        self._count(numbers, edge, nodes.calls_of_edge(edge))
        self._add_waiting(numbers, nodes.own_suspended_of_edge(caller, callee))

    def _add_waiting(self, numbers: Numbers, suspended_ns: int) -> None:
        if self._profiler.clock == "wall":
            numbers.self_ns += suspended_ns

    def _count(
        self, numbers: Numbers, counted: Function | CallEdge, calls: tuple[int, int]
    ) -> None:
        numbers.ncall += calls[0]
        numbers.nactualcall += calls[1]
        if self._profiler.clock == "wall":
            numbers.total_ns += counted.span_ns
            numbers.self_ns += counted.wall_self_ns
        else:
            numbers.total_ns += counted.cpu_total_ns
            numbers.self_ns += counted.cpu_self_ns


def _stat_of(row: Row, rows: dict[Key, Row]) -> YFuncStat:
    children = YChildFuncStats()
    for key, numbers in row.callees.items():
        callee = rows[key]
        children.append(_filled(YChildFuncStat, numbers, callee))
    number, name, tag = row.owner
    return _filled(YFuncStat, row, row, children=children, ctx_id=number, ctx_name=name, tag=tag)


def _filled(kind: type[StatT], numbers: Numbers, named: Row, **fields: object) -> StatT:
    values = {**numbers.values(), **named.names, "index": named.index, **fields}
    return kind({place: values[name] for name, place in kind._KEYS.items()})


def _key(function: Function) -> Key:
    return function.kind, function.module, function.file, function.line, function.qualified_name


def _names(function: Function, class_name: str | None) -> dict[str, str | int | bool]:
    """Its name, module, line and full name as yappi has them."""
    builtin = function.kind in _IN_C
    module, name = function.file, function.name
    if function.kind == "python":
        name = f"{class_name}.{name}" if class_name else name
    elif function.kind == "method":
        module, name = "builtins", f"<method '{name}' of '{_type_name(function)}' objects>"
    elif builtin:
        module = function.module or "builtins"
    return {
        "name": name,
        "module": module,
        "lineno": function.line,
        "builtin": builtin,
        "full_name": full_name(builtin, module, function.line, name),
    }


def _type_name(function: Function) -> str:
    """As `tp_name`: "list", "collections.deque"."""
    name = function.qualified_name.removesuffix(f".{function.name}")
    return name if function.module in ("", "builtins") else f"{function.module}.{name}"
