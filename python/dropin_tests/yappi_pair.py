"""The original and ours, recording the same programs; what they say as plain values."""

import gc
from collections.abc import Callable
from types import ModuleType
from typing import Any

import yappi as original

import swiftprof.yappi as ours

Calls = tuple[int, int]
Counts = dict[str, tuple[Calls, dict[str, Calls]]]
BOTH = (original, ours)


def stats_of(
    yappi: ModuleType, program: Callable[[], object], *, clock: str = "wall", **settings: Any
) -> Any:
    """The `YFuncStats` of one run of the program. Nothing of it is left in the profiler."""
    yappi.clear_stats()
    yappi.set_clock_type(clock)
    gc.collect()
    gc.disable()  # WHY: a collection would run other programs' finalizers in this one
    yappi.start(**settings)
    try:
        program()
    finally:
        yappi.stop()
        gc.enable()
    stats = yappi.get_func_stats()
    yappi.clear_stats()
    return stats


def counts_of(stats: Any, *files: str) -> Counts:
    """Calls and actual calls of each function of some files and of each in C, and of what these called."""

    def is_wanted(stat: Any) -> bool:
        return bool(stat.module in files or stat.builtin)

    return {
        stat.full_name: (
            (stat.ncall, stat.nactualcall),
            {
                child.full_name: (child.ncall, child.nactualcall)
                for child in stat.children
                if is_wanted(child)
            },
        )
        for stat in stats
        if is_wanted(stat)
    }
