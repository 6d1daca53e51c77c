"""Who may record now, and how: the rules of the CPython that runs.

3.12 and later: one Profile at a time in the process. It holds `sys.monitoring.PROFILER_ID` under
the name "cProfile"; whoever comes second gets ValueError (docs.python.org, sys.monitoring).
3.11: one in each thread. It takes the place of the one that was enabled there, which hears no more.
"""

from __future__ import annotations

import sys
import weakref
from _thread import RLock, get_ident

from .. import _session
from .._errors import SwiftprofError
from ._recordings import ALL_THREADS, OwnRecording, PartOfRecording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._codes import Codes
    from ._recordings import CallOptions, Stretch

_BUSY = "Another profiling tool is already active"
_lock = RLock()  # WHY re-entrant: a signal handler may enable a Profile while this thread holds it
_turns: dict[int, Turn] = {}  # by thread ident; by 0 where there is one for all threads
_holds_tool_id = False
_last_begun: weakref.ref[OwnRecording] | None = None  # weak: it holds all that it has recorded


class Turn:
    """The right to record, from `begin` to `end`."""

    def __init__(self, replaced: Callable[[], object]) -> None:
        self._replaced = replaced  # another takes the place of this one
        self._place = 0 if ALL_THREADS else get_ident()
        self._stretch: Stretch | None = None

    @property
    def stretch(self) -> Stretch:
        """What is recorded. Raises RuntimeError while it begins: it is its own timer that asks then."""
        if self._stretch is None:
            raise RuntimeError(
                "this Profile is being enabled: its timer cannot change or look at what it records"
            )
        return self._stretch

    def begin(self, options: CallOptions, codes: Codes) -> None:
        """The last thing that `enable` does. Raises ValueError where somebody else records."""
        _lock.acquire()
        try:
            _make_room(self._place)
            _turns[self._place] = self  # WHY now: its timer may try to enable it again
            self._stretch = _begin(options, codes)
        except BaseException:
            if _turns.get(self._place) is self:
                del _turns[self._place]
            raise
        finally:
            _unlock()
        _enter(self._stretch)

    def end(self) -> Stretch | None:
        """What was recorded; None if another thread was faster to end it.

        Raises RuntimeError when it is the Profile's own timer that asks.
        """
        stretch = self.stretch
        with _lock:
            if _turns.get(self._place) is not self:
                return None
            stretch.end()
            del _turns[self._place]
            if not _turns:
                _give_tool_id_back()
        return stretch

    def leave(self) -> None:
        """The last thing that `disable` does."""
        if isinstance(self._stretch, PartOfRecording):
            self._stretch.leave()

    def make_room(self) -> None:
        self._replaced()


def _enter(stretch: Stretch) -> None:
    if isinstance(stretch, PartOfRecording):
        stretch.enter()


def _unlock() -> None:
    """WHY a function: what frames that were there before the recording call is part of the profile."""
    _lock.release()


def _make_room(place: int) -> None:
    before = _turns.get(place)
    if before is None:
        return
    if ALL_THREADS:
        raise _busy()
    before.make_room()


def _begin(options: CallOptions, codes: Codes) -> Stretch:
    try:
        if _session.is_running():
            return PartOfRecording(options, codes, _recording_of_a_profile())
        return _begin_own(options, codes)
    except SwiftprofError as error:
        raise ValueError(f"{_busy()}: {error}") from error


def _recording_of_a_profile() -> OwnRecording | None:
    """The recording that is on, if a Profile has begun it."""
    begun = _last_begun() if _last_begun is not None else None
    return begun if begun is not None and begun.is_on else None


def _begin_own(options: CallOptions, codes: Codes) -> OwnRecording:
    global _last_begun
    # WHY: "monitoring" takes PROFILER_ID itself if it is free, "setprofile" refuses to start if it is not.
    early = options.backend == "monitoring"
    if early:
        _take_tool_id()
    try:
        recording = OwnRecording(options, codes)
        if not early:
            _take_tool_id()
    except BaseException:
        _give_tool_id_back()
        raise
    _last_begun = weakref.ref(recording)
    return recording


def _take_tool_id() -> None:
    global _holds_tool_id
    if sys.version_info >= (3, 12):
        try:
            sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, "cProfile")
        except ValueError:
            raise _busy() from None
        _holds_tool_id = True


def _give_tool_id_back() -> None:
    global _holds_tool_id
    if _holds_tool_id and sys.version_info >= (3, 12):
        _holds_tool_id = False
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)


def _busy() -> ValueError:
    return ValueError("tool 2 is already in use" if sys.version_info >= (3, 14) else _BUSY)
