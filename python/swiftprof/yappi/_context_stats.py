"""`YThreadStats` and `YGreenletStats`: whose calls they were."""

from __future__ import annotations

import sys
from typing import ClassVar, Generic, Self, TextIO, TypeVar

from ._errors import YappiError
from ._names import (
    DEFAULT_SORT_ORDER,
    GREENLET,
    NATIVE_THREAD,
    SORT_TYPES_GREENLETSTATS,
    SORT_TYPES_THREADSTATS,
    Columns,
    checked_columns,
    checked_sort_order,
    checked_sort_type,
)
from ._profiler import profiler
from ._reading import contexts_of
from ._stat import YGreenletStat, YStat, YThreadStat
from ._stats import YStats
from ._text import StatString, time_text, write_header, write_rows

ContextT = TypeVar("ContextT", bound=YStat)


class _YContextStats(YStats[ContextT], Generic[ContextT]):
    _BACKEND: ClassVar[str]
    _STAT: ClassVar[type[YStat]]
    _SORT_TYPES: ClassVar[dict[str, int]]
    _COLUMNS: ClassVar[Columns]

    def get(self) -> Self:
        """Fill it with what has been recorded so far. Raises YappiError with another backend."""
        if profiler.backend != self._BACKEND:
            raise YappiError(
                f"Cannot retrieve stats for '{self._BACKEND.lower()}' when backend is set as "
                f"'{profiler.backend.lower()}'"
            )
        self.clear()
        self._clock_type = profiler.clock
        for values in contexts_of(profiler):
            self.append(self._STAT(values))  # type: ignore[arg-type]
        return self.sort("totaltime")

    def sort(self, sort_type: str, sort_order: str = DEFAULT_SORT_ORDER) -> Self:
        """Sort by "name", "id", "tid" (threads), "ttot", "scnt"; "asc" or "desc". Raises YappiError."""
        key = checked_sort_type(sort_type, self._SORT_TYPES)
        self._sorted(self._SORT_TYPES[key], checked_sort_order(sort_order))
        return self

    def print_all(
        self, out: TextIO | None = None, columns: Columns | None = None, limit: int | None = None
    ) -> None:
        """Print a table, as `YFuncStats.print_all`."""
        if self.empty():
            return
        known = [name for name, _ in self._COLUMNS.values()]
        ordered = checked_columns(self._COLUMNS if columns is None else columns, known)
        out = out or sys.stdout
        write_header(out, ordered)
        write_rows(out, ordered, self._as_list[:limit], _cell, last="scnt")

    def strip_dirs(self) -> None:
        """Nothing: there are no files here."""


class YThreadStats(_YContextStats[YThreadStat]):
    """Statistics of threads, or of the contexts that a callback told apart."""

    _BACKEND = NATIVE_THREAD
    _STAT = YThreadStat
    _SORT_TYPES = SORT_TYPES_THREADSTATS
    _COLUMNS: ClassVar[Columns] = {
        0: ("name", 13), 1: ("id", 5), 2: ("tid", 15), 3: ("ttot", 8), 4: ("scnt", 10),
    }  # fmt: skip


class YGreenletStats(_YContextStats[YGreenletStat]):
    """Statistics of greenlets."""

    _BACKEND = GREENLET
    _STAT = YGreenletStat
    _SORT_TYPES = SORT_TYPES_GREENLETSTATS
    _COLUMNS: ClassVar[Columns] = {
        0: ("name", 13), 1: ("id", 5), 2: ("ttot", 8), 3: ("scnt", 10),
    }  # fmt: skip


def _cell(stat: YStat, column: str, width: int) -> str:
    if column == "name":
        return StatString(stat.name).ltrim(width)
    if column == "ttot":
        return StatString(time_text(stat.ttot, width)).rtrim(width)
    return StatString(stat.sched_count if column == "scnt" else getattr(stat, column)).rtrim(width)
