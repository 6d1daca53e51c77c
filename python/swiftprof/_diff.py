"""Two versions of a program compared: counts, which are facts, then times, as far as they are more
than noise.
"""

from __future__ import annotations

import os
import sys

from . import _bridge
from ._diff_rows import EdgeDiff, FunctionDiff
from ._errors import UnknownFunction
from ._frozen import Frozen

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


def diff(before: OneSide, after: OneSide, *, raw: bool = False) -> Diff:
    """Compare two versions of a program, each by the profile of one run or of several.

    A side is a Profile, the path of a file that holds one, or several of these: runs of the same
    program, which tell how far its times vary by themselves. raw: compare times as recorded, with
    that of swiftprof itself. Raises InputError, ValueError if a side is empty.

        diff = swiftprof.diff("before.pb.gz", ["after-1.pb.gz", "after-2.pb.gz"])
        for function in diff.where("ncall(app.db.*) > +0"):
            print(function.display_name, function.ncall)
    """
    old, old_label = _side(before, raw=raw)
    new, new_label = _side(after, raw=raw)
    return Diff(old, new, labels=(old_label, new_label))


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


def _side(side: OneSide, *, raw: bool) -> tuple[tuple[Profile, ...], str]:
    """The profiles of a side, and what it is for people."""
    from ._profile import Profile

    parts = [side] if isinstance(side, (Profile, str, os.PathLike)) else list(side)
    profiles: list[Profile] = []
    labels: list[str] = []
    for part in parts:
        profile = part if isinstance(part, Profile) else Profile.load(part)
        label = part.command if isinstance(part, Profile) else os.fspath(part)
        profiles.append(profile.raw if raw else profile)
        if label and label not in labels:
            labels.append(label)
    return tuple(profiles), ", ".join(labels)
