"""yappi's API over swiftprof: change the import, keep the program.

    import swiftprof.yappi as yappi

    yappi.set_clock_type("wall")
    yappi.start()
    work()
    yappi.stop()
    yappi.get_func_stats().print_all()
    yappi.get_thread_stats().print_all()

The API is that of yappi 1.7.6; docs/from-yappi.md tells what is better and what differs.
"""

from __future__ import annotations

import pstats
from collections.abc import Callable
from typing import Any

from .._clock import clock_info
from ._context_stats import YGreenletStats, YThreadStats
from ._errors import YappiError
from ._func_stats import FilterCallback, YFuncStats
from ._ids import class_of_this_thread
from ._matching import func_matches, module_matches
from ._memory import memory_used
from ._names import (
    BACKEND_TYPES,
    CLOCK_TYPES,
    COLUMN_GAP,
    COLUMNS_FUNCSTATS,
    DEFAULT_SORT_ORDER,
    DEFAULT_SORT_TYPE,
    GREENLET,
    LINESEP,
    NATIVE_THREAD,
    SORT_ORDERS,
    SORT_TYPES_CHILDFUNCSTATS,
    SORT_TYPES_FUNCSTATS,
    YPICKLE_PROTOCOL,
)
from ._profiler import profiler as _profiler
from ._profiling import profile, run
from ._stat import YChildFuncStat, YFuncStat, YGreenletStat, YStat, YThreadStat
from ._stats import YChildFuncStats, YStats, YStatsIndexable
from ._text import StatString
from ._writing import pstats_of as _pstats_of

__all__ = [
    "start",
    "stop",
    "run",
    "profile",
    "clear_stats",
    "is_running",
    "get_func_stats",
    "get_thread_stats",
    "get_greenlet_stats",
    "get_clock_type",
    "set_clock_type",
    "get_clock_time",
    "get_clock_info",
    "get_mem_usage",
    "set_context_backend",
    "set_context_id_callback",
    "set_context_name_callback",
    "set_tag_callback",
    "func_matches",
    "module_matches",
    "convert2pstats",
    "YappiError",
    "YStat",
    "YFuncStat",
    "YChildFuncStat",
    "YThreadStat",
    "YGreenletStat",
    "YStats",
    "YStatsIndexable",
    "YFuncStats",
    "YChildFuncStats",
    "YThreadStats",
    "YGreenletStats",
    "StatString",
    "BACKEND_TYPES",
    "CLOCK_TYPES",
    "COLUMNS_FUNCSTATS",
    "COLUMN_GAP",
    "DEFAULT_SORT_ORDER",
    "DEFAULT_SORT_TYPE",
    "GREENLET",
    "LINESEP",
    "NATIVE_THREAD",
    "SORT_ORDERS",
    "SORT_TYPES_CHILDFUNCSTATS",
    "SORT_TYPES_FUNCSTATS",
    "YPICKLE_PROTOCOL",
]

_ctx_name_callback = class_of_this_thread
"""The name of the calling thread's class: yappi's documentation tells programs to call it."""


def start(
    builtins: bool = False, profile_threads: bool = True, profile_greenlets: bool = True
) -> None:
    """Begin profiling, or go on after `stop`: numbers add up until `clear_stats`.

    builtins: show functions written in C too. profile_threads: all threads, those that run and
    those to come; else the calling one. profile_greenlets: with greenlets as contexts, all of
    them; else the calling one. Does nothing if it runs already.
    Raises AlreadyRunning if another recording of swiftprof is on, ForeignProfiler if another tool
    profiles.
    """
    _profiler.start(builtins, profile_threads, profile_greenlets)


def stop() -> None:
    """Stop profiling. What was recorded stays. Does nothing if it does not run."""
    _profiler.stop()


def clear_stats() -> None:
    """Forget what was recorded. A recording that is on goes on, with calls made from now on."""
    _profiler.clear()


def is_running() -> bool:
    return _profiler.is_running


def get_func_stats(
    tag: int | None = None,
    ctx_id: int | None = None,
    filter: dict[str, Any] | None = None,
    filter_callback: FilterCallback | None = None,
) -> YFuncStats:
    """Statistics of functions: what was recorded so far, recording goes on if it is on.

    tag: only calls with this tag (`set_tag_callback`), ctx_id: only those of this thread or context;
    0 is a tag and an id as any other. filter: values of fields, {"name": "get"}. filter_callback:
    called with each stat, says whether it stays. Raises YappiError.

        yappi.get_func_stats(filter_callback=lambda stat: stat.module.endswith("db.py"))
    """
    wanted = dict(filter) if isinstance(filter, dict) else filter
    for name, value in (("tag", tag), ("ctx_id", ctx_id)):
        if value is not None and (wanted is None or isinstance(wanted, dict)):
            wanted = {**(wanted or {}), name: value}
    return YFuncStats().get(filter=wanted, filter_callback=filter_callback)


def get_thread_stats() -> YThreadStats:
    """Statistics of threads, or of the contexts of `set_context_id_callback`. Raises YappiError."""
    return YThreadStats().get()


def get_greenlet_stats() -> YGreenletStats:
    """Statistics of greenlets. Raises YappiError unless they are the contexts."""
    return YGreenletStats().get()


def get_clock_type() -> str:
    """ "cpu" or "wall"."""
    return _profiler.clock


def set_clock_type(type: str) -> None:
    """What times are in the statistics: "cpu" (the default) or "wall". Raises YappiError.

    Both are recorded in any case, and cost the same; still it is refused while there are statistics.
    """
    _profiler.set_clock(type)


def get_clock_time() -> float:
    """Seconds that the clock shows now: since 1970, or of CPU time of this thread."""
    return _profiler.clock_time()


def get_clock_info() -> dict[str, str]:
    """What the times are read from ("api"), and in what steps ("resolution")."""
    info = clock_info()
    api = info.wall_clock if _profiler.clock == "wall" else info.cpu_clock
    return {"api": api, "resolution": "1ns"}


def get_mem_usage() -> int:
    """Bytes that recorded calls take, roughly: of each calling context and function."""
    return memory_used(_profiler)


def set_context_backend(type: str) -> None:
    """What has statistics of its own: "native_thread" or "greenlet". Raises YappiError."""
    _profiler.set_backend(type)


def set_context_id_callback(callback: Callable[[], int] | None) -> None:
    """Have the program tell contexts apart: asked at each call for the number of the one that runs.

    None: threads are. One that fails is not called any more, which a RuntimeWarning says.
    Raises TypeError.
    """
    _profiler.set_callback("id", callback)


def set_context_name_callback(callback: Callable[[], str | None] | None) -> None:
    """Have the program name contexts: asked when one is new, and again if it answers None.

    None: by the class of the thread, or of the greenlet. Raises TypeError.
    """
    _profiler.set_callback("name", callback)


def set_tag_callback(cbk: Callable[[], int] | None) -> None:
    """Have the program tell calls apart by a second number, asked at each call. Raises TypeError."""
    _profiler.set_callback("tag", cbk)


def convert2pstats(stats: YFuncStats) -> pstats.Stats:
    """The same as `pstats.Stats`. Raises YappiError for what are no stats of functions.

    yappi.convert2pstats(yappi.get_func_stats()).sort_stats("cumulative").print_stats(10)
    """
    if not isinstance(stats, YFuncStats):
        raise YappiError("Source stats must be derived from YFuncStats.")
    converted: Any = pstats.Stats()
    converted.stats = _pstats_of(stats)
    converted.get_top_level_stats()
    result: pstats.Stats = converted
    return result
