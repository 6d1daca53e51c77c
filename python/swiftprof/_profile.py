"""Profile: what a recording found, as values that never change."""

from __future__ import annotations

import sys

from ._frozen import readable
from ._profile_derived import Derived

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Any, TextIO

    from ._diff import Diff, OneSide


class Profile(Derived):
    """A finished profile, as given by `stop` and `snapshot`.

    Functions are found by name or by the function object: `profile["app.db.Pool.get"]`,
    `profile["get"]` where only one goes by it, `profile[Pool.get]`, `profile[len]`. Parts are
    made when first asked for and kept. Safe to use from several threads.

        profile = swiftprof.stop()
        work = profile[app.work]
        print(work.ncall, work.wall_total, work.wait_total)
        for edge in profile.callees(work):
            print(edge.callee.display_name, edge.ncall, edge.cpu_total)
    """

    __slots__ = ()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Profile:
        """The profile in a file: one of ours (.pb.gz), a pprof file of another tool, or pstats.

        The format is told by what the file holds. Numbers that it lacks are absent (`measures`).
        Raises InputError, saying what is wrong with the file.
        """
        from ._reading import contents_of, read

        return cls(read(contents_of(path), path))

    def print_table(
        self,
        sort: str = "tsub",
        limit: int | None = None,
        file: TextIO | None = None,
        *,
        threads_table: bool = False,
        tasks_table: bool = False,
        raw: bool = False,
    ) -> None:
        """Print the functions as a table.

        sort: a key of the command line's --sort ("tsub", "ttot", "ncall", "cpu", ...). limit: so
        many rows, None for all. file: standard output by default, as pstats does. threads_table:
        add the threads. tasks_table: add the tasks, greenlets and contexts (docs/async.md). raw:
        times as recorded, with that of swiftprof itself (docs/overhead.md). On a terminal it is as
        wide as that, and coloured unless NO_COLOR is set.
        Raises UnknownSortKey.
        """
        from ._output import print_table

        print_table(
            _raw_if(self, raw), sort=sort, limit=limit, file=file or sys.stdout, threads_table=threads_table,
            tasks_table=tasks_table,
        )  # fmt: skip

    def print_tree(
        self,
        file: TextIO | None = None,
        *,
        clock: str | None = None,
        min_percent: float = 1.0,
        depth: int | None = None,
        fold: str | None = "library",
        raw: bool = False,
    ) -> None:
        """Print the calling contexts as a tree, most time first.

        clock: "wall", "cpu" or "wait"; None: wall, or CPU if that alone was measured. Branches with
        less than min_percent of all its time, and contexts deeper than depth, are only counted.
        fold: "library" shows of library code what the program's own code called; None shows all.
        raw: times as recorded. file: standard output by default.
        Raises InvalidFilter, NotMeasured.
        """
        from ._output import print_tree

        print_tree(
            _raw_if(self, raw), file or sys.stdout, clock=clock, min_percent=min_percent,
            depth=depth, fold=fold,
        )  # fmt: skip

    def print_callers(
        self,
        pattern: str,
        limit: int | None = None,
        file: TextIO | None = None,
        *,
        clock: str | None = None,
        raw: bool = False,
    ) -> None:
        """Print who calls the functions that a pattern names: how often, and for how long.

        pattern: as filters take it, "app.db.*" (docs/filters.md). limit: so many callers of each,
        None for all. raw: times as recorded. Raises UnknownFunction if it names none, ValueError.
        """
        from ._callers import print_callers

        print_callers(
            _raw_if(self, raw), pattern, callees=False, limit=limit, file=file or sys.stdout,
            clock=clock,
        )  # fmt: skip

    def print_callees(
        self,
        pattern: str,
        limit: int | None = None,
        file: TextIO | None = None,
        *,
        clock: str | None = None,
        raw: bool = False,
    ) -> None:
        """Print what the functions that a pattern names call. As `print_callers`."""
        from ._callers import print_callers

        print_callers(
            _raw_if(self, raw), pattern, callees=True, limit=limit, file=file or sys.stdout,
            clock=clock,
        )  # fmt: skip

    def diff(self, after: OneSide, *, raw: bool = False) -> Diff:
        """This profile compared with that of a later version, or of several runs of it.

        The same as `swiftprof.diff(self, after)`. Raises InputError, ValueError.
        """
        from ._diff import diff

        return diff(self, after, raw=raw)

    def save(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,
        *,
        raw: bool = False,
        **options: Any,
    ) -> tuple[str, ...]:
        """Write the profile to a file, whole or not at all, and give the path(s) written.

        format: "table", "pstats", "speedscope", ... (docs/formats.md); by default told from the
        file's ending. raw: times as recorded, with that of swiftprof itself; which part that was
        cannot be told from such a file any more (docs/overhead.md). options: table: sort, limit,
        threads_table, tasks_table. csv, markdown: sort, limit (markdown: 30). collapsed, firefox,
        dot: clock ("wall", "cpu" or "wait"). pstats: clock, thread_roots ("merge" all threads, or
        "roots": an entry per thread above its functions; by default roots when there are several
        threads). callgrind: separate_threads (one file each, named after the thread's OS id).
        Raises UnknownFormat, UnknownSortKey, OutputError, TypeError.
        """
        from ._output import save

        return save(_raw_if(self, raw), path, format, **options)

    def __reduce__(self) -> tuple[Callable[[bytes], Profile], tuple[bytes]]:
        """Pickled as the bytes of its native file, so that worker processes can send it home."""
        return _from_native, (self._data.write("pprof"),)

    def __repr__(self) -> str:
        return (
            f"<Profile of {self.command or 'this process'}: {readable(self.header.duration_ns)}, "
            f"{len(self.functions)} functions, {len(self.threads)} threads, "
            f"{self.header.events} events>"
        )


def _raw_if(profile: Profile, raw: bool) -> Profile:
    return profile.raw if raw else profile


def _from_native(contents: bytes) -> Profile:
    from ._reading import read

    return Profile(read(contents, "a pickled profile"))
