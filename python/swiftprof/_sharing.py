"""Blocks of `with swiftprof.profile()` that are open at the same time share one recording.

The bridge labels what runs inside of each (a context variable tells); here is who starts and
stops the recording, and which snapshot a block's profile is made of.
"""

from __future__ import annotations

import threading
import weakref
from _thread import RLock
from time import perf_counter_ns

from . import _bridge, _session
from ._errors import AlreadyRunning, NotRunning
from ._narrowing import narrowed, refuse_what_cannot_be
from ._recorded import profile_of_recording

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._options import RecordingOptions
    from ._profile import Profile

# WHY re-entrant: a signal handler or finaliser may open a block while this thread holds it.
_lock = RLock()


class Block:
    """A block that is open, or was, inside of a recording.

    With the object goes what the recording keeps of the block.
    """

    def __init__(self, shared: SharedRecording, options: RecordingOptions) -> None:
        self._shared = shared
        self._options = options
        self._thread = threading.get_native_id()
        self.handle = _bridge.open_session()
        self._profile: Profile | None = None
        self.ended_at = 0  # by the clock of `shared`; 0: not yet
        self._began_ns = perf_counter_ns()
        self._duration_ns = 0

    @property
    def is_open(self) -> bool:
        return self.ended_at == 0 and self._shared.is_on

    def close(self) -> Profile | None:
        """End it. The whole recording's profile, if it had this block only.

        Raises NotRunning if the block's own recording was stopped inside of it.
        """
        with _lock:
            _bridge.close_session(self.handle)
            self.end()
            return self._shared.leave(self)

    def end(self) -> None:
        """Here it ends, unless it has."""
        if self.ended_at == 0:
            self._duration_ns = perf_counter_ns() - self._began_ns
            self.ended_at = self._shared.tick()

    def profile(self) -> Profile:
        """What ran inside, once it has ended. Made once. Raises NotRunning if it is lost."""
        with _lock:
            if self._profile is not None:
                return self._profile
            snapshot, facts = self._shared.snapshot_after(self)
        # WHY without the lock: this takes its time, and others may open blocks meanwhile.
        data = snapshot.of_session(self.handle.number, self._duration_ns)
        profile = profile_of_recording(data, **facts)
        profile = narrowed(profile, self._options, self._shared.options, self._thread)
        with _lock:
            if self._profile is None:
                self._profile = profile
                self._shared.forget(self)
            return self._profile


class SharedRecording:
    """The recording that is on, as the blocks inside of it see it. All under the lock."""

    def __init__(self, generation: int, options: RecordingOptions, *, is_ours: bool) -> None:
        self.options = options
        self._generation = generation
        self._is_ours = is_ours  # the first block has started it, the last one stops it
        self._count = 0
        self._open: set[Block] = set()
        self._unasked: weakref.WeakSet[Block] = weakref.WeakSet()
        self._clock = 0
        self._snapshot: _bridge.SnapshotData | None = None
        self._taken_at = 0
        self._facts: dict[str, Any] = {}

    @property
    def is_on(self) -> bool:
        return _session.is_current(self._generation)

    @property
    def _is_alone(self) -> bool:
        """Whether all of the recording is one block's."""
        return self._is_ours and self._count == 1

    def tick(self) -> int:
        self._clock += 1
        return self._clock

    def enter(self, options: RecordingOptions) -> Block:
        block = Block(self, options)
        self._count += 1
        self._open.add(block)
        self._unasked.add(block)
        return block

    def leave(self, block: Block) -> Profile | None:
        self._open.discard(block)
        if not self.is_on:
            if self._is_alone:
                raise NotRunning(
                    "the recording of this `with` block was stopped inside it; "
                    "inside it, call swiftprof.snapshot() instead"
                )
            return None
        if not self._is_ours or self._open:
            return None
        if self._is_alone:
            self.forget(block)
            return _session.stop()
        self._keep(*_session.finish())
        return None

    def forget(self, block: Block) -> None:
        """The block's profile is made."""
        self._unasked.discard(block)
        if not self._unasked:
            self._snapshot = None

    def snapshot_after(self, block: Block) -> tuple[_bridge.SnapshotData, dict[str, Any]]:
        """A snapshot from after the block's end: the last one if it will do."""
        if self._snapshot is None or self._taken_at < block.ended_at:
            if not self.is_on:
                raise NotRunning(
                    "the recording of this block was dropped before its profile was made"
                )
            self._keep(_bridge.snapshot_data(), _session.facts(is_over=False))
        assert self._snapshot is not None
        return self._snapshot, self._facts

    def before_end(self, facts: dict[str, Any]) -> None:
        """Somebody stops the recording: blocks end with what there is."""
        for block in self._open:
            block.end()
        if self._unasked and not self._is_alone:
            self._keep(_bridge.snapshot_data(), facts)

    def _keep(self, snapshot: _bridge.SnapshotData, facts: dict[str, Any]) -> None:
        self._snapshot, self._facts, self._taken_at = snapshot, facts, self._clock


_shared: SharedRecording | None = None  # of the last recording that had a block


def open_block(options: RecordingOptions) -> Block:
    """Begin a block: start a recording if none is on, else join it.

    Raises AlreadyRunning if it cannot give what the options ask for, and what `start` raises.
    """
    global _shared
    with _lock:
        if not _session.is_running():
            try:
                generation = _session.begin(options, enter_frames=True)
            except AlreadyRunning:  # another thread was faster
                return open_block(options)
            _shared = SharedRecording(generation, options, is_ours=True)
        elif _shared is None or not _shared.is_on:
            _shared = SharedRecording(*_session.running(), is_ours=False)
        refuse_what_cannot_be(options, _shared.options, _bridge.active_backend())
        return _shared.enter(options)


def _before_end(facts: dict[str, Any]) -> None:
    with _lock:
        if _shared is not None and _shared.is_on:
            _shared.before_end(facts)


_session.before_end = _before_end
