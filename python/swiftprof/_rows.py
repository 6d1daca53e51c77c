"""Functions, call edges and threads of a profile. Times ending in `_ns` are exact nanoseconds,
all others are seconds. Averages are per call, recursive ones included.
"""

from __future__ import annotations

from . import _bridge
from ._frozen import Counted, Measured, readable, seconds

_NUMBERS = {
    "calls": ("ncall", "nprim"),
    "resumptions": ("resumptions",),
    "wall": (
        "wall_self_ns", "wall_total_ns", "wall_self_overhead_ns", "wall_total_overhead_ns",
    ),
    "cpu": ("cpu_self_ns", "cpu_total_ns", "cpu_self_overhead_ns", "cpu_total_overhead_ns"),
    "suspended": ("suspended_ns",),
}  # fmt: skip


class Function(Counted):
    """One function that was called, over all threads.

    kind: "python", "builtin" (a C function of a module), "method" (a method written in C),
    "type" (the call of a type, if asked for), "gc" (garbage collection), "span" (a stretch that the
    program named itself) or "folded" (contexts beyond the memory budget).
    name, qualified_name, module: as Python knows them. file, line: "" and 0 without a source.
    display_name: for people, "app.db.Pool.get", "builtins.len", "list.append".
    open: calls that were not over when the profile was taken.
    """

    __slots__ = (
        "display_name", "file", "index", "kind", "line", "module", "name", "open", "qualified_name",
    )  # fmt: skip

    index: int
    """Place in `Profile.functions`."""
    kind: str
    name: str
    qualified_name: str
    module: str
    file: str
    line: int
    display_name: str
    open: int

    def __init__(self, index: int, row: _bridge.FunctionRow, measures: frozenset[str]) -> None:
        _fill_counted(self, row, measures)
        self._set(
            index=index,
            kind=row.kind,
            name=row.name,
            qualified_name=row.qualified_name,
            module=row.module,
            file=row.file,
            line=row.first_line,
            display_name=row.display_name,
            open=row.open,
        )

    @property
    def place(self) -> str:
        """ "file:line", or "" for what has no Python source."""
        return f"{self.file}:{self.line}" if self.file else ""

    def __repr__(self) -> str:
        place = f" ({self.place})" if self.place else ""
        return f"<Function {self.display_name}{place}: {_figures(self)}>"


class CallEdge(Counted):
    """The calls from one function to another: the numbers of just these calls.

    caller is None for what a thread itself called. Totals count each moment once per edge.
    """

    __slots__ = ("callee", "caller")

    caller: Function | None
    callee: Function

    def __init__(
        self,
        row: _bridge.EdgeRow,
        caller: Function | None,
        callee: Function,
        measures: frozenset[str],
    ) -> None:
        _fill_counted(self, row, measures)
        self._set(caller=caller, callee=callee)

    def __repr__(self) -> str:
        caller = self.caller.display_name if self.caller else "(thread)"
        return f"<CallEdge {caller} -> {self.callee.display_name}: {_figures(self)}>"


class Thread(Measured):
    """One thread that was recorded.

    os_id: the kernel's thread id; ident: Python's (`threading.get_ident`), which may come back
    for a later thread. started: "before" or "during" the recording. ended: before it was over.
    start, duration: when it was first seen and for how long, relative to the recording's start.
    wall, cpu: what was recorded. Of that, wall_self and cpu_self lie outside of any function.
    wall_overhead, cpu_overhead: what swiftprof itself took, by estimate; all these are without it.
    """

    __slots__ = (
        "cpu_ns", "cpu_overhead_ns", "cpu_self_ns", "cpu_self_overhead_ns", "duration_ns", "ended",
        "ident", "index", "name", "os_id", "start_ns", "started", "wall_ns", "wall_overhead_ns",
        "wall_self_ns", "wall_self_overhead_ns",
    )  # fmt: skip

    index: int
    """Place in `Profile.threads`."""
    name: str
    os_id: int
    ident: int
    started: str
    ended: bool
    start_ns: int
    duration_ns: int
    wall_ns: int
    cpu_ns: int
    wall_self_ns: int
    cpu_self_ns: int
    wall_overhead_ns: int
    cpu_overhead_ns: int
    wall_self_overhead_ns: int
    cpu_self_overhead_ns: int

    def __init__(self, index: int, row: _bridge.ThreadRow, measures: frozenset[str]) -> None:
        self._set(
            index=index,
            name=row.name,
            os_id=row.os_id,
            ident=row.python_ident,
            started="before" if row.started_before else "during",
            ended=row.ended,
            start_ns=row.start_ns,
            duration_ns=row.duration_ns,
        )
        if "wall" in measures:
            self._set(
                wall_ns=row.wall_ns,
                wall_self_ns=row.wall_self_ns,
                wall_overhead_ns=row.wall_overhead_ns,
                wall_self_overhead_ns=row.wall_self_overhead_ns,
            )
        if "cpu" in measures:
            self._set(
                cpu_ns=row.cpu_ns,
                cpu_self_ns=row.cpu_self_ns,
                cpu_overhead_ns=row.cpu_overhead_ns,
                cpu_self_overhead_ns=row.cpu_self_overhead_ns,
            )

    @property
    def start(self) -> float:
        return seconds(self.start_ns)

    @property
    def duration(self) -> float:
        return seconds(self.duration_ns)

    @property
    def wall(self) -> float:
        return seconds(self.wall_ns)

    @property
    def cpu(self) -> float:
        return seconds(self.cpu_ns)

    @property
    def wall_self(self) -> float:
        return seconds(self.wall_self_ns)

    @property
    def cpu_self(self) -> float:
        return seconds(self.cpu_self_ns)

    @property
    def wall_overhead(self) -> float:
        return seconds(self.wall_overhead_ns)

    @property
    def cpu_overhead(self) -> float:
        return seconds(self.cpu_overhead_ns)

    @property
    def wall_self_overhead(self) -> float:
        return seconds(self.wall_self_overhead_ns)

    @property
    def cpu_self_overhead(self) -> float:
        return seconds(self.cpu_self_overhead_ns)

    @property
    def wait_ns(self) -> int:
        """Recorded wall time in which the thread did not run, in nanoseconds."""
        return max(0, self.wall_ns - self.cpu_ns)

    @property
    def wait(self) -> float:
        return seconds(self.wait_ns)

    def __repr__(self) -> str:
        return (
            f"<Thread {self.name} ({self.os_id}), started {self.started}"
            f"{', ended' if self.ended else ''}: {self._times()}>"
        )

    def _times(self) -> str:
        """The times that there are, for people."""
        clocks = (("wall", getattr(self, "wall_ns", None)), ("CPU", getattr(self, "cpu_ns", None)))
        return ", ".join(f"{clock} {readable(ns)}" for clock, ns in clocks if ns is not None)


def _fill_counted(
    value: Counted, row: _bridge.FunctionRow | _bridge.EdgeRow, measures: frozenset[str]
) -> None:
    """Gives the value the numbers that were measured, and not the others."""
    for measure, names in _NUMBERS.items():
        if measure in measures:
            for name in names:
                object.__setattr__(value, name, getattr(row, name))


def _figures(value: Counted) -> str:
    """The numbers that there are, for people."""
    parts = []
    if (calls := getattr(value, "ncall", None)) is not None:
        parts.append(f"ncall {calls}" + ("" if calls == value.nprim else f"/{value.nprim}"))
    for clock, label in (("wall", "wall"), ("cpu", "CPU")):
        if (total := getattr(value, f"{clock}_total_ns", None)) is not None:
            own = getattr(value, f"{clock}_self_ns")
            parts.append(f"{label} {readable(total)} ({readable(own)} self)")
    if suspended_ns := getattr(value, "suspended_ns", 0):
        parts.append(f"suspended {readable(suspended_ns)}")
    return ", ".join(parts)
