"""Tables as yappi prints them: columns of fixed width, names cut on their left."""

from collections.abc import Callable, Iterable
from typing import TextIO, TypeVar

from ._names import COLUMN_GAP, LINESEP

_DOTS = ".."
_DECIMALS = 6

Item = TypeVar("Item")


class StatString:
    """A value made as wide as its column."""

    def __init__(self, s: object) -> None:
        self._s = str(s)

    def ltrim(self, length: int) -> str:
        """So wide; what is too long loses its beginning."""
        kept = self._s[max(0, len(self._s) - max(0, length - len(_DOTS))) :]
        if length <= len(_DOTS):
            kept = ""
        return self._fitted(length, _DOTS + kept)

    def rtrim(self, length: int) -> str:
        """So wide; what is too long loses its end."""
        return self._fitted(length, self._s[: max(0, length - len(_DOTS))] + _DOTS)

    def _fitted(self, length: int, cut: str) -> str:
        return cut if len(self._s) > length else self._s.ljust(length)


def time_text(seconds: float, width: int = 8) -> str:
    """Six decimals, fewer where the column is too narrow, at least one."""
    text = f"{seconds:.{_DECIMALS}f}"
    too_long = max(0, len(text) - width)
    return f"{seconds:.{max(1, _DECIMALS - too_long)}f}" if too_long else text


def write_header(out: TextIO, columns: Iterable[tuple[str, int]]) -> None:
    titles = "".join(name.ljust(width + COLUMN_GAP) for name, width in columns)
    out.write(f"{LINESEP}{titles}{LINESEP}")


def write_rows(
    out: TextIO,
    columns: list[tuple[str, int]],
    items: Iterable[Item],
    cell: Callable[[Item, str, int], str],
    last: str,
) -> None:
    """One line for each item; `last` is the column that no gap follows."""
    for item in items:
        for name, width in columns:
            gap = "" if name == last else " " * COLUMN_GAP
            out.write(cell(item, name, width) + gap)
        out.write(LINESEP)
