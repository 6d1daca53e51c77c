"""Statistics as files and as text."""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ._names import YPICKLE_PROTOCOL
from ._stat import YFuncStat

if TYPE_CHECKING:
    from ._func_stats import YFuncStats

_MICROSECONDS = 1_000_000


def bytes_of(stats: YFuncStats, type: str) -> bytes:
    """The content of a file. Raises NotImplementedError for an unknown type."""
    makers = {"YSTAT": _ystat, "PSTAT": _pstat, "CALLGRIND": _callgrind}
    if type.upper() not in makers:
        raise NotImplementedError(f'Saving in "{type.upper()}" format is not possible currently.')
    return makers[type.upper()](stats)


def pstats_of(stats: YFuncStats) -> dict[Any, Any]:
    """What pstats keeps: function -> (primitive calls, calls, own time, total time, callers).

    WHY not in yappi's order: Lib/pstats.py takes the first number for primitive calls (`cc, nc`).
    """
    callers: dict[Any, dict[Any, Any]] = {_pstats_key(stat): {} for stat in stats}
    for stat in stats:
        for child in stat.children:
            callers.setdefault(_pstats_key(child), {})[_pstats_key(stat)] = _pstats_numbers(child)
    return {
        key: (*_pstats_numbers(stat), callers[key])
        for stat in stats
        if (key := _pstats_key(stat)) is not None
    }


def debug_text(stats: YFuncStats) -> str:
    return "".join(_debug_lines(stats))


def _ystat(stats: YFuncStats) -> bytes:
    return pickle.dumps((stats, stats._clock_type), YPICKLE_PROTOCOL)


def _pstat(stats: YFuncStats) -> bytes:
    return marshal.dumps(pstats_of(stats))


def _pstats_key(stat: YFuncStat) -> tuple[str, int, str]:
    return stat.module, stat.lineno, stat.name


def _pstats_numbers(stat: YFuncStat) -> tuple[int, int, float, float]:
    return stat.nactualcall, stat.ncall, stat.tsub, stat.ttot


def _callgrind(stats: YFuncStats) -> bytes:
    lines = [
        "version: 1", "creator: swiftprof", f"pid: {os.getpid()}",
        f"cmd:  {' '.join(sys.argv)}", "part: 1", "", "events: Ticks", "",
    ]  # fmt: skip
    known = _numbered(stats)
    lines += [f"fl=({number}) {stat.module}" for number, stat in known.items()]
    lines.append("")
    lines += [
        f"fn=({number}) {stat.name} {stat.module}:{stat.lineno}" for number, stat in known.items()
    ]
    for stat in stats:
        lines += ["", f"fl=({stat.index})", f"fn=({stat.index})"]
        lines.append(f"{stat.lineno} {_ticks(stat.tsub)}")
        for child in stat.children:
            lines += [f"cfl=({child.index})", f"cfn=({child.index})"]
            lines += [f"calls={child.ncall} 0", f"0 {_ticks(child.ttot)}"]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def _numbered(stats: YFuncStats) -> dict[int, YFuncStat]:
    """Each function once, by its number."""
    known: dict[int, YFuncStat] = {}
    for stat in stats:
        for one in (stat, *stat.children):
            known.setdefault(one.index, one)
    return known


def _ticks(seconds: float) -> int:
    return int(seconds * _MICROSECONDS)


def _debug_lines(stats: YFuncStats) -> Iterator[str]:
    for stat in stats:
        yield _debug_entry(stat, "full_name", indent="")
        yield "children: \n\n"
        for child in stat.children:
            yield _debug_entry(child, "child_full_name", indent=" " * 5) + "\n"


def _debug_entry(stat: YFuncStat, title: str, indent: str) -> str:
    lines = (
        f"index: {stat.index}",
        f"{title}: {stat.full_name}",
        f"ncall: {stat.ncall}/{stat.nactualcall}",
        f"ttot: {stat.ttot:.6f}",
        f"tsub: {stat.tsub:.6f}",
    )
    return "".join(f"{indent}{line}\n" for line in lines)
