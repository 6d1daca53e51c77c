"""What a cProfile.Profile and a swiftprof.Profile say about a function, in the same words."""

from __future__ import annotations

import cProfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # WHY: a process that runs cProfile is to hold nothing of swiftprof
    import swiftprof

Entry = tuple[
    int, int, float, float, dict[Any, Any]
]  # primitive calls, calls, self, total, callers


def counted(calls: int) -> str:
    return f"{calls} call{'' if calls == 1 else 's'}"


def cprofile_entry(profile: cProfile.Profile, name: str) -> Entry | None:
    """The entry of the function called `name`; there is at most one in these programs."""
    profile.create_stats()
    entries: dict[tuple[str, int, str], Entry] = profile.stats  # type: ignore[attr-defined]
    return next((entry for key, entry in entries.items() if key[2] == name), None)


def callers_in_cprofile(profile: cProfile.Profile, name: str) -> str:
    entry = cprofile_entry(profile, name)
    if entry is None:
        return f"{name}: not in the profile"
    _, calls, _, _, callers = entry
    return f"{name}: {counted(calls)}, by {' and '.join(key[2] for key in callers) or 'nobody'}"


def callers_in_swiftprof(profile: swiftprof.Profile, name: str) -> str:
    edges = [edge for edge in profile.edges if edge.callee.name == name]
    calls = sum(edge.ncall for edge in edges)
    callers = " and ".join(edge.caller.name for edge in edges if edge.caller)
    return f"{name}: {counted(calls)}, by {callers or 'nobody'}"
