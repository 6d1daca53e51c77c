"""Stretches of recording: from a Profile's `enable` to its `disable`.

What several Profile objects may do at a time is a matter of CPython's version (`_turns`). Here is
how each gets what belongs to it: who begins a recording has all of it, and who comes to one that is
on has a block in it (`_sharing`), of what runs in the contexts that go on from `enable`.
"""

from __future__ import annotations

import sys
from threading import get_native_id

from .. import _bridge, _session
from .._errors import AlreadyRunning
from .._options import RecordingOptions
from .._sharing import open_block
from ._codes import Codes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    class Stretch(Protocol):
        """What was recorded between an `enable` and a `disable`."""

        def end(self) -> None: ...
        def clear(self) -> None: ...
        def data(self) -> _bridge.ProfileData | None: ...


ALL_THREADS = sys.version_info >= (3, 12)
"""Whether a Profile records all threads, or the one that called `enable`: as cProfile, whose events
come from `sys.monitoring` since 3.12 (CPython, Modules/_lsprof.c)."""


class CallOptions(RecordingOptions):
    """What cProfile records: calls that begin meanwhile, with the code objects of what was called."""

    __slots__ = ("timer", "timeunit")

    def __init__(
        self, *, builtins: bool, timer: Callable[[], float] | None, timeunit: float
    ) -> None:
        super().__init__(builtins=builtins)
        self.timer = timer
        self.timeunit = timeunit

    def for_bridge(self, backend: str) -> dict[str, Any]:
        own: dict[str, Any] = {"only_new_calls": True, "keep_code": True}
        if self.timer is not None:
            own |= {"timer": self.timer, "timeunit": self.timeunit}
        return super().for_bridge(backend) | own


class OwnRecording:
    """A recording that a Profile has begun. Others may come to it, the last one ends it."""

    def __init__(self, options: CallOptions, codes: Codes) -> None:
        self._codes = codes
        self._thread = get_native_id()
        self._users = 1
        self._is_open = True
        self._data: _bridge.ProfileData | None = None
        self._generation = _session.begin(options, enter_frames=False)

    @property
    def is_on(self) -> bool:
        return _session.is_current(self._generation)

    def join(self) -> None:
        self._users += 1

    def leave(self) -> _bridge.ProfileData | None:
        """End it if nobody else uses it. What was recorded; None if somebody else has ended it."""
        if not self.is_on:
            return None
        if self._users > 1:
            self._users -= 1
            return _bridge.snapshot()
        data, _ = _session.end()
        return data

    def end(self) -> None:
        data = self.leave()
        self._is_open = False
        self._codes.take()
        if data is None:
            _warn_of_loss()
        else:
            self._data = self._of_thread(data)

    def clear(self) -> None:
        if self.is_on:
            _bridge.clear()

    def data(self) -> _bridge.ProfileData | None:
        if not self._is_open:
            return self._data
        if not self.is_on:
            return None
        self._codes.take()
        return self._of_thread(_bridge.snapshot())

    def _of_thread(self, data: _bridge.ProfileData) -> _bridge.ProfileData:
        return data if ALL_THREADS else data.filtered(threads=[str(self._thread)])


class PartOfRecording:
    """A block in a recording that somebody else has begun."""

    def __init__(self, options: CallOptions, codes: Codes, of: OwnRecording | None) -> None:
        self._options = options
        self._codes = codes
        self._of = of  # None: of somebody who is no Profile of this package
        self._is_open = True
        if options.timer is not None:
            raise AlreadyRunning(
                "a recording is on already, which does not use this Profile's timer"
            )
        self._block = open_block(options)
        if of is not None:
            of.join()

    def enter(self) -> None:
        """The last thing that is done to begin it: see `_bridge.enter_session`."""
        _bridge.enter_session(self._block.handle)

    def end(self) -> None:
        self._block.close()
        self._is_open = False
        self._codes.take()
        if self._of is not None:
            self._block.profile()
            self._of.leave()

    def leave(self) -> None:
        """The last thing that is done to end it: see `_bridge.leave_session`."""
        _bridge.leave_session(self._block.handle)

    def clear(self) -> None:
        self._block.close()
        self._block = open_block(self._options)

    def data(self) -> _bridge.ProfileData:
        if not self._is_open:
            return self._block.profile()._data
        return _bridge.snapshot_data().of_session(self._block.handle.number, 0)


def _warn_of_loss() -> None:
    import warnings

    warnings.warn(
        "somebody else stopped the recording of this Profile, and has what it recorded; "
        "call swiftprof.snapshot(), not stop(), while a Profile is enabled",
        RuntimeWarning,
        stacklevel=4,
    )
