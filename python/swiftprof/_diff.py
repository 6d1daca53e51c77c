"""Two versions of a program compared: counts, which are facts, then times, as far as they are more
than noise.
"""

from __future__ import annotations

import os
import sys

from . import _bridge
from ._errors import UnknownFunction
from ._frozen import Frozen, Measured

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TextIO, TypeAlias, TypeVar

    from ._files import Path
    from ._profile import Profile

    Part = TypeVar("Part")
    OneSide: TypeAlias = Profile | Path | Iterable[Profile | Path]
    """What stands for a side: a profile, a file with one, or several of these."""

_MEASURES = ("calls", "resumptions", "wall", "cpu")


def diff(before: OneSide, after: OneSide) -> Diff:
    """Compare two versions of a program, each by the profile of one run or of several.

    A side is a Profile, the path of a file that holds one, or several of these: runs of the same
    program, which tell how far its times vary by themselves. Raises InputError, ValueError if a
    side is empty.

        diff = swiftprof.diff("before.pb.gz", ["after-1.pb.gz", "after-2.pb.gz"])
        for function in diff.where("ncall(app.db.*) > +0"):
            print(function.display_name, function.ncall)
    """
    old, old_label = _side(before)
    new, new_label = _side(after)
    return Diff(old, new, labels=(old_label, new_label))


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

    _before: _bridge.DiffFigures
    _after: _bridge.DiffFigures
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

    def __init__(self, index: int, row: _bridge.DiffFunctionRow, measures: frozenset[str]) -> None:
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
        row: _bridge.DiffEdgeRow,
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


class Diff(Frozen):
    """Two versions of a program compared, as given by `swiftprof.diff` and `Profile.diff`.

    Functions are matched by kind, module and qualified name, however their lines have shifted;
    then those that moved to another module or file. Parts are made when first asked for. Safe to
    use from several threads.

        diff = before.diff(after)
        diff.print_table()
        assert not diff.where("ncall(app.db.*) > +0")
    """

    __slots__ = ("_cache", "_data", "after", "before", "labels", "measures")

    before: tuple[Profile, ...]
    after: tuple[Profile, ...]
    labels: tuple[str, str]
    """What the sides are, for people: their files, or the programs' command lines."""
    measures: frozenset[str]
    """What all profiles have measured, of "calls", "resumptions", "wall", "cpu"; only that is compared."""
    _data: _bridge.DiffData
    _cache: dict[str, Any]

    def __init__(
        self,
        before: tuple[Profile, ...],
        after: tuple[Profile, ...],
        *,
        labels: tuple[str, str] = ("", ""),
    ) -> None:
        if not before or not after:
            raise ValueError("each side of a comparison needs a profile: give at least one")
        data = _bridge.diff([one._data for one in before], [one._data for one in after])
        flags = zip(_MEASURES, data.measures(), strict=True)
        measures = frozenset(name for name, measured in flags if measured)
        self._set(
            before=before, after=after, labels=labels, measures=measures, _data=data, _cache={}
        )

    @property
    def functions(self) -> tuple[FunctionDiff, ...]:
        """Every function of both sides: those after, then those that are gone."""
        return self._made(
            "functions",
            lambda: tuple(
                FunctionDiff(index, row, self.measures)
                for index, row in enumerate(self._data.functions())
            ),
        )

    @property
    def edges(self) -> tuple[EdgeDiff, ...]:
        """Every pair of caller and callee of both sides."""
        return self._made(
            "edges",
            lambda: tuple(
                EdgeDiff(row, self.functions, self.measures) for row in self._data.edges()
            ),
        )

    @property
    def changed(self) -> tuple[FunctionDiff, ...]:
        """The functions about which anything has changed; those that only moved left out."""
        return tuple(one for one in self.functions if one.changed)

    def fitting(self, pattern: str) -> tuple[FunctionDiff, ...]:
        """The functions that a pattern names, before or after. Patterns are those of filters."""
        from ._options import patterns_of
        from ._paths import encodable

        (checked,) = patterns_of("pattern", pattern)
        return tuple(self.functions[index] for index in self._data.fitting(encodable(checked)))

    def where(self, condition: str) -> tuple[FunctionDiff, ...]:
        """The functions for which a condition holds, as `swiftprof diff --fail-on` takes it.

        "ncall(app.db.*) > +0": called more often; "ttot(app.main) > +10%"; "tsub(*) >= 50ms".
        docs/commands.md has the whole language. Raises InvalidCondition, NotMeasured.
        """
        from ._conditions import Condition

        return Condition(condition).holding(self)

    def __getitem__(self, name: str) -> FunctionDiff:
        """The function of this display name or qualified name. Raises UnknownFunction."""
        for attribute in ("display_name", "qualified_name", "old_name"):
            found = [one for one in self.functions if getattr(one, attribute) == name]
            if len(found) == 1:
                return found[0]
        raise UnknownFunction(
            f"no function, or more than one, is called {name!r}; fitting() finds by pattern"
        )

    def print_table(
        self,
        sort: str | None = None,
        limit: int | None = None,
        file: TextIO | None = None,
        *,
        clock: str = "wall",
    ) -> None:
        """Print what changed: counts first, then times, new, gone and moved functions.

        sort: "ncall", "tsub", "ttot", "cpu", "cpuself", "wait" (largest change first) or "name";
        by default the clock's own time. limit: so many functions of each part, None for all.
        file: standard output by default. clock: "wall", "cpu" or "wait".
        Raises UnknownSortKey, ValueError.
        """
        from ._diff_output import print_table

        print_table(self, sort=sort, limit=limit, file=file or sys.stdout, clock=clock)

    def save(
        self, path: str | os.PathLike[str], format: str | None = None, **options: Any
    ) -> tuple[str, ...]:
        """Write the comparison to a file, whole or not at all, and give the path written.

        format: one of `swiftprof formats`; by default told from the file's ending. options: sort,
        limit, clock as of `print_table`. Raises UnknownFormat, UnknownSortKey, OutputError.
        """
        from ._diff_output import save

        return save(self, path, format, **options)

    def __repr__(self) -> str:
        runs = f"{len(self.before)} with {len(self.after)} runs"
        return f"<Diff of {runs}: {len(self.functions)} functions, {len(self.changed)} changed>"

    def _made(self, part: str, make: Callable[[], Part]) -> Part:
        if part not in self._cache:
            self._cache.setdefault(part, make())
        made: Part = self._cache[part]
        return made


def _place(file: str, line: int) -> str:
    return f"{file}:{line}" if file else ""


def _side(side: OneSide) -> tuple[tuple[Profile, ...], str]:
    """The profiles of a side, and what it is for people."""
    from ._profile import Profile

    parts = [side] if isinstance(side, (Profile, str, os.PathLike)) else list(side)
    profiles: list[Profile] = []
    labels: list[str] = []
    for part in parts:
        profile = part if isinstance(part, Profile) else Profile.load(part)
        label = part.command if isinstance(part, Profile) else os.fspath(part)
        profiles.append(profile)
        if label and label not in labels:
            labels.append(label)
    return tuple(profiles), ", ".join(labels)
