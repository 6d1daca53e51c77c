"""`@swiftprof.profile`: one recording from the first call to enter to the last one to leave."""

import functools
import inspect
import weakref
from _thread import RLock
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any, ParamSpec, TypeVar

from . import _bridge, _session
from ._options import RecordingOptions
from ._pass_through import calling_choice, calling_if_on, calling_through
from ._profile import Profile
from ._report import Report
from ._switch import switch
from ._trampoline import can_replace, clone, trampoline_code

P = ParamSpec("P")
R = TypeVar("R")

_OUTSIDE = 0  # the ticket of a call that belongs to no recording of ours


class RecordingGate:
    """Counts who is inside the function; the first starts a recording, the last stops it.

    Any thread may enter and leave. The lock is re-entrant because a signal handler or finaliser
    may call the function while this thread holds it.
    """

    def __init__(
        self, report: Report, options: RecordingOptions, codes: tuple[CodeType, ...] = ()
    ) -> None:
        self._report = report
        self._options = options
        self._codes = codes  # recorded and nothing else, unless empty
        self._lock = RLock()
        self._inside = 0
        self._generation = 0
        self.on_new_profile: Callable[[Profile], object] = lambda profile: None

    def enter(self) -> int:
        """Start if nobody is recording. The result, for `leave`, stands for the recording."""
        with self._lock:
            if self._inside and _session.is_current(self._generation):
                self._inside += 1
                return self._generation
            if _session.is_running():
                return _OUTSIDE
            self._report.check()
            self._generation = _session.begin(self._options, enter_frames=True, codes=self._codes)
            self._inside = 1
            return self._generation

    def leave(self, ticket: int) -> None:
        """Stop and report if this was the last one inside of the recording."""
        with self._lock:
            if not _session.is_current(ticket) or ticket != self._generation:
                return  # outside, or stopped by somebody in the meantime
            self._inside -= 1
            if self._inside:
                return
            profile = _session.stop()
        self.on_new_profile(profile)
        self._report.make(profile, lenient=True, decorator=True)


class AloneGate(RecordingGate):
    """A gate to recordings of nothing but the function itself."""

    def __init__(self, report: Report, options: RecordingOptions, function: FunctionType) -> None:
        super().__init__(report, options, (function.__code__,))
        self._function = function
        # WHY in a function of its own: the bridge takes the module's name from who calls TargetCall.
        call = _bridge.TargetCall(function, function.__code__, False)
        self._recorded = clone(function)
        self._recorded.__code__ = trampoline_code(function.__code__, call)

    def callee(self, ticket: int) -> Callable[..., Any]:
        """What to call: the function, in our own recording as a call that is recorded."""
        return self._function if ticket == _OUTSIDE else self._recorded


def decorated(
    function: Callable[P, R], report: Report, options: RecordingOptions, *, alone: bool
) -> Callable[P, R]:
    """`function`, profiled at each call; raises TypeError for what cannot be profiled so.

    alone: record its own calls only.
    """
    _refuse_what_cannot_be_profiled(function)
    if alone:
        if not isinstance(function, FunctionType):
            raise TypeError(f"{function!r} is no Python function: below=False cannot record it")
        alone_gate = AloneGate(report, options, function)
        gate: RecordingGate = alone_gate
        call: Any = calling_choice(alone_gate)
    else:
        gate = RecordingGate(report, options)
        call = calling_through(gate, function)
    result = _switched(function, call)
    result.profile = None
    keep = weakref.ref(result)  # WHY weak: the garbage collector cannot see this circle
    gate.on_new_profile = lambda profile: setattr(keep(), "profile", profile)
    decorated_function: Callable[P, R] = result
    return decorated_function


def _switched(function: Callable[..., Any], call: Callable[..., Any]) -> Any:
    """What stands for `function`, and calls `call` while the switch is on."""
    if isinstance(function, FunctionType) and can_replace():
        twin = clone(function)
        twin.__wrapped__ = function  # type: ignore[attr-defined]
        switch.add(twin, call)
        return twin
    return functools.wraps(function)(calling_if_on(switch, call, function))


def _refuse_what_cannot_be_profiled(function: object) -> None:
    name = getattr(function, "__qualname__", repr(function))
    if isinstance(function, (staticmethod, classmethod)):
        raise TypeError(f"put @swiftprof.profile below @{type(function).__name__} for {name}")
    if isinstance(function, type) or not callable(function):
        raise TypeError(f"@swiftprof.profile is for functions and methods; {name} is neither")
    for kind, is_kind in (
        ("a coroutine function", inspect.iscoroutinefunction),
        ("an asynchronous generator function", inspect.isasyncgenfunction),
        ("a generator function", inspect.isgeneratorfunction),
    ):
        if is_kind(function):
            raise TypeError(
                f"{name} is {kind}, which @swiftprof.profile will support in a later version; "
                "until then profile the function that runs it"
            )
