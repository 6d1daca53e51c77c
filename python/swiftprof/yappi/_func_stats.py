"""`YFuncStats`: the functions that were called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, Self, TextIO

from ._errors import YappiError
from ._names import (
    DEFAULT_FUNC_COLUMNS,
    DEFAULT_SORT_ORDER,
    DEFAULT_SORT_TYPE,
    SORT_TYPES_FUNCSTATS,
    Columns,
    checked_sort_order,
    checked_sort_type,
)
from ._profiler import profiler
from ._reading import functions_of, read_ystat
from ._stat import YFuncStat
from ._stats import YStatsIndexable
from ._writing import bytes_of, debug_text

FilterCallback = Callable[[YFuncStat], object]


class YFuncStats(YStatsIndexable[YFuncStat]):
    """Statistics of functions. files: saved ones to begin with, as `add` takes them.

    Found by number (`index`), full name or stat: `stats["app.py:12 Pool.get"]`; None if there is none.
    Copies: what is recorded later does not change them.

        stats = yappi.get_func_stats()
        stats.sort("tsub").print_all(limit=20)
        stats.save("app.pstat", type="pstat")
    """

    def __init__(self, files: Iterable[str] | str = ()) -> None:
        super().__init__()
        self._sort_type: str | None = None
        self._sort_order: str | None = None
        self.add(files)

    def get(
        self,
        filter: dict[str, Any] | None = None,
        filter_callback: FilterCallback | None = None,
    ) -> Self:
        """Fill it with what has been recorded so far; recording goes on if it is on.

        filter: values of fields ({"name": "get", "ctx_id": 1}) that a stat must have, all of them.
        filter_callback: called with each stat, says whether it stays. Raises YappiError.
        """
        self.clear()
        self._clock_type = profiler.clock
        for stat in functions_of(profiler, filter):
            if filter_callback is None or filter_callback(stat):
                self.append(stat)
        return self._sort_by_default()

    def add(self, files: Iterable[str] | str, type: str = "ystat") -> Self:
        """Add what is in files that were saved as "ystat", yappi's own files included.

        Numbers of the same function are added up. Raises YappiError for what is no such file or
        has another clock, NotImplementedError for another type, OSError.
        """
        if type.upper() != "YSTAT":
            raise NotImplementedError(
                f'Loading from "{type.upper()}" format is not possible currently.'
            )
        for path in [files] if isinstance(files, str) else files:
            self._add_file(path)
        return self._sort_by_default()

    def save(self, path: str, type: str = "ystat") -> None:
        """Write them to a file: "ystat", which `add` reads, "pstat" or "callgrind".

        The file is written whole or not at all. Raises NotImplementedError for another type,
        OSError.
        """
        from .._files import write_whole

        write_whole(path, bytes_of(self, type))

    def sort(self, sort_type: str, sort_order: str = DEFAULT_SORT_ORDER) -> Self:
        """Sort by "name", "ncall", "ttot", "tsub", "tavg" (or "callcount", "totaltime", "subtime",
        "avgtime"), "asc" or "desc". Raises YappiError."""
        key, order = (
            checked_sort_type(sort_type, SORT_TYPES_FUNCSTATS),
            checked_sort_order(sort_order),
        )
        self._sort_type, self._sort_order = key, order
        self._sorted(SORT_TYPES_FUNCSTATS[key], order)
        return self

    def strip_dirs(self) -> Self:
        """Leave folders out of the names of files."""
        for stat in self._as_list:
            stat.strip_dirs()
        self._index_names()
        return self

    def print_all(
        self,
        out: TextIO | None = None,
        columns: Columns = DEFAULT_FUNC_COLUMNS,
        limit: int | None = None,
    ) -> None:
        """Print a table. out: standard output by default. limit: so many rows.

        columns: {0: ("name", 36), 1: ("ncall", 5), ...}: which, in the order of their keys, and
        how wide. Raises YappiError.
        """
        if self.empty():
            return
        clock = (self._clock_type or "").upper()
        head = f"\nClock type: {clock}\nOrdered by: {self._sort_type}, {self._sort_order}\n"
        self._print_functions(out or sys.stdout, columns, limit, head)

    def debug_print(self) -> None:
        """Print everything, with what each function called."""
        sys.stdout.write(debug_text(self))

    def _sort_by_default(self) -> Self:
        return self.sort(
            self._sort_type or DEFAULT_SORT_TYPE, self._sort_order or DEFAULT_SORT_ORDER
        )

    def _add_file(self, path: str) -> None:
        loaded, clock = read_ystat(path)
        if self._clock_type is not None and clock != self._clock_type:
            raise YappiError(
                "Clock type mismatch between current and saved profiler sessions."
                f"[{self._clock_type},{clock}]"
            )
        self._clock_type = clock
        for stat in loaded:
            self._renumber(stat)
            self.append(stat)
        self._renumber_children()

    def _renumber(self, stat: YFuncStat) -> None:
        """Give what comes from a file a number that nobody has here."""
        known = self[stat.full_name]
        numbers = (one.index for one in self._as_list)
        stat.index = known.index if known else max(numbers, default=-1) + 1

    def _renumber_children(self) -> None:
        for stat in self._as_list:
            for child in stat.children:
                known = self[child.full_name]
                if known is not None:
                    child.index = known.index
