"""What yappi keeps for the process: settings, and recordings that have ended but are not cleared."""

from __future__ import annotations

import time
import warnings
from _thread import RLock
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import _bridge, _session
from .._merging import merge
from .._options import RecordingOptions
from .._profile import Profile
from .._recorded import profile_of_recording
from ._callbacks import Callbacks
from ._errors import YappiError
from ._names import BACKEND_TYPES, CLOCK_TYPES, GREENLET, NATIVE_THREAD
from ._sights import Sights

_MOST_PARTS = 8  # recordings kept apart; more are added up


@dataclass(frozen=True)
class Part:
    """One recording, or several that were added up. builtins: whether C functions are shown."""

    profile: Profile
    builtins: bool


class CallOptions(RecordingOptions):
    """What yappi records: calls that begin meanwhile, and how functions were first seen.

    WHY functions in C always: their time is not their callers' own, shown or not.
    """

    __slots__ = ()

    def __init__(self, *, threads: bool) -> None:
        super().__init__(builtins=True, threads=threads)

    def for_bridge(self, backend: str) -> dict[str, Any]:
        return super().for_bridge(backend) | {"only_new_calls": True, "first_seen": True}


class Profiler:
    """The one of this process. Every method may be called from any thread."""

    def __init__(self) -> None:
        self.clock = "cpu"
        self.backend = NATIVE_THREAD
        self.callbacks = Callbacks()
        self.sights = Sights()
        self._ended: list[Part] = []
        self._generation: int | None = None
        self._builtins = False
        self._lock = RLock()

    @property
    def is_running(self) -> bool:
        return self._generation is not None and _session.is_current(self._generation)

    @property
    def has_stats(self) -> bool:
        return self.is_running or bool(self._ended)

    def start(self, builtins: bool, threads: bool, all_greenlets: bool) -> None:
        """Begin, or go on after `stop`. Does nothing if it runs. Raises AlreadyRunning, ...

        WHY without the lock: giving it back would be the first call in the profile. Of two threads
        that start at once one gets AlreadyRunning.
        """
        if self.is_running:
            return
        options = CallOptions(threads=threads)
        self.callbacks.prepare(self.backend == GREENLET, all_greenlets)
        self._builtins = bool(builtins)
        self.callbacks.install()
        try:
            self._generation = _session.begin(options, enter_frames=False)
        except BaseException:
            self.callbacks.remove()
            raise

    def stop(self) -> None:
        """End the recording, keep what it has. Does nothing if none is on; warns if it was lost."""
        with self._lock:
            if not self.is_running:
                self._forget_lost_recording()
                return
            data, facts = _session.end()
            self._generation = None
            self.callbacks.remove()
            self.sights.take(ended=True)
            self._keep(Part(profile_of_recording(data, **facts), self._builtins))

    def clear(self) -> None:
        """Forget all that was recorded; a recording that is on goes on."""
        with self._lock:
            self._ended.clear()
            self.sights.forget()
            self.callbacks.forget_contexts()
            is_running = self.is_running
        if is_running:
            self.callbacks.install()
            _session.clear()  # last: what was called after it would be in the profile

    def parts(self) -> list[Part]:
        """What was recorded since the last `clear`, the recording that is on included."""
        with self._lock:
            parts = list(self._ended)
            if self.is_running:
                facts = _session.facts(is_over=False)
                profile = profile_of_recording(_bridge.snapshot(), **facts)
                self.sights.take(ended=False)
                parts.append(Part(profile, self._builtins))
            return parts

    def set_clock(self, name: str) -> None:
        """Raises YappiError."""
        wanted = name.upper()
        if wanted not in CLOCK_TYPES:
            raise YappiError(f"Invalid clock type:{wanted} (there are wall and cpu)")
        self._refuse_change(wanted.lower() != self.clock, "clock type")
        self.clock = wanted.lower()

    def set_backend(self, name: str) -> None:
        """Raises YappiError."""
        wanted = name.upper()
        if wanted not in BACKEND_TYPES:
            raise YappiError(
                f"Invalid backend type: {wanted} (there are native_thread and greenlet)"
            )
        self._refuse_change(wanted != self.backend, "backend type")
        self.callbacks.set_greenlets(wanted == GREENLET)
        self.backend = wanted

    def set_callback(self, role: str, callback: Callable[[], Any] | None) -> None:
        """role: "id", "name" or "tag". Counts from now on. Raises TypeError."""
        if callback is not None and not callable(callback):
            raise TypeError(f"callback should be a function: {callback!r} cannot be called")
        with self._lock:
            self.callbacks.set(role, callback)
            if self.is_running:
                self.callbacks.prepare(self.backend == GREENLET, all_greenlets=True)
                self.callbacks.install()

    def clock_time(self) -> float:
        """Seconds of the clock that is set: since 1970, or of this thread's CPU time."""
        return time.time() if self.clock == "wall" else time.thread_time()

    def _forget_lost_recording(self) -> None:
        """Of a recording that was ours, and that somebody else has stopped."""
        if self._generation is not None:
            self._generation = None
            self.callbacks.remove()
            warnings.warn(
                "somebody else stopped yappi's recording, and has what it recorded; "
                "call swiftprof.snapshot(), not stop(), while yappi runs",
                RuntimeWarning,
                stacklevel=4,
            )

    def _refuse_change(self, is_change: bool, what: str) -> None:
        if is_change and self.has_stats:
            raise YappiError(
                f"{what} cannot be changed while there are statistics: call clear_stats() first"
            )

    def _keep(self, part: Part) -> None:
        self._ended.append(part)
        if len(self._ended) > _MOST_PARTS:
            self._ended = [
                Part(merge(one.profile for one in alike), builtins)
                for builtins in (False, True)
                if (alike := [one for one in self._ended if one.builtins is builtins])
            ]


profiler = Profiler()
