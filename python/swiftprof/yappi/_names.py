"""The names that yappi has for clocks, backends, sort keys and columns."""

from ._errors import YappiError

LINESEP = "\n"
COLUMN_GAP = 2
YPICKLE_PROTOCOL = 2

CLOCK_TYPES = {"WALL": 0, "CPU": 1}
NATIVE_THREAD = "NATIVE_THREAD"
GREENLET = "GREENLET"
BACKEND_TYPES = {NATIVE_THREAD: 0, GREENLET: 1}

DEFAULT_SORT_TYPE = "totaltime"
DEFAULT_SORT_ORDER = "desc"
SORT_ORDERS = {"ascending": 0, "asc": 0, "descending": 1, "desc": 1}
"""Sort keys, here and below: a name and where a stat has the value."""
SORT_TYPES_FUNCSTATS = {
    "name": 0, "callcount": 3, "totaltime": 6, "subtime": 7, "avgtime": 14,
    "ncall": 3, "ttot": 6, "tsub": 7, "tavg": 14,
}  # fmt: skip
SORT_TYPES_CHILDFUNCSTATS = {
    "name": 10, "callcount": 1, "totaltime": 3, "subtime": 4, "avgtime": 5,
    "ncall": 1, "ttot": 3, "tsub": 4, "tavg": 5,
}  # fmt: skip
SORT_TYPES_THREADSTATS = {
    "name": 0, "id": 1, "tid": 2, "totaltime": 3, "schedcount": 4, "ttot": 3, "scnt": 4,
}  # fmt: skip
SORT_TYPES_GREENLETSTATS = {
    name: place for name, place in SORT_TYPES_THREADSTATS.items() if name != "tid"
}

COLUMNS_FUNCSTATS = ["name", "ncall", "ttot", "tsub", "tavg"]
Columns = dict[int, tuple[str, int]]
"""Columns of a table in the order of their keys: (name, width)."""
DEFAULT_FUNC_COLUMNS: Columns = {
    0: ("name", 36), 1: ("ncall", 5), 2: ("tsub", 8), 3: ("ttot", 8), 4: ("tavg", 8),
}  # fmt: skip


def checked_sort_type(name: str, types: dict[str, int]) -> str:
    """The sort key in lower case. Raises YappiError."""
    lower = name.lower()
    if lower not in types:
        raise YappiError(f"Invalid SortType parameter: '{lower}' (there are {', '.join(types)})")
    return lower


def checked_sort_order(name: str) -> str:
    """The order in lower case. Raises YappiError."""
    lower = name.lower()
    if lower not in SORT_ORDERS:
        known = ", ".join(SORT_ORDERS)
        raise YappiError(f"Invalid SortOrder parameter: '{lower}' (there are {known})")
    return lower


def checked_columns(columns: Columns, known: list[str]) -> list[tuple[str, int]]:
    """The columns in the order of their keys. Raises YappiError."""
    ordered = [columns[key] for key in sorted(columns)]
    for name, width in ordered:
        if name not in known:
            raise YappiError(f"Invalid Column name: '{name}' (there are {', '.join(known)})")
        if len(name) > width:
            raise YappiError(
                f"Column title exceeds available length[{name}:{width}]: make it wider"
            )
    return ordered
