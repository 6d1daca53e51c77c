"""`@swiftprof.profile`: one recording from the first call to enter to the last one to leave."""

import functools
import inspect
from _thread import RLock
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from . import _session
from ._pass_through import calling_through
from ._profile import Profile
from ._report import Report

P = ParamSpec("P")
R = TypeVar("R")

_OUTSIDE = 0  # the ticket of a call that belongs to no recording of ours


class RecordingGate:
    """Counts who is inside the function; the first starts a recording, the last stops it.

    Any thread may enter and leave. The lock is re-entrant because a signal handler or finaliser
    may call the function while this thread holds it.
    """

    def __init__(self, report: Report, *, builtins: bool, threads: bool) -> None:
        self._report = report
        self._builtins = builtins
        self._threads = threads
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
            self._generation = _session.begin(
                builtins=self._builtins, threads=self._threads, enter_frames=True
            )
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


def decorated(
    function: Callable[P, R], report: Report, *, builtins: bool, threads: bool
) -> Callable[P, R]:
    """`function`, profiled at each call; raises TypeError for what cannot be profiled so."""
    _refuse_what_cannot_be_profiled(function)
    gate = RecordingGate(report, builtins=builtins, threads=threads)
    wrapper: Any = functools.wraps(function)(calling_through(gate, function))
    wrapper.profile = None
    gate.on_new_profile = functools.partial(setattr, wrapper, "profile")
    result: Callable[P, R] = wrapper
    return result


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
