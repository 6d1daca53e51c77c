"""Profile: what a recording found, as values that never change."""

from __future__ import annotations

import sys
from types import MappingProxyType

from ._frozen import Frozen, readable, seconds
from ._rows import CallEdge, Function, Thread

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, TextIO, TypeVar

    from . import _bridge
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
        "_cache", "_data", "backend", "command", "header", "missing_targets", "python_version",
        "script_folder",
    )  # fmt: skip

    backend: str
    """How the interpreter was hooked: "monitoring" or "setprofile"."""
    command: str
    """What was run, for people."""
    header: _bridge.Header
    """All figures of the recording: events, folded contexts, unmatched returns, ..."""
    missing_targets: Mapping[str, str]
    """Targets that could not be recorded, and why; empty if there are none."""
    python_version: str
    script_folder: str
    _data: _bridge.ProfileData
    _cache: dict[str, Any]

    def __init__(
        self,
        data: _bridge.ProfileData,
        *,
        command: str | None = None,
        script_folder: str = "",
        backend: str = "",
        missing_targets: Mapping[str, str] | None = None,
    ) -> None:
        version = ".".join(map(str, sys.version_info[:3]))
        self._set(
            _data=data,
            _cache={},
            backend=backend,
            missing_targets=MappingProxyType(dict(missing_targets or {})),
            header=data.header(),
            command=_own_command() if command is None else command,
            python_version=f"{_IMPLEMENTATIONS.get(sys.implementation.name, '')} {version}".strip(),
            script_folder=script_folder,
        )

    @property
    def duration(self) -> float:
        """Seconds from start to stop (or to the snapshot)."""
        return seconds(self.header.duration_ns)

    @property
    def overhead(self) -> float:
        """Seconds that profiling added to the program, by estimate."""
        return seconds(self.header.overhead_ns)

    @property
    def start_time(self) -> float:
        """When the recording began, as `time.time()` tells it."""
        return seconds(self.header.start_unix_ns)

    @property
    def functions(self) -> tuple[Function, ...]:
        """Every function that was called, in no order that means anything."""
        return self._made("functions", lambda: _functions(self._data))

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Every thread that was recorded, in the order in which they were first seen."""
        return self._made("threads", lambda: _threads(self._data))

    @property
    def edges(self) -> tuple[CallEdge, ...]:
        """Every pair of caller and callee, with the numbers of these calls."""
        return self._made("edges", lambda: _edges(self._data, self.functions))

    @property
    def tree(self) -> Tree:
        """The exact calling contexts."""
        from ._tree import Tree

        return self._made("tree", lambda: Tree(self._data.nodes(), self.functions, self.threads))

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
    ) -> None:
        """Print the functions as a table.

        sort: a key of the command line's --sort ("tsub", "ttot", "ncall", "cpu", ...). limit: so
        many rows, None for all. file: standard output by default, as pstats does. threads_table:
        add the threads. On a terminal it is as wide as that, and coloured unless NO_COLOR is set.
        Raises UnknownSortKey.
        """
        from ._output import print_table

        print_table(
            self, sort=sort, limit=limit, file=file or sys.stdout, threads_table=threads_table
        )

    def save(
        self, path: str | os.PathLike[str], format: str | None = None, **options: Any
    ) -> tuple[str, ...]:
        """Write the profile to a file, whole or not at all, and give the path(s) written.

        format: "table", "pstats" or "callgrind"; by default told from the file's ending.
        options: table: sort, limit, threads_table. pstats: clock ("wall" or "cpu"), thread_roots
        ("merge" all threads, or "roots": an entry per thread above its functions; by default
        roots when there are several threads). callgrind: separate_threads (one file each, named
        after the thread's OS id). Raises UnknownFormat, UnknownSortKey, OutputError, TypeError.
        """
        from ._output import save

        return save(self, path, format, **options)

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


_IMPLEMENTATIONS = {"cpython": "CPython"}


def _functions(data: _bridge.ProfileData) -> tuple[Function, ...]:
    return tuple(Function(index, row) for index, row in enumerate(data.functions()))


def _threads(data: _bridge.ProfileData) -> tuple[Thread, ...]:
    return tuple(Thread(index, row) for index, row in enumerate(data.threads()))


def _edges(data: _bridge.ProfileData, functions: tuple[Function, ...]) -> tuple[CallEdge, ...]:
    return tuple(
        CallEdge(row, functions[row.caller] if row.caller >= 0 else None, functions[row.callee])
        for row in data.edges()
    )


def _by_time(edges: Iterator[CallEdge]) -> tuple[CallEdge, ...]:
    return tuple(sorted(edges, key=lambda edge: edge.wall_total_ns, reverse=True))


def _own_command() -> str:
    """The command line of this process, on one line and without the interpreter's options."""
    words = [" ".join(word.split()) for word in getattr(sys, "argv", [])]
    return " ".join(words)
