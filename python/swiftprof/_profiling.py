"""`swiftprof.profile`: a context manager and a decorator around start and stop."""

import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TextIO, TypeVar, overload

from . import _bridge
from ._errors import AlreadyRunning, NotRunning
from ._options import RecordingOptions
from ._profile import Profile
from ._report import Report
from ._rows import Function
from ._sharing import Block, open_block

if TYPE_CHECKING:
    from ._profile_parts import FunctionKey

P = ParamSpec("P")
R = TypeVar("R")


class Profiling:
    """A recording of a `with` block. After the block it stands for its Profile.

    `p.profile` is the Profile; its attributes, `p[...]` and `in` may be used on p directly.
    """

    def __init__(self, report: Report, options: RecordingOptions, *, alone: bool) -> None:
        self._report = report
        self._options = options
        self._alone = alone  # what a decorated function is recorded as
        self._open: Block | None = None
        self._ended: Block | None = None  # whose profile is still to be made
        self._profile: Profile | None = None

    @property
    def profile(self) -> Profile:
        """The profile of the last block that ended. Raises NotRunning before that.

        Of blocks that were open at the same time it is made when first asked for, out of a copy
        of the recording; the block's part of the recording takes memory until then.
        """
        ended = self._ended  # once: another thread may ask too
        if ended is not None:
            self._profile = ended.profile()
            self._ended = None
        if self._profile is None:
            raise NotRunning(
                "there is no profile before the end of the `with` block; "
                "inside it, call swiftprof.snapshot()"
            )
        return self._profile

    def __enter__(self) -> "Profiling":
        if self._open is not None and self._open.is_open:
            raise AlreadyRunning(
                "this block is open already; make each block a swiftprof.profile() of its own"
            )
        self._report.check()
        block = self._open = open_block(self._options)
        _bridge.enter_session(block.handle)  # last: see there
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        block, self._open = self._open, None
        if block is None:
            raise NotRunning("this `with` block was not entered, or has ended already")
        try:
            self._end(block, error)
        finally:
            _bridge.leave_session(block.handle)  # last: see there

    def _end(self, block: Block, error: BaseException | None) -> None:
        try:
            whole = block.close()
        except NotRunning:
            if error is None:
                raise
            return
        self._profile, self._ended = whole, block if whole is None else None
        if self._report.is_asked_for:
            self._report.make(self.profile, lenient=error is not None)

    async def __aenter__(self) -> "Profiling":
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, traceback)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Use as a decorator."""
        from ._decorator import decorated

        return decorated(function, self._report, self._options, alone=self._alone)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # WHY: copy, pickle and inspect ask for these; no profile needed
            raise AttributeError(name)
        return getattr(self.profile, name)

    def __getitem__(self, key: "FunctionKey") -> Function:
        return self.profile[key]

    def __contains__(self, key: "FunctionKey") -> bool:
        return key in self.profile

    def __repr__(self) -> str:
        if self._open is not None and self._open.is_open:
            return "<swiftprof.profile(), running>"
        if self._profile is None and self._ended is None:
            return "<swiftprof.profile(), not used yet>"
        return repr(self.profile)


@overload
def profile(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def profile(
    *,
    builtins: bool = True,
    threads: bool = True,
    types: bool = False,
    backend: str | None = None,
    include: Sequence[str] | str = (),
    exclude: Sequence[str] | str = (),
    targets: Sequence[str] | str = (),
    below: bool | None = None,
    output: str | None = None,
    sort: str | None = None,
    limit: int | None = None,
    file: TextIO | None = None,
    raw: bool = False,
    on_profile: Callable[[Profile], object] | None = None,
) -> Profiling: ...
def profile(
    function: Callable[P, R] | None = None,
    /,
    *,
    builtins: bool = True,
    threads: bool = True,
    types: bool = False,
    backend: str | None = None,
    include: Sequence[str] | str = (),
    exclude: Sequence[str] | str = (),
    targets: Sequence[str] | str = (),
    below: bool | None = None,
    output: str | None = None,
    sort: str | None = None,
    limit: int | None = None,
    file: TextIO | None = None,
    raw: bool = False,
    on_profile: Callable[[Profile], object] | None = None,
) -> Callable[P, R] | Profiling:
    """Profile a `with` block, or every call of a function.

    builtins, threads, types, backend, include, exclude, targets: as for `start`. below: whether
    what the targets call is recorded as well (no, by default); of a decorated function without
    targets it says so of the function itself (yes, by default). output: save the profile there,
    format told by the ending. sort, limit, file: print the table so (to standard error unless
    `file` says otherwise). raw: save and print times as recorded, with that of swiftprof itself
    (docs/overhead.md). on_profile: called with the Profile. A decorated function prints its
    table if nothing else was asked for; a block does not, it has `p`.

    Blocks may be open many at a time, nested and interleaved, in threads and tasks: each has what
    ran inside it, which context variables tell (docs/spans-and-sessions.md). The first starts a
    recording, unless one is on; the last one stops it. A block that is alone in its recording
    has all of it, other threads too. `async with` is the same as `with`.

    Decorated: the outermost call, over all threads, starts and the last one to leave stops, so
    recursion, exceptions and several threads give one profile; the last is `function.profile`.
    `swiftprof.disable()` makes decorated functions run as if they were not, at full speed.
    While another recording is on, the function is just called (and recorded there). Coroutine
    and generator functions raise TypeError. Wrong options raise UnknownBackend, InvalidTarget,
    UnknownSortKey, UnknownFormat at once. A block raises ForeignProfiler, AlreadyRunning if the
    recording that is on cannot give what the options ask for, and OutputError if `output` cannot
    be written, all before its first line.

        with swiftprof.profile() as p:
            work()
        p.print_table()

        @swiftprof.profile(output="work.pstats")
        def work(): ...
    """
    printing = sort is not None or limit is not None or file is not None
    asked = printing or output is not None or on_profile is not None
    report = Report(
        output=output, sort=sort or "tsub", limit=limit, on_profile=on_profile,
        file=file or (sys.stderr if printing else None),
        print_from_decorator=not asked, raw=raw,
    )  # fmt: skip
    options = RecordingOptions(
        builtins=builtins, threads=threads, types=types, backend=backend,
        include=include, exclude=exclude, targets=targets, below=bool(below),
    )  # fmt: skip
    profiling = Profiling(report, options, alone=below is False and not options.targets)
    return profiling if function is None else profiling(function)
