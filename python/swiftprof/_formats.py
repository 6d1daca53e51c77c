"""The file formats and sort keys there are, as the core lists them; asking for them by name."""

import os

from . import _bridge
from ._errors import UnknownFormat, UnknownSortKey


def format_names() -> tuple[str, ...]:
    return tuple(name for name, _, _, _ in _bridge.formats())


def sort_key_names() -> tuple[str, ...]:
    return tuple(name for name, _ in _bridge.sort_keys())


def checked_format(format: str | None, path: str) -> str:
    """`format`, or the one that the ending of `path` stands for. Raises UnknownFormat."""
    # as valgrind and KCachegrind name their files
    if format is None and os.path.basename(path).lower().startswith("callgrind.out"):
        return "callgrind"
    return chosen_format(format, path, _bridge.formats())


def chosen_format(
    format: str | None, path: str, formats: list[tuple[str, tuple[str, ...], str, bool]]
) -> str:
    """The same of a list of formats."""
    names = [name for name, _, _, _ in formats]
    if format is None:
        return _from_ending(path, formats)
    if format not in names:
        raise UnknownFormat(f"there is no format {format!r}; use {_either(names)}")
    return format


def checked_sort_key(key: str) -> str:
    """`key` itself. Raises UnknownSortKey."""
    if key not in sort_key_names():
        raise UnknownSortKey(f"cannot sort by {key!r}; use {_either(sort_key_names())}")
    return key


def _from_ending(path: str, formats: list[tuple[str, tuple[str, ...], str, bool]]) -> str:
    name = os.path.basename(path).lower()
    fitting = [
        (len(ending), format)
        for format, endings, _, _ in formats
        for ending in endings
        if name.endswith(ending.lower())
    ]
    if fitting:
        return max(fitting)[1]
    endings = [endings[0] for _, endings, _, _ in formats if endings]
    if len(endings) > _NAMED_ENDINGS:
        some = ", ".join(endings[:_NAMED_ENDINGS]) + ", ... (`swiftprof formats` lists all)"
    else:
        some = _either(endings)
    raise UnknownFormat(
        f"the name {os.path.basename(path)!r} does not tell the format: "
        f"let it end in {some}, or give the format"
    )


_NAMED_ENDINGS = 6


def _either(names: "list[str] | tuple[str, ...]") -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
