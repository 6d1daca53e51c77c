"""The exact calling contexts of a profile: one node per thread and path of calls.

Nodes are views on two arrays, made when asked for. Nothing here recurses, so a tree may be as
deep as the program's stack ever was.
"""

from array import array
from collections.abc import Iterator

from . import _bridge
from ._frozen import Frozen, Measured, readable, seconds
from ._measures import not_measured
from ._rows import Function, Thread

_NONE = -1


class Tree(Frozen):
    """All calling contexts. `roots` has one node per thread; what the thread called hangs below.

    len() is the number of contexts, thread roots not counted. Made on first use of
    `Profile.tree`: about a microsecond per context.

        for node in profile.tree.walk():
            print("  " * node.depth, node)
    """

    __slots__ = (
        "_first", "_functions", "_labels", "_measures", "_next", "_rows", "_threads", "_tops",
    )  # fmt: skip

    _rows: list[_bridge.NodeRow]
    _labels: list[_bridge.LabelRow]
    _functions: tuple[Function, ...]
    _threads: tuple[Thread, ...]
    _measures: frozenset[str]
    _first: "array[int]"
    _next: "array[int]"
    _tops: list[int]

    def __init__(
        self,
        rows: list[_bridge.NodeRow],
        functions: tuple[Function, ...],
        threads: tuple[Thread, ...],
        measures: frozenset[str],
        labels: list[_bridge.LabelRow],
    ) -> None:
        first = array("q", [_NONE]) * len(rows)
        following = array("q", [_NONE]) * len(rows)
        tops = [_NONE] * len(threads)
        for index in range(len(rows) - 1, -1, -1):
            row = rows[index]
            if row.parent == _NONE:
                following[index], tops[row.thread] = tops[row.thread], index
            else:
                following[index], first[row.parent] = first[row.parent], index
        self._set(
            _rows=rows, _functions=functions, _threads=threads, _measures=measures, _labels=labels,
            _first=first, _next=following, _tops=tops,
        )  # fmt: skip

    @property
    def roots(self) -> "tuple[Node, ...]":
        """One node per thread, in the order of `Profile.threads`."""
        return tuple(Node(self, _NONE - 1 - thread.index) for thread in self._threads)

    def walk(self) -> "Iterator[Node]":
        """Every node, thread roots included, each before what it called."""
        for root in self.roots:
            yield from root.walk()

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<Tree: {len(self._rows)} contexts in {len(self._threads)} threads>"


class Node(Measured):
    """One calling context: a function, called over one path of calls, in one thread.

    A thread's root has function None. Two Node objects are equal if they mean the same context.
    Self time is not part of any child; total is self and all below. calls, resumptions: of this
    context; open: a call of it was not over when the profile was taken. suspended, span, overhead:
    as `Function` has them. What ran in several contexts of `set_context` has a node for each, side by
    side: `context` and `tag` tell them apart.
    """

    __slots__ = ("_index", "_tree")

    _tree: Tree
    _index: int  # of the row; below -1: the root of thread -2 - index

    def __init__(self, tree: Tree, index: int) -> None:
        self._set(_tree=tree, _index=index)

    @property
    def function(self) -> Function | None:
        row = self._row
        return self._tree._functions[row.function] if row else None

    @property
    def thread(self) -> Thread:
        row = self._row
        return self._tree._threads[row.thread if row else _NONE - 1 - self._index]

    @property
    def parent(self) -> "Node | None":
        """The context this one was called from; None for a thread's root."""
        row = self._row
        if row is None:
            return None
        index = row.parent if row.parent != _NONE else _NONE - 1 - row.thread
        return Node(self._tree, index)

    @property
    def children(self) -> "tuple[Node, ...]":
        return tuple(Node(self._tree, index) for index in self._child_indices())

    @property
    def context(self) -> str:
        """The context of `set_context` that this ran in; "" for none."""
        label = self._label
        return label.context if label else ""

    @property
    def tag(self) -> str:
        """The tag of that context; "" for none."""
        label = self._label
        return label.tag if label else ""

    @property
    def path(self) -> tuple[Function, ...]:
        """The functions from the thread's outermost to this one's."""
        functions: list[Function] = []
        row = self._row
        while row is not None:
            functions.append(self._tree._functions[row.function])
            row = self._tree._rows[row.parent] if row.parent != _NONE else None
        return tuple(reversed(functions))

    @property
    def depth(self) -> int:
        """0 for a thread's root, 1 for what it called."""
        return len(self.path)

    def walk(self) -> "Iterator[Node]":
        """This node and all below it, each before what it called."""
        stack = [self._index]
        while stack:
            node = Node(self._tree, stack.pop())
            yield node
            stack.extend(reversed(node._child_indices()))

    @property
    def calls(self) -> int:
        row = self._measured("calls")
        return row.calls if row else 0

    @property
    def resumptions(self) -> int:
        row = self._measured("resumptions")
        return row.resumptions if row else 0

    @property
    def open(self) -> bool:
        return self._row.open if self._row else not self.thread.ended

    @property
    def wall_self_ns(self) -> int:
        row = self._measured("wall")
        return row.wall_self_ns if row else self.thread.wall_self_ns

    @property
    def wall_total_ns(self) -> int:
        row = self._measured("wall")
        return row.wall_total_ns if row else self.thread.wall_ns

    @property
    def cpu_self_ns(self) -> int:
        row = self._measured("cpu")
        return row.cpu_self_ns if row else self.thread.cpu_self_ns

    @property
    def cpu_total_ns(self) -> int:
        row = self._measured("cpu")
        return row.cpu_total_ns if row else self.thread.cpu_ns

    @property
    def wall_self_overhead_ns(self) -> int:
        row = self._measured("wall")
        return row.wall_self_overhead_ns if row else self.thread.wall_self_overhead_ns

    @property
    def wall_total_overhead_ns(self) -> int:
        row = self._measured("wall")
        return row.wall_total_overhead_ns if row else self.thread.wall_overhead_ns

    @property
    def cpu_self_overhead_ns(self) -> int:
        row = self._measured("cpu")
        return row.cpu_self_overhead_ns if row else self.thread.cpu_self_overhead_ns

    @property
    def cpu_total_overhead_ns(self) -> int:
        row = self._measured("cpu")
        return row.cpu_total_overhead_ns if row else self.thread.cpu_overhead_ns

    @property
    def suspended_ns(self) -> int:
        row = self._measured("suspended")
        return row.suspended_ns if row else 0

    @property
    def span_ns(self) -> int:
        return self.wall_total_ns + self.suspended_ns

    @property
    def suspended(self) -> float:
        return seconds(self.suspended_ns)

    @property
    def span(self) -> float:
        return seconds(self.span_ns)

    @property
    def wall_self(self) -> float:
        return seconds(self.wall_self_ns)

    @property
    def wall_total(self) -> float:
        return seconds(self.wall_total_ns)

    @property
    def cpu_self(self) -> float:
        return seconds(self.cpu_self_ns)

    @property
    def cpu_total(self) -> float:
        return seconds(self.cpu_total_ns)

    @property
    def wall_self_overhead(self) -> float:
        return seconds(self.wall_self_overhead_ns)

    @property
    def wall_total_overhead(self) -> float:
        return seconds(self.wall_total_overhead_ns)

    @property
    def cpu_self_overhead(self) -> float:
        return seconds(self.cpu_self_overhead_ns)

    @property
    def cpu_total_overhead(self) -> float:
        return seconds(self.cpu_total_overhead_ns)

    @property
    def _row(self) -> _bridge.NodeRow | None:
        return self._tree._rows[self._index] if self._index >= 0 else None

    @property
    def _label(self) -> _bridge.LabelRow | None:
        row = self._row
        return self._tree._labels[row.label] if row and row.label != _NONE else None

    def _measured(self, measure: str) -> _bridge.NodeRow | None:
        """The row, if it holds numbers of this measure. Raises NotMeasured."""
        if measure not in self._tree._measures:
            raise not_measured(measure)
        return self._row

    def _child_indices(self) -> list[int]:
        tree = self._tree
        own_thread = _NONE - 1 - self._index
        child = tree._first[self._index] if self._index >= 0 else tree._tops[own_thread]
        indices = []
        while child != _NONE:
            indices.append(child)
            child = tree._next[child]
        return indices

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return self._tree is other._tree and self._index == other._index

    def __hash__(self) -> int:
        return hash((id(self._tree), self._index))

    def __repr__(self) -> str:
        names = [function.display_name for function in self.path]
        if len(names) > 4:
            names = [*names[:1], "...", *names[-2:]]
        path = " > ".join([self.thread.name, *names])
        calls, wall_ns = getattr(self, "calls", None), getattr(self, "wall_total_ns", None)
        figures = [] if calls is None else [f"{calls} calls"]
        figures += [] if wall_ns is None else [f"wall {readable(wall_ns)}"]
        if suspended_ns := getattr(self, "suspended_ns", 0):
            figures.append(f"suspended {readable(suspended_ns)}")
        return f"<Node {path}: {', '.join(figures)}>"
