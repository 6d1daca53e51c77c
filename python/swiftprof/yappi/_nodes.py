"""What only the calling contexts tell: whose calls a function's were, and waiting of its own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from .. import _bridge
from .._profile import Profile
from .._rows import CallEdge, Function

if TYPE_CHECKING:
    from ._profiler import Profiler

_NONE = -1
Owner = tuple[int, str, int]
"""Number and name of a context, and a tag."""


class Nodes:
    """One pass over the tree, made only if the answers depend on it."""

    def __init__(
        self, profile: Profile, profiler: Profiler, context: int | None, tag: int | None
    ) -> None:
        self._profile = profile
        self._profiler = profiler
        self._asked = context, tag
        self._owners: dict[int, tuple[int, int]] = {}
        self._own: defaultdict[int, int] = defaultdict(int)
        self._own_of_edges: defaultdict[tuple[int, int], int] = defaultdict(int)
        self._actual: defaultdict[int, int] = defaultdict(int)
        self._actual_of_edges: defaultdict[tuple[int, int], int] = defaultdict(int)
        suspended = any(one.suspended_ns for one in profile.functions)
        self._resumed = {
            one.index
            for one in profile.functions
            if one.resumptions and not profiler.sights.is_suspended(one)
        }
        recursive = {one.index for one in profile.functions if one.nprim != one.ncall}
        self._recursive = recursive | self._resumed
        labelled = any(one.kind == "context" for one in profile.contexts)
        self._labels = profile._data.labels() if labelled else []
        if labelled or suspended or self._recursive or len(profile.threads) > 1:
            self._walk(profile._data.nodes(), suspended)

    def own_suspended(self, function: int) -> int:
        """Nanoseconds in which the function was suspended and nothing that it awaited was."""
        return self._own[function]

    def own_suspended_of_edge(self, caller: int, callee: int) -> int:
        return self._own_of_edges[caller, callee]

    def calls(self, function: Function) -> tuple[int, int]:
        """Calls, a generator's resumptions among them, and those with no other one of it open."""
        if function.index not in self._recursive:
            return function.ncall, function.ncall
        again = function.resumptions if function.index in self._resumed else 0
        return function.ncall + again, self._actual[function.index]

    def calls_of_edge(self, edge: CallEdge) -> tuple[int, int]:
        """The same of calls over an edge: those with no other call of the callee open.

        WHY not the edge's `nprim`: that asks for other calls over this edge.
        """
        if edge.caller is None or edge.callee.index not in self._recursive:
            return edge.ncall, edge.ncall
        again = edge.resumptions if edge.callee.index in self._resumed else 0
        return edge.ncall + again, self._actual_of_edges[edge.caller.index, edge.callee.index]

    def owner(self, function: int) -> Owner:
        """A context that called the function: that of the call path that was met last."""
        thread, label = self._owners.get(function, (0, _NONE))
        row = self._labels[label] if label != _NONE else None
        context, tag = self._asked
        if row is not None and row.context:
            number = int(row.context)
            name = self._profiler.callbacks.contexts.name_of(number)
        else:
            number, name = self._thread(thread)
        if tag is None:
            tag = int(row.tag) if row is not None and row.tag else 0
        return (number if context is None else context), name, tag

    def _thread(self, index: int) -> tuple[int, str]:
        from ._reading import class_name

        thread = self._profile.threads[index]
        number = self._profiler.callbacks.threads.of((thread.ident, thread.os_id))
        return number, class_name(thread)

    def _walk(self, rows: list[_bridge.NodeRow], suspended: bool) -> None:
        own = [row.suspended_ns for row in rows] if suspended else []
        for row in rows:
            if row.calls + row.resumptions:
                self._owners[row.function] = row.thread, row.label
            if suspended and row.parent != _NONE:
                own[row.parent] -= row.suspended_ns
            if row.function in self._recursive and not _is_below_itself(rows, row):
                self._add_actual(rows, row)
        for row, waited in zip(rows, own, strict=False):
            if row.suspended_ns and waited > 0:
                self._own[row.function] += waited
                if row.parent != _NONE:
                    self._own_of_edges[rows[row.parent].function, row.function] += waited

    def _add_actual(self, rows: list[_bridge.NodeRow], row: _bridge.NodeRow) -> None:
        calls = row.calls + (row.resumptions if row.function in self._resumed else 0)
        self._actual[row.function] += calls
        if row.parent != _NONE:
            self._actual_of_edges[rows[row.parent].function, row.function] += calls


def _is_below_itself(rows: list[_bridge.NodeRow], row: _bridge.NodeRow) -> bool:
    """Whether one of its callers is of the same function."""
    above = row.parent
    while above != _NONE:
        if rows[above].function == row.function:
            return True
        above = rows[above].parent
    return False
