"""Lists of statistics: sorted, indexed, added to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Generic, Self, TextIO, TypeVar, overload

from ._names import (
    COLUMNS_FUNCSTATS,
    DEFAULT_FUNC_COLUMNS,
    DEFAULT_SORT_ORDER,
    SORT_ORDERS,
    SORT_TYPES_CHILDFUNCSTATS,
    Columns,
    checked_columns,
    checked_sort_order,
    checked_sort_type,
)
from ._stat import YChildFuncStat, YFuncStat, YStat
from ._text import StatString, time_text, write_header, write_rows

StatT = TypeVar("StatT", bound=YStat)
FuncT = TypeVar("FuncT", bound=YFuncStat)


class YStats(Generic[StatT]):
    """A list of stats: iterated, counted, sliced."""

    def __init__(self) -> None:
        self._clock_type: str | None = None
        self._as_list: list[StatT] = []

    def get(self) -> Self | None:
        """Fill it with what has been recorded so far."""
        raise NotImplementedError

    def sort(self, sort_type: str, sort_order: str = DEFAULT_SORT_ORDER) -> Self:
        raise NotImplementedError

    def clear(self) -> None:
        """Empty this list. What has been recorded stays: see `yappi.clear_stats`."""
        self._clock_type = None
        self._as_list.clear()

    def empty(self) -> bool:
        return not self._as_list

    def append(self, item: StatT) -> None:
        """Add a stat."""
        self._as_list.append(item)

    def pop(self) -> StatT:
        """Take the last one out. Raises IndexError if there is none."""
        return self._as_list.pop()

    def count(self, item: object) -> int:
        return sum(1 for stat in self._as_list if stat == item)

    def __len__(self) -> int:
        return len(self._as_list)

    def __iter__(self) -> Iterator[StatT]:
        return iter(self._as_list)

    def __contains__(self, item: object) -> bool:
        return any(stat == item for stat in self._as_list)

    @overload
    def __getitem__(self, key: slice) -> list[StatT]: ...
    @overload
    def __getitem__(self, key: int) -> StatT: ...
    def __getitem__(self, key: int | slice) -> StatT | list[StatT]:
        return self._as_list[key]

    def _sorted(self, place: int, order: str) -> None:
        def value(stat: StatT) -> Any:
            return stat[place].lower() if isinstance(stat[place], str) else stat[place]

        self._as_list.sort(key=value, reverse=SORT_ORDERS[order] == SORT_ORDERS["desc"])


class YStatsIndexable(YStats[FuncT]):
    """Stats of functions: found by `index`, by full name, or by another stat of the function."""

    def __init__(self) -> None:
        super().__init__()
        self._by_name: dict[str, FuncT] = {}

    def append(self, item: FuncT) -> None:
        """Add a stat; to the numbers of the one that means the same function, if there is one."""
        known = self._by_name.get(item.full_name)
        if known is None:
            self._by_name[item.full_name] = item
            self._as_list.append(item)
        else:
            known += item

    def pop(self) -> FuncT:
        last = super().pop()
        self._by_name.pop(last.full_name, None)
        return last

    def clear(self) -> None:
        super().clear()
        self._by_name.clear()

    @overload  # type: ignore[override]  # None where yappi has None
    def __getitem__(self, key: slice) -> list[FuncT]: ...
    @overload
    def __getitem__(self, key: int | str | YFuncStat) -> FuncT | None: ...
    def __getitem__(self, key: slice | int | str | YFuncStat) -> FuncT | list[FuncT] | None:
        """By `index`, full name or stat: the stat, None if there is none. By slice: a list."""
        if isinstance(key, slice):
            return self._as_list[key]
        if isinstance(key, int):
            return next((stat for stat in self._as_list if stat.index == key), None)
        if isinstance(key, str):
            return self._by_name.get(key)
        if isinstance(key, YFuncStat):
            return self._by_name.get(key.full_name)
        raise TypeError(
            "statistics are indexed by index, full name, stat or slice, "
            f"not by {type(key).__name__}"
        )

    def _index_names(self) -> None:
        self._by_name = {stat.full_name: stat for stat in self._as_list}

    def _print_functions(
        self, out: TextIO, columns: Columns, limit: int | None, head: str = ""
    ) -> None:
        ordered = checked_columns(columns, COLUMNS_FUNCSTATS)
        out.write(head)
        write_header(out, ordered)
        write_rows(out, ordered, self._as_list[:limit], _cell, last="tavg")

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._index_names()


class YChildFuncStats(YStatsIndexable[YChildFuncStat]):
    """What a function called."""

    def sort(self, sort_type: str, sort_order: str = DEFAULT_SORT_ORDER) -> Self:
        """Sort by "name", "ncall", "ttot", "tsub", "tavg". Raises YappiError."""
        key = checked_sort_type(sort_type, SORT_TYPES_CHILDFUNCSTATS)
        self._sorted(SORT_TYPES_CHILDFUNCSTATS[key], checked_sort_order(sort_order))
        return self

    def strip_dirs(self) -> Self:
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
        """Print a table: to standard output by default, `limit` rows. Raises YappiError."""
        if not self.empty() and len(columns):
            self._print_functions(out or sys.stdout, columns, limit)


def _cell(stat: YFuncStat, column: str, width: int) -> str:
    if column == "name":
        return StatString(stat.full_name).ltrim(width)
    if column == "ncall":
        calls = f"{stat.ncall}/{stat.nactualcall}" if stat.is_recursive() else stat.ncall
        return StatString(calls).rtrim(width)
    return StatString(time_text(getattr(stat, column), width)).rtrim(width)
