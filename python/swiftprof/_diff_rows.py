"""Numbers of two versions of a program side by side: per function, per caller and callee."""

from __future__ import annotations

from . import _bridge
from ._frozen import Frozen, Measured

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    pass


class Range(Frozen):
    """A number over the runs of one side. A run that did not call the function counts as 0."""

    __slots__ = ("high", "low", "median")

    low: int
    median: int
    high: int

    def __init__(self, low: int, median: int, high: int) -> None:
        self._set(low=low, median=median, high=high)

    @property
    def spread(self) -> int:
        """How far the runs lie apart."""
        return self.high - self.low

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Range):
            return NotImplemented
        return (self.low, self.median, self.high) == (other.low, other.median, other.high)

    def __hash__(self) -> int:
        return hash((self.low, self.median, self.high))

    def __repr__(self) -> str:
        return f"{self.low}" if self.low == self.high else f"{self.low}..{self.median}..{self.high}"


class Change(Frozen):
    """A number before and after. Times are nanoseconds."""

    __slots__ = ("after", "before")

    before: Range
    after: Range

    def __init__(self, before: Range, after: Range) -> None:
        self._set(before=before, after=after)

    @property
    def difference(self) -> int:
        """From median to median."""
        return self.after.median - self.before.median

    @property
    def ratio(self) -> float:
        """After by before: 1.1 is ten percent more. inf for what was 0 and is not, 1.0 for 0 and 0."""
        if self.before.median:
            return self.after.median / self.before.median
        return float("inf") if self.after.median else 1.0

    @property
    def is_noise(self) -> bool:
        """Whether the medians differ by no more than the runs of a side do. Never with one run each."""
        if self.before.spread == self.after.spread == 0:
            return False
        apart = self.after.high < self.before.low or self.before.high < self.after.low
        return not apart or abs(self.difference) <= max(self.before.spread, self.after.spread)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Change):
            return NotImplemented
        return self.before == other.before and self.after == other.after

    def __hash__(self) -> int:
        return hash((self.before, self.after))

    def __repr__(self) -> str:
        return f"<{self.before!r} -> {self.after!r}>"


class _Figure:
    """A number of both sides, made when it is asked for. WHY: most are not, and there are many."""

    __slots__ = ("_index", "_needed")

    def __init__(self, index: int, *needed: str) -> None:
        self._index = index
        self._needed = frozenset(needed)

    def __get__(self, row: Compared, owner: type[Compared]) -> Change:
        if not self._needed <= row._measures:
            raise AttributeError  # `Measured` tells what is wrong
        index = self._index
        return Change(Range(*row._before[index]), Range(*row._after[index]))


class Compared(Measured):
    """The numbers of both sides, each a `Change`. Those that a profile lacks are not there."""

    __slots__ = ("_after", "_before", "_measures")

    _before: _bridge._DiffFigures
    _after: _bridge._DiffFigures
    _measures: frozenset[str]

    ncall = _Figure(0, "calls")
    nprim = _Figure(1, "calls")
    resumptions = _Figure(2, "resumptions")
    wall_self_ns = _Figure(3, "wall")
    wall_total_ns = _Figure(4, "wall")
    cpu_self_ns = _Figure(5, "cpu")
    cpu_total_ns = _Figure(6, "cpu")
    wait_self_ns = _Figure(7, "wall", "cpu")
    wait_total_ns = _Figure(8, "wall", "cpu")


class FunctionDiff(Compared):
    """One function on both sides.

    status: "same", "moved" (in another module or file), "new" or "gone". kind, name,
    qualified_name, module, file, line, display_name: as `Function`, after; of what is gone,
    before. old_name, old_place: its display name and "file:line" before; "" if it is new.
    calls_changed, wall_changed, cpu_changed: it is on both sides, and differs by more than the
    runs of a side do (docs/commands.md says how that is told).
    """

    __slots__ = (
        "calls_changed", "cpu_changed", "display_name", "file", "index", "kind", "line", "module",
        "name", "old_name", "old_place", "qualified_name", "status", "wall_changed",
    )  # fmt: skip

    index: int
    """Place in `Diff.functions`."""
    status: str
    kind: str
    name: str
    qualified_name: str
    module: str
    file: str
    line: int
    display_name: str
    old_name: str
    old_place: str
    calls_changed: bool
    wall_changed: bool
    cpu_changed: bool

    def __init__(self, index: int, row: _bridge._DiffFunctionRow, measures: frozenset[str]) -> None:
        status, calls_changed, wall_changed, cpu_changed, old, new, before, after = row
        identity = new or old
        assert identity is not None  # it is on one side at least
        kind, line, name, qualified_name, module, file, display_name = identity
        self._set(
            index=index, status=status, calls_changed=calls_changed, wall_changed=wall_changed,
            cpu_changed=cpu_changed, kind=kind, line=line, name=name,
            qualified_name=qualified_name, module=module, file=file, display_name=display_name,
            old_name=old[6] if old else "", old_place=_place(old[5], old[1]) if old else "",
            _before=before, _after=after, _measures=measures,
        )  # fmt: skip

    @property
    def place(self) -> str:
        """ "file:line", or "" for what has no Python source."""
        return _place(self.file, self.line)

    @property
    def changed(self) -> bool:
        """Whether anything about it has: calls, times, or its being there."""
        times = self.wall_changed or self.cpu_changed
        return self.calls_changed or times or self.status in ("new", "gone")

    def __repr__(self) -> str:
        calls = getattr(self, "ncall", None)
        shown = f": ncall {calls.before!r} -> {calls.after!r}" if calls is not None else ""
        return f"<FunctionDiff {self.display_name} ({self.status}){shown}>"


class EdgeDiff(Compared):
    """The calls from one function to another on both sides. caller is None for a thread's top."""

    __slots__ = ("callee", "caller", "calls_changed")

    caller: FunctionDiff | None
    callee: FunctionDiff
    calls_changed: bool

    def __init__(
        self,
        row: _bridge._DiffEdgeRow,
        functions: tuple[FunctionDiff, ...],
        measures: frozenset[str],
    ) -> None:
        caller, callee, calls_changed, before, after = row
        self._set(
            caller=functions[caller] if caller >= 0 else None,
            callee=functions[callee],
            calls_changed=calls_changed,
            _before=before,
            _after=after,
            _measures=measures,
        )

    def __repr__(self) -> str:
        caller = self.caller.display_name if self.caller else "(thread)"
        return f"<EdgeDiff {caller} -> {self.callee.display_name}>"


def _place(file: str, line: int) -> str:
    return f"{file}:{line}" if file else ""
