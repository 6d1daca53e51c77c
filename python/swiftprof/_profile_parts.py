"""What a profile consists of: functions, edges, threads, contexts, the tree; and finding them."""

from __future__ import annotations

from ._measures import not_measured
from ._profile_facts import Facts
from ._rows import CallEdge, Function, Thread

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from . import _bridge
    from ._contexts import Context
    from ._lookup import Index
    from ._tree import Tree

    FunctionKey = Function | str | Callable[..., Any]
    """What a function can be asked for by: itself, a name, or the function object."""


class Parts(Facts):
    """The parts of a profile, made when first asked for and kept. A base of `Profile`."""

    __slots__ = ()

    @property
    def functions(self) -> tuple[Function, ...]:
        """Every function that was called, in no order that means anything."""
        return self._made("functions", lambda: _functions(self._data, self.measures))

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Every thread that was recorded, in the order in which they were first seen."""
        return self._made("threads", lambda: _threads(self._data, self.measures))

    @property
    def edges(self) -> tuple[CallEdge, ...]:
        """Every pair of caller and callee, with the numbers of these calls."""
        return self._made("edges", lambda: _edges(self._data, self.functions, self.measures))

    @property
    def contexts(self) -> tuple[Context, ...]:
        """What took turns: tasks and greenlets, then the contexts set by `set_context`.

        Of very many tasks, those that ran longest; `header.tasks_left_out` counts the others.

        for task in profile.contexts:
            print(task.name, task.function, task.steps, task.wall, task.suspended)
        """
        from ._contexts import contexts_of

        return self._made("contexts", lambda: contexts_of(self._data, self.threads, self.measures))

    def context(self, name: str) -> Context:
        """The task, greenlet or context of this name. Raises UnknownContext if none or several are."""
        from ._contexts import find_context

        return find_context(self.contexts, name)

    @property
    def tree(self) -> Tree:
        """The exact calling contexts. Raises NotMeasured where there are none."""
        from ._tree import Tree

        if "contexts" not in self.measures:
            raise not_measured("calling contexts")
        return self._made(
            "tree",
            lambda: Tree(
                self._data.nodes(), self.functions, self.threads, self.measures, self._data.labels()
            ),
        )

    def callers(self, function: FunctionKey) -> tuple[CallEdge, ...]:
        """The edges that lead to `function`, most wall time first. Raises UnknownFunction."""
        callee = self[function]
        return _by_time(edge for edge in self.edges if edge.callee is callee)

    def callees(self, function: FunctionKey) -> tuple[CallEdge, ...]:
        """The edges that leave `function`, most wall time first. Raises UnknownFunction."""
        caller = self[function]
        return _by_time(edge for edge in self.edges if edge.caller is caller)

    def __getitem__(self, key: FunctionKey) -> Function:
        return self._index.find(key)

    def __contains__(self, key: FunctionKey) -> bool:
        return self._index.find_or_none(key) is not None

    def get(self, key: FunctionKey, default: Function | None = None) -> Function | None:
        """The function that `key` stands for; `default` if there is none, or more than one."""
        found = self._index.find_or_none(key)
        return default if found is None else found

    # WHY: without it, `in` and `for` would try whole numbers as keys.
    def __iter__(self) -> Iterator[Function]:
        return iter(self.functions)

    def __len__(self) -> int:
        return len(self.functions)

    @property
    def _index(self) -> Index:
        from ._lookup import Index

        return self._made("index", lambda: Index(self.functions))


def _functions(data: _bridge.ProfileData, measures: frozenset[str]) -> tuple[Function, ...]:
    return tuple(Function(index, row, measures) for index, row in enumerate(data.functions()))


def _threads(data: _bridge.ProfileData, measures: frozenset[str]) -> tuple[Thread, ...]:
    return tuple(Thread(index, row, measures) for index, row in enumerate(data.threads()))


def _edges(
    data: _bridge.ProfileData, functions: tuple[Function, ...], measures: frozenset[str]
) -> tuple[CallEdge, ...]:
    return tuple(
        CallEdge(
            row, functions[row.caller] if row.caller >= 0 else None, functions[row.callee], measures
        )
        for row in data.edges()
    )


def _by_time(edges: Iterator[CallEdge]) -> tuple[CallEdge, ...]:
    def time_or_calls(edge: CallEdge) -> int:
        return getattr(edge, "wall_total_ns", 0) or getattr(edge, "ncall", 0)

    return tuple(sorted(edges, key=time_or_calls, reverse=True))
