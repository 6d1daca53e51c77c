"""What recorded calls take of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._profiler import Profiler

_OF_CONTEXT = (
    128  # bytes: a node and its share of the tables (Sources/CRecording/include/records.h)
)
_OF_FUNCTION = 512  # with its names


def memory_used(profiler: Profiler) -> int:
    """Bytes, as counts say it; 0 with nothing recorded."""
    return sum(
        _OF_CONTEXT * len(part.profile.tree) + _OF_FUNCTION * len(part.profile.functions)
        for part in profiler.parts()
    )
