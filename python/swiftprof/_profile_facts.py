"""What a profile says of the recording as a whole, and what it keeps."""

from __future__ import annotations

from types import MappingProxyType

from ._frozen import Frozen, seconds
from ._measures import measures_of

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    from . import _bridge

    Part = TypeVar("Part")


class Facts(Frozen):
    """The recording as a whole. A base of `Profile`."""

    __slots__ = (
        "_cache", "_data", "backend", "command", "header", "measures", "missing_targets",
        "python_version", "script_folder",
    )  # fmt: skip

    backend: str
    """How the interpreter was hooked: "monitoring" or "setprofile"."""
    command: str
    """What was run, for people."""
    header: _bridge.Header
    """All figures of the recording: events, folded contexts, unmatched returns, ..."""
    measures: frozenset[str]
    """What was measured: "calls", "wall", "cpu", "resumptions", "contexts" (calling contexts, the
    tree), "suspended". A profile that was loaded from another tool's file may lack some; asking for
    their numbers raises NotMeasured."""
    missing_targets: Mapping[str, str]
    """Targets that could not be recorded, and why; empty if there are none."""
    python_version: str
    script_folder: str
    _data: _bridge.ProfileData
    _cache: dict[str, Any]

    def __init__(self, data: _bridge.ProfileData) -> None:
        header, facts = data.header(), data.facts()
        missing_targets = MappingProxyType(dict(facts.pop("missing_targets")))
        self._set(
            _data=data,
            _cache={},
            header=header,
            measures=measures_of(header),
            missing_targets=missing_targets,
            **facts,
        )

    @property
    def duration(self) -> float:
        """Seconds from start to stop (or to the snapshot)."""
        return seconds(self.header.duration_ns)

    @property
    def overhead(self) -> float:
        """Seconds that swiftprof itself took of the recorded time, in all threads, by estimate.

        Taken out of all times but `duration`, unless the profile is raw (`header.raw`).
        """
        return seconds(self.header.overhead_ns)

    @property
    def slowdown(self) -> float:
        """How many times as long Python code without calls took while it was recorded; 0.0: unknown.

        More than 1 on CPython 3.11, with the backend and the Python at hand. Not taken out of anything.
        """
        return self.header.slowdown

    @property
    def clock_notes(self) -> tuple[str, ...]:
        """What is wrong with the clocks that the times come from, a sentence each; mostly none.

        What each of them means, and what to do: docs/clocks.md.
        """
        return self._data.clock_notes()

    @property
    def runs(self) -> int:
        """How many recordings were added up: 1 unless the profile came from `merge`."""
        return self.header.runs

    @property
    def start_time(self) -> float:
        """When the recording began, as `time.time()` tells it."""
        return seconds(self.header.start_unix_ns)

    def _made(self, part: str, make: Callable[[], Part]) -> Part:
        if part not in self._cache:
            self._cache.setdefault(part, make())
        made: Part = self._cache[part]
        return made
