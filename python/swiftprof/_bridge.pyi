"""The C extension: hooks the interpreter and hands its events to the Swift core.

Nothing here checks for misuse beyond what would crash; `swiftprof._session` does, and says what to do.
All functions need the GIL; times are nanoseconds unless a name says otherwise.
"""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from types import CodeType, FunctionType, TracebackType
from typing import Any, Final, Self, TypeVar, final

from _typeshed import ReadableBuffer, structseq

_Function = TypeVar("_Function", bound=Callable[..., Any])

@final
class Header(
    structseq[Any],
    tuple[int, int, int, int, float, int, bool, float, int, int, int, bool, bool, int, int, int],
):
    __match_args__: Final = (
        "process_id",
        "start_unix_ns",
        "duration_ns",
        "events",
        "event_pair_cost_ns",
        "overhead_ns",
        "raw",
        "slowdown",
        "folded_calls",
        "unmatched_returns",
        "cpu_resyncs",
        "tsc",
        "rseq",
        "runs",
        "measures",
        "tasks_left_out",
    )
    @property
    def process_id(self) -> int: ...
    @property
    def start_unix_ns(self) -> int: ...
    @property
    def duration_ns(self) -> int: ...
    @property
    def events(self) -> int: ...
    @property
    def event_pair_cost_ns(self) -> float: ...
    @property
    def overhead_ns(self) -> int: ...
    @property
    def raw(self) -> bool: ...  # overhead is part of all times
    @property
    def slowdown(self) -> float: ...  # of Python code without calls; 0: unknown
    @property
    def folded_calls(self) -> int: ...
    @property
    def unmatched_returns(self) -> int: ...
    @property
    def cpu_resyncs(self) -> int: ...
    @property
    def tsc(self) -> bool: ...
    @property
    def rseq(self) -> bool: ...
    @property
    def runs(self) -> int: ...
    @property
    def measures(self) -> int: ...  # bits of sp_measure
    @property
    def tasks_left_out(
        self,
    ) -> int: ...  # there were besides those of tasks(), and ran for less time

@final
class FunctionRow(
    structseq[Any],
    tuple[
        str,
        int,
        str,
        str,
        str,
        str,
        str,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
        int,
    ],
):
    __match_args__: Final = (
        "kind",
        "first_line",
        "name",
        "qualified_name",
        "module",
        "file",
        "display_name",
        "ncall",
        "nprim",
        "resumptions",
        "open",
        "wall_self_ns",
        "wall_total_ns",
        "cpu_self_ns",
        "cpu_total_ns",
        "suspended_ns",
        "wall_self_overhead_ns",
        "wall_total_overhead_ns",
        "cpu_self_overhead_ns",
        "cpu_total_overhead_ns",
    )
    @property
    def kind(self) -> str: ...  # "python", "builtin", "method", "type", "gc", "folded", "span", ...
    @property
    def first_line(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def qualified_name(self) -> str: ...
    @property
    def module(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def display_name(self) -> str: ...
    @property
    def ncall(self) -> int: ...
    @property
    def nprim(self) -> int: ...
    @property
    def resumptions(self) -> int: ...
    @property
    def open(self) -> int: ...
    @property
    def wall_self_ns(self) -> int: ...
    @property
    def wall_total_ns(self) -> int: ...
    @property
    def cpu_self_ns(self) -> int: ...
    @property
    def cpu_total_ns(self) -> int: ...
    @property
    def suspended_ns(self) -> int: ...
    @property
    def wall_self_overhead_ns(self) -> int: ...
    @property
    def wall_total_overhead_ns(self) -> int: ...
    @property
    def cpu_self_overhead_ns(self) -> int: ...
    @property
    def cpu_total_overhead_ns(self) -> int: ...

@final
class EdgeRow(
    structseq[Any], tuple[int, int, int, int, int, int, int, int, int, int, int, int, int, int]
):
    __match_args__: Final = (
        "caller",
        "callee",
        "ncall",
        "nprim",
        "resumptions",
        "wall_self_ns",
        "wall_total_ns",
        "cpu_self_ns",
        "cpu_total_ns",
        "suspended_ns",
        "wall_self_overhead_ns",
        "wall_total_overhead_ns",
        "cpu_self_overhead_ns",
        "cpu_total_overhead_ns",
    )
    @property
    def caller(self) -> int: ...  # index of a function row; -1: called by the thread itself
    @property
    def callee(self) -> int: ...
    @property
    def ncall(self) -> int: ...
    @property
    def nprim(self) -> int: ...
    @property
    def resumptions(self) -> int: ...
    @property
    def wall_self_ns(self) -> int: ...
    @property
    def wall_total_ns(self) -> int: ...
    @property
    def cpu_self_ns(self) -> int: ...
    @property
    def cpu_total_ns(self) -> int: ...
    @property
    def suspended_ns(self) -> int: ...
    @property
    def wall_self_overhead_ns(self) -> int: ...
    @property
    def wall_total_overhead_ns(self) -> int: ...
    @property
    def cpu_self_overhead_ns(self) -> int: ...
    @property
    def cpu_total_overhead_ns(self) -> int: ...

@final
class ThreadRow(
    structseq[Any],
    tuple[str, int, int, bool, bool, int, int, int, int, int, int, int, int, int, int],
):
    __match_args__: Final = (
        "name",
        "os_id",
        "python_ident",
        "started_before",
        "ended",
        "start_ns",
        "duration_ns",
        "wall_ns",
        "cpu_ns",
        "wall_self_ns",
        "cpu_self_ns",
        "wall_overhead_ns",
        "cpu_overhead_ns",
        "wall_self_overhead_ns",
        "cpu_self_overhead_ns",
    )
    @property
    def name(self) -> str: ...
    @property
    def os_id(self) -> int: ...
    @property
    def python_ident(self) -> int: ...
    @property
    def started_before(self) -> bool: ...
    @property
    def ended(self) -> bool: ...
    @property
    def start_ns(self) -> int: ...
    @property
    def duration_ns(self) -> int: ...
    @property
    def wall_ns(self) -> int: ...
    @property
    def cpu_ns(self) -> int: ...
    @property
    def wall_self_ns(self) -> int: ...
    @property
    def cpu_self_ns(self) -> int: ...
    @property
    def wall_overhead_ns(self) -> int: ...
    @property
    def cpu_overhead_ns(self) -> int: ...
    @property
    def wall_self_overhead_ns(self) -> int: ...
    @property
    def cpu_self_overhead_ns(self) -> int: ...

@final
class NodeRow(
    structseq[Any],
    tuple[int, int, int, int, int, bool, int, int, int, int, int, int, int, int, int, int],
):
    __match_args__: Final = (
        "parent",
        "function",
        "thread",
        "calls",
        "resumptions",
        "open",
        "label",
        "wall_self_ns",
        "wall_total_ns",
        "cpu_self_ns",
        "cpu_total_ns",
        "suspended_ns",
        "wall_self_overhead_ns",
        "wall_total_overhead_ns",
        "cpu_self_overhead_ns",
        "cpu_total_overhead_ns",
    )
    @property
    def parent(
        self,
    ) -> int: ...  # index of a node row, smaller than this one's; -1: top of its thread
    @property
    def function(self) -> int: ...
    @property
    def thread(self) -> int: ...
    @property
    def calls(self) -> int: ...
    @property
    def resumptions(self) -> int: ...
    @property
    def open(self) -> bool: ...
    @property
    def label(self) -> int: ...  # index of a label row; -1: none
    @property
    def wall_self_ns(self) -> int: ...
    @property
    def wall_total_ns(self) -> int: ...
    @property
    def cpu_self_ns(self) -> int: ...
    @property
    def cpu_total_ns(self) -> int: ...
    @property
    def suspended_ns(self) -> int: ...
    @property
    def wall_self_overhead_ns(self) -> int: ...
    @property
    def wall_total_overhead_ns(self) -> int: ...
    @property
    def cpu_self_overhead_ns(self) -> int: ...
    @property
    def cpu_total_overhead_ns(self) -> int: ...

@final
class TaskRow(
    structseq[Any],
    tuple[str, str, str, str, str, int, bool, int, int, int, int, int, tuple[str, ...]],
):
    __match_args__: Final = (
        "kind",
        "name",
        "function",
        "creator",
        "creator_task",
        "thread",
        "ended",
        "steps",
        "wall_ns",
        "cpu_ns",
        "suspended_ns",
        "longest_step_ns",
        "longest_step_path",
    )
    @property
    def kind(self) -> str: ...  # "task", "greenlet"
    @property
    def name(self) -> str: ...
    @property
    def function(self) -> str: ...  # display names; "" where it is not known
    @property
    def creator(self) -> str: ...
    @property
    def creator_task(self) -> str: ...
    @property
    def thread(self) -> int: ...  # index of a thread row
    @property
    def ended(self) -> bool: ...
    @property
    def steps(self) -> int: ...
    @property
    def wall_ns(self) -> int: ...
    @property
    def cpu_ns(self) -> int: ...
    @property
    def suspended_ns(self) -> int: ...
    @property
    def longest_step_ns(self) -> int: ...
    @property
    def longest_step_path(self) -> tuple[str, ...]: ...  # display names, outermost first

@final
class LabelRow(structseq[Any], tuple[str, str, int, int, int]):
    __match_args__: Final = ("context", "tag", "ncall", "wall_self_ns", "cpu_self_ns")
    @property
    def context(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def ncall(self) -> int: ...
    @property
    def wall_self_ns(self) -> int: ...
    @property
    def cpu_self_ns(self) -> int: ...

@final
class ProfileData:
    """A finished profile in the core. Immutable; made by `stop`, `snapshot`, `read`, `Merger`."""

    def header(self) -> Header: ...
    def functions(self) -> list[FunctionRow]: ...
    def edges(self) -> list[EdgeRow]: ...
    def threads(self) -> list[ThreadRow]: ...
    def nodes(self) -> list[NodeRow]: ...
    def tasks(self) -> list[TaskRow]: ...
    def labels(self) -> list[LabelRow]: ...
    def facts(self) -> dict[str, Any]:
        """command, python_version, backend, script_folder: str; missing_targets: tuple of pairs."""

    def clock_notes(self) -> tuple[str, ...]: ...
    def described(
        self,
        *,
        command: str,
        python_version: str,
        backend: str,
        script_folder: str,
        missing_targets: Sequence[str],
    ) -> ProfileData:
        """The same profile with these facts. missing_targets: names and reasons by turns."""

    def raw(self) -> ProfileData:
        """The same with all times as they were recorded."""

    def filtered(
        self,
        *,
        threads: Sequence[str] = (),
        ignore: Sequence[str] = (),
        focus: Sequence[str] = (),
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        contexts: Sequence[str] = (),
        fold_library: bool = False,
        depth: int = -1,
        min_percent: float = 0,
        clock: str = "",
    ) -> ProfileData:
        """Another profile, of what is wanted only. Raises ValueError with a sentence."""

    def write(
        self,
        format: str,
        *,
        sort: str = "",
        limit: int = 0,
        width: int = 0,
        color: bool = False,
        threads_table: bool = False,
        clock: str = "",
        thread_roots: str = "",
        only_thread: int = -1,
        depth: int = -1,
        min_percent: float = 0,
        path_roots: Sequence[tuple[str, str]] = (),
        tasks_table: bool = False,
    ) -> bytes:
        """The profile as a file of `format`. Raises ValueError for an unknown format or sort key."""

    def write_callers(
        self,
        pattern: str,
        *,
        callees: bool = False,
        limit: int = 0,
        width: int = 0,
        color: bool = False,
        clock: str = "",
        path_roots: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """Who calls the functions that a pattern names, or what they call, as text.

        Raises ValueError if it names none.
        """

# Over the runs of a side: (lowest, median, highest).
_DiffRange = tuple[int, int, int]
# ncall, nprim, resumptions; own and total wall, own and total CPU, own and total waiting time.
_DiffFigures = tuple[
    _DiffRange, _DiffRange, _DiffRange, _DiffRange, _DiffRange, _DiffRange, _DiffRange, _DiffRange,
    _DiffRange,
]  # fmt: skip
# kind, first_line, name, qualified_name, module, file, display_name
_DiffIdentity = tuple[str, int, str, str, str, str, str]
# status ("same", "new", "gone", "moved"), calls changed, wall changed, CPU changed, who it was, who it
# is (None: not on that side), numbers before, numbers after
_DiffFunctionRow = tuple[
    str, bool, bool, bool, _DiffIdentity | None, _DiffIdentity | None, _DiffFigures, _DiffFigures
]
# caller (-1: the thread itself), callee, calls changed, numbers before, numbers after
_DiffEdgeRow = tuple[int, int, bool, _DiffFigures, _DiffFigures]

@final
class DiffData:
    """Two versions of a program compared in the core. Immutable; made by `diff`."""

    def functions(self) -> list[_DiffFunctionRow]: ...
    def edges(self) -> list[_DiffEdgeRow]: ...
    def measures(self) -> tuple[bool, bool, bool, bool]:
        """Whether all profiles have measured calls, resumptions, wall, CPU."""

    def fitting(self, pattern: str, /) -> list[int]:
        """Indices of the functions that a pattern names, before or after."""

    def write(
        self,
        format: str,
        *,
        before: str = "",
        after: str = "",
        sort: str = "",
        limit: int = 0,
        width: int = 0,
        color: bool = False,
        clock: str = "",
        path_roots: Sequence[tuple[str, str]] = (),
    ) -> bytes:
        """The comparison as a file of `format`. Raises ValueError for an unknown format or sort key."""

def diff(before: Sequence[ProfileData], after: Sequence[ProfileData], /) -> DiffData:
    """Compare runs before with runs after. Raises ValueError if a side is empty."""

def diff_formats() -> list[tuple[str, tuple[str, ...], str, bool]]:
    """As `formats`, of comparisons."""

@final
class Merger:
    """Adds up profiles; memory grows with their distinct contexts. Threads may share one."""

    def add(self, data: ProfileData, /) -> None: ...
    def add_file(self, contents: ReadableBuffer, /) -> None:
        """Add the profile in the bytes of a file. Raises ValueError with a sentence; adds nothing then."""

    def merged(self) -> ProfileData:
        """The sum so far. Raises ValueError if it is too large."""

@final
class ClockInfo(structseq[Any], tuple[bool, bool, float, float, float, float, str, str]):
    __match_args__: Final = (
        "tsc",
        "rseq",
        "ticks_per_ns",
        "wall_cost_ns",
        "cpu_cost_ns",
        "cpu_syscall_cost_ns",
        "wall_reason",
        "cpu_reason",
    )
    @property
    def tsc(self) -> bool: ...
    @property
    def rseq(self) -> bool: ...
    @property
    def ticks_per_ns(self) -> float: ...
    @property
    def wall_cost_ns(self) -> float: ...
    @property
    def cpu_cost_ns(self) -> float: ...
    @property
    def cpu_syscall_cost_ns(self) -> float: ...
    @property
    def wall_reason(self) -> str: ...
    @property
    def cpu_reason(self) -> str: ...

@final
class ForeignProfiler(structseq[Any], tuple[int, str]):
    __match_args__: Final = ("thread_ident", "description")
    @property
    def thread_ident(self) -> int: ...
    @property
    def description(self) -> str: ...  # "cProfile.Profile", "the Python function tracer.hook"

@final
class TargetCall:
    """A call of `function`; in a targeted recording on "setprofile", recorded as a call of `code`.

    To be called from a frame with the function's globals: its module's name is taken from there.
    `below`: while the call is open everything that its thread calls is recorded too. In any other
    recording, and in none, `function` is just called. Never a call of its own in a profile.
    """

    def __new__(cls, function: FunctionType, code: CodeType, below: bool) -> Self: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...

@final
class Span:
    """`swiftprof.span`: one object per name, without state. See there."""

    def __new__(cls, name: str, /) -> Self: ...
    @property
    def name(self) -> str: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    def __aenter__(self) -> Awaitable[Self]: ...
    def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> Awaitable[None]: ...
    def __call__(self, function: _Function, /) -> _Function:
        """Use as a decorator. Raises TypeError for generator functions, classes, and what is no function."""

@final
class SessionHandle:
    """A session: what runs in contexts that have it is labelled with its number until it ends.

    When the object goes, so does what the recording keeps of the session.
    """

    @property
    def number(self) -> int: ...

@final
class SnapshotData:
    """What was recorded up to a moment; made by `snapshot_data` and `finish`."""

    def of_session(self, number: int, duration_ns: int, /) -> ProfileData:
        """What happened in the session of this number, which was open so long. Raises MemoryError."""

def start(
    *,
    builtins: bool = True,
    threads: bool = True,
    max_nodes: int = 0,
    enter_frames: bool = True,
    backend: str = "",
    types: bool = False,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    targeted: bool = False,
    timer: Callable[[], float] | None = None,
    timeunit: float = 0.0,
    keep_code: bool = False,
    only_new_calls: bool = False,
    first_seen: bool = False,
) -> None:
    """Hook the interpreter: this thread, and with `threads` all others, those to come included.

    `enter_frames`: enter the frames on this thread's stack as open calls (other threads' always are).
    `backend`: a name from `backends()`; "": the default one.
    `types`: record calls of types too ("monitoring" only).
    `include`, `exclude`: patterns, decided once per code object. One matches a function when it equals,
    or is a prefix ending at a "." of, "module.qualname"; or fits, as a shell wildcard, the whole of
    "module.qualname" or of the qualname; or, with a "/", its file or a folder above (absolute; wildcards
    allowed). With includes only what fits one is recorded; excludes then take away.
    `first_seen`: note what `take_first_seen` gives, and name threads "class ident os_id".
    `targeted`: only what `add_targets` and `TargetCall` name is recorded; the rest runs without events.
    `timer`: says what time it is, in the place of the clocks; called once for each event, in its thread.
    With a `timeunit` above 0 it gives ints, counted in that unit, and every `wall_ns` of the profile is a
    number of these; else it gives seconds, which `wall_ns` is the nanoseconds of, rounded down. A thread's
    time begins with its first event. There are no CPU times, and nothing is taken out for what the
    profiler costs. Where the timer goes back, raises, or gives something else, no time has passed; the
    last two are told to `sys.unraisablehook`. More than 2**53 ns or units a thread are not counted.
    What it calls is not recorded, and it cannot start, stop, clear or look at the recording (RuntimeError).
    `only_new_calls`: no thread's frames are entered that were open before, nor again after `clear`: as
    cProfile, which knows of calls only that it has seen begin. Their returns count as unmatched.
    `keep_code`: keeps the code objects of all functions met alive, for `take_codes`.
    Raises TypeError when the timer cannot be called, RuntimeError when running already or when the
    backend cannot be used, MemoryError.
    """

def add_targets(codes: Sequence[CodeType], below: bool) -> None:
    """Record calls of `codes` (`below`: and all that they call) in this targeted recording.

    For "monitoring", also while it runs. Raises RuntimeError in any other recording, and in none.
    """

def backends() -> list[tuple[str, bool, bool, str]]:
    """(name, usable here, the default here, why) of each backend."""

def active_backend() -> str:
    """The backend of the recording that is on; "" when none is."""

def stop() -> ProfileData:
    """Unhook every thread and give what was recorded. Raises RuntimeError when not running."""

def snapshot() -> ProfileData:
    """What has been recorded so far; recording goes on. Raises RuntimeError when not running."""

def snapshot_data() -> SnapshotData:
    """As `snapshot`, to be worked out for sessions."""

def finish() -> SnapshotData:
    """As `stop`, to be worked out for sessions."""

def open_session() -> SessionHandle:
    """Begin a session in the calling context (contextvars), whether a recording is on or not."""

def enter_session(handle: SessionHandle, /) -> None:
    """Let the session's label stand for what the caller's caller goes on with.

    "Caller's caller": frames of swiftprof's own are closed in the recording by this, so it is the
    last thing that they do.
    """

def close_session(handle: SessionHandle, /) -> None:
    """End a session, in all contexts."""

def leave_session(handle: SessionHandle, /) -> None:
    """Close the label that `enter_session` opened; like it, the last thing to be done."""

def set_context(
    context: Callable[[], Hashable] | None,
    name: Callable[[Any], str] | None,
    tag: Callable[[], Hashable] | None,
) -> None:
    """The callbacks of `swiftprof.set_context`, in the place of those before."""

def clear() -> None:
    """Forget what has been recorded so far; recording goes on with the frames open now."""

def take_first_seen() -> tuple[list[tuple[str, int, str, int, str | None]], dict[str, int]]:
    """How code objects and threads were first seen, in a recording with `first_seen`.

    A list of (file, first line, qualified name, co_flags, class name of the first argument if that is
    called `self`, else None), in the order in which they were met, of those met since this was last
    called. And a dict from the threads' names to how often they came to run, as of the last snapshot.
    """

def discard() -> None:
    """Unhook every thread and drop what was recorded. Does nothing when not running."""

def take_codes() -> list[CodeType]:
    """Code objects that the recording met since this was last called, each at least once; with `keep_code`.

    Of the recording that is on, or of the last one until the next begins. They are not kept any longer by
    the recording, which does not give them again unless it is cleared. The function of a code object is the
    row with its `co_filename`, `co_firstlineno` and `co_qualname`; several may have the same.
    """

def is_running() -> bool: ...
def run(code: CodeType, globals: dict[str, Any]) -> None:
    """Run `code` as `exec` does, without a frame or call of its own in the profile."""

def foreign_profilers() -> list[ForeignProfiler]:
    """Profile functions of others, on any thread of this interpreter."""

def displaced_threads() -> list[ForeignProfiler]:
    """Who took our hook away on which thread since `start`, while running or after `stop`."""

def clock_info() -> ClockInfo: ...
def read(contents: ReadableBuffer, /) -> ProfileData:
    """The profile in the bytes of a file. Raises ValueError with a sentence, MemoryError."""

def event_costs() -> dict[str, Any]:
    """What events of the recording that runs, or of the last one, cost: measured when it started.

    Kind -> (ns within the callee's own recorded time, ns within its caller's), each for one call and
    return, resumption and suspension, or span. The kinds are those of `sp_cost_kind`: "call", "bare_call",
    "unwind" (what it adds to a return), "resumption", "awakening", "builtin", "method", "type",
    "unrecorded", "span", "coroutine", "initializer", "super"; (0.0, 0.0): does not happen here, or was not
    measured. And "probe_ns", how long the probe of the machine's speed took meanwhile (0.0: nothing was
    measured), and "slowdown", how many times as long code without calls takes while it is recorded (1.0: as
    long).

    >>> _bridge.event_costs()["call"]  # doctest: +SKIP
    (32.3, 75.5)
    """

def formats() -> list[tuple[str, tuple[str, ...], str, bool]]:
    """(name, file endings, description) of each format."""

def sort_keys() -> list[tuple[str, str]]:
    """(name, description) of each sort key of the table."""
