"""Profile: what a recording found, as values that never change."""

from __future__ import annotations

import sys
from types import MappingProxyType

from ._frozen import Frozen, readable, seconds
from ._measures import measures_of, not_measured
from ._rows import CallEdge, Function, Thread

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, TextIO, TypeVar

    from . import _bridge
    from ._contexts import Context
    from ._diff import Diff, OneSide
    from ._lookup import Index
    from ._tree import Tree

    Part = TypeVar("Part")
    FunctionKey = Function | str | Callable[..., Any]
    """What a function can be asked for by: itself, a name, or the function object."""


class Profile(Frozen):
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

    __slots__ = (
        "_cache", "_data", "backend", "command", "header", "measures", "missing_targets",
        "python_version", "script_folder",
    )  # fmt: skip

    backend: str
    """How the interpreter was hooked: "monitoring" or "setprofile"."""
    command: str
    """What was run, for people."""
    header: _bridge.Header
    """All figures of the recording: events, folded contexts, unmatched returns, ..."""
    measures: frozenset[str]
    """What was measured: "calls", "wall", "cpu", "resumptions", "contexts" (calling contexts, the
    tree), "suspended". A profile that was loaded from another tool's file may lack some; asking for
    their numbers raises NotMeasured."""
    missing_targets: Mapping[str, str]
    """Targets that could not be recorded, and why; empty if there are none."""
    python_version: str
    script_folder: str
    _data: _bridge.ProfileData
    _cache: dict[str, Any]

    def __init__(self, data: _bridge.ProfileData) -> None:
        header, facts = data.header(), data.facts()
        missing_targets = MappingProxyType(dict(facts.pop("missing_targets")))
        self._set(
            _data=data,
            _cache={},
            header=header,
            measures=measures_of(header),
            missing_targets=missing_targets,
            **facts,
        )

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Profile:
        """The profile in a file: one of ours (.pb.gz), a pprof file of another tool, or pstats.

        The format is told by what the file holds. Numbers that it lacks are absent (`measures`).
        Raises InputError, saying what is wrong with the file.
        """
        from ._reading import contents_of, read

        return cls(read(contents_of(path), path))

    @property
    def duration(self) -> float:
        """Seconds from start to stop (or to the snapshot)."""
        return seconds(self.header.duration_ns)

    @property
    def overhead(self) -> float:
        """Seconds that swiftprof itself took of the recorded time, in all threads, by estimate.

        Taken out of all times but `duration`, unless the profile is raw (`header.raw`).
        """
        return seconds(self.header.overhead_ns)

    @property
    def slowdown(self) -> float:
        """How many times as long Python code without calls took while it was recorded; 0.0: unknown.

        More than 1 on CPython 3.11, with the backend and the Python at hand. Not taken out of anything.
        """
        return self.header.slowdown

    @property
    def raw(self) -> Profile:
        """The same profile with all times as they were recorded: what was taken out is put back.

        Itself if it is raw already. Made when first asked for and kept. docs/overhead.md tells
        how the time of swiftprof itself is measured.

            work = profile["app.work"]
            assert profile.raw["app.work"].wall_self_ns == work.wall_self_ns + work.wall_self_overhead_ns
        """
        return self if self.header.raw else self._made("raw", lambda: Profile(self._data.raw()))

    @property
    def clock_notes(self) -> tuple[str, ...]:
        """What is wrong with the clocks that the times come from, a sentence each; mostly none.

        What each of them means, and what to do: docs/clocks.md.
        """
        return self._data.clock_notes()

    @property
    def runs(self) -> int:
        """How many recordings were added up: 1 unless the profile came from `merge`."""
        return self.header.runs

    @property
    def start_time(self) -> float:
        """When the recording began, as `time.time()` tells it."""
        return seconds(self.header.start_unix_ns)

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

    def filter(
        self,
        *,
        include: Sequence[str] | str = (),
        exclude: Sequence[str] | str = (),
        focus: Sequence[str] | str = (),
        ignore: Sequence[str] | str = (),
        fold: str | None = None,
        threads: Sequence[str] | str = (),
        context: Sequence[str] | str = (),
        min_percent: float = 0,
        depth: int | None = None,
        clock: str | None = None,
    ) -> Profile:
        """Another profile, of a part of this one. See docs/filters.md.

        include, exclude: functions that stay or go; the time of those that go is their callers'.
        focus: only paths through a function that fits. ignore: no paths through one.
        fold: "library" takes what library code calls in library code for a part of it.
        threads: names (wildcards) or OS ids. context: only what ran in contexts of `set_context`
        whose name fits (wildcards); "tag:NAME" asks for their tag. min_percent, depth: smaller and
        deeper calling contexts become one "(smaller)" or "(deeper)" per caller; min_percent is of
        all time of `clock`: wall by default, or CPU if that alone was measured.
        Raises InvalidFilter, TypeError.
        """
        from ._filtering import filtered

        data = filtered(
            self._data, include=include, exclude=exclude, focus=focus, ignore=ignore, fold=fold,
            threads=threads, context=context, min_percent=min_percent, depth=depth, clock=clock,
        )  # fmt: skip
        return Profile(data)

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

    @property
    def _index(self) -> Index:
        from ._lookup import Index

        return self._made("index", lambda: Index(self.functions))

    def _made(self, part: str, make: Callable[[], Part]) -> Part:
        if part not in self._cache:
            self._cache.setdefault(part, make())
        made: Part = self._cache[part]
        return made


def _raw_if(profile: Profile, raw: bool) -> Profile:
    return profile.raw if raw else profile


def _from_native(contents: bytes) -> Profile:
    from ._reading import read

    return Profile(read(contents, "a pickled profile"))


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
