"""A comparison on its way out: to a file in one of its formats, or as text to a stream."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TextIO

from . import _bridge
from ._errors import UnknownSortKey
from ._files import Path, write_whole
from ._filtering import CLOCKS
from ._formats import chosen_format
from ._output import checked_limit, write_text
from ._paths import encodable, path_roots
from ._terminal import shows_color, width_of

if TYPE_CHECKING:
    from ._diff import Diff

SORT_KEYS = ("ncall", "tsub", "ttot", "cpuself", "cpu", "wait", "name")
_OPTIONS = {"sort", "limit", "clock"}


def print_table(
    diff: Diff, *, sort: str | None, limit: int | None, file: TextIO, clock: str
) -> None:
    """`Diff.print_table`."""
    options = _core_options({"sort": sort, "limit": limit, "clock": clock})
    content = encode(diff, "table", width=width_of(file), color=shows_color(file), **options)
    write_text(content.decode(), file)


def save(diff: Diff, path: Path, format: str | None, **options: Any) -> tuple[str, ...]:
    """`Diff.save`."""
    path = os.fspath(path)
    format = checked_diff_format(format, path)
    strange = options.keys() - _OPTIONS
    if strange:
        raise TypeError(f"a comparison has no option {', '.join(sorted(strange))}")
    write_whole(path, encode(diff, format, **_core_options(options)))
    return (path,)


def encode(diff: Diff, format: str, **core_options: Any) -> bytes:
    """The comparison as the bytes of a file."""
    before, after = map(encodable, diff.labels)
    folder = diff.after[-1].script_folder
    return diff._data.write(
        format, before=before, after=after, path_roots=path_roots(folder), **core_options
    )


def checked_diff_format(format: str | None, path: str) -> str:
    """`format`, or the one that the ending of `path` stands for. Raises UnknownFormat."""
    return chosen_format(format, path, _bridge.diff_formats())


def checked_diff_sort_key(key: str) -> str:
    """`key` itself. Raises UnknownSortKey."""
    if key not in SORT_KEYS:
        keys = ", ".join(SORT_KEYS)
        raise UnknownSortKey(f"cannot sort a comparison by {key!r}; use one of {keys}")
    return key


def _core_options(options: dict[str, Any]) -> dict[str, Any]:
    clock = options.get("clock", "wall")
    if clock not in CLOCKS:
        raise ValueError(f"clock is {clock!r}; use {', '.join(CLOCKS)}")
    core: dict[str, Any] = {"limit": checked_limit(options.get("limit")), "clock": clock}
    if options.get("sort") is not None:
        core["sort"] = checked_diff_sort_key(options["sort"])
    return core
