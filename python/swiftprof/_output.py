"""A profile on its way out: to a file in one of the formats, or as a table to a stream."""

import os
from typing import TYPE_CHECKING, Any, TextIO

from ._errors import OutputError
from ._files import Path, write_whole
from ._filtering import CLOCKS, checked_depth, checked_percent
from ._formats import checked_format, checked_sort_key
from ._paths import path_roots
from ._terminal import shows_color, width_of

if TYPE_CHECKING:
    from ._profile import Profile

OPTIONS: dict[str, set[str]] = {
    "table": {"sort", "limit", "threads_table", "tasks_table"},
    "pstats": {"clock", "thread_roots"},
    "callgrind": {"separate_threads"},
    "tree": {"clock", "min_percent", "depth"},
    "collapsed": {"clock"},
    "speedscope": set(),
    "chrome": set(),
    "perfetto": set(),
    "firefox": {"clock"},
    "dot": {"clock"},
    "json": set(),
    "csv": {"sort", "limit"},
    "markdown": {"sort", "limit"},
    "html": set(),
}
"""Which options of `Profile.save` each format has."""
DEFAULTS: dict[str, dict[str, Any]] = {"markdown": {"limit": 30}}
"""Options that a format has when they are not given."""
THREAD_ROOTS = ("merge", "roots")


def print_table(
    profile: "Profile",
    *,
    sort: str,
    limit: int | None,
    file: TextIO,
    threads_table: bool,
    tasks_table: bool,
) -> None:
    """`Profile.print_table`."""
    wishes = {
        "sort": sort, "limit": limit, "threads_table": threads_table, "tasks_table": tasks_table,
    }  # fmt: skip
    text = encode(
        profile,
        "table",
        width=width_of(file),
        color=shows_color(file),
        **_core_options(wishes),
    ).decode()
    write_text(text, file)


def print_tree(
    profile: "Profile",
    file: TextIO,
    *,
    clock: str | None,
    min_percent: float,
    depth: int | None,
    fold: str | None,
) -> None:
    """`Profile.print_tree`."""
    profile.tree  # noqa: B018 - raises NotMeasured where there is none
    shown = profile.filter(fold=fold, clock=clock)
    text = encode(
        shown,
        "tree",
        width=width_of(file),
        color=shows_color(file),
        clock=clock or "",
        min_percent=checked_percent(min_percent),
        depth=checked_depth(depth),
    ).decode()
    write_text(text, file)


def save(profile: "Profile", path: Path, format: str | None, **options: Any) -> tuple[str, ...]:
    """`Profile.save`."""
    path = os.fspath(path)
    format = checked_format(format, path)
    separate = options.pop("separate_threads", False) if format == "callgrind" else False
    core_options = checked_options(format, options)
    if separate:
        return _save_per_thread(profile, path, format)
    write_whole(path, encode(profile, format, **core_options))
    return (path,)


def checked_options(format: str, options: dict[str, Any]) -> dict[str, Any]:
    """The core's options for those of `Profile.save`. Raises TypeError, ValueError."""
    strange = options.keys() - OPTIONS.get(format, set())
    if strange:
        raise TypeError(f"format {format!r} has no option {', '.join(sorted(strange))}")
    return _core_options(DEFAULTS.get(format, {}) | options)


def encode(profile: "Profile", format: str, **core_options: Any) -> bytes:
    """The profile as the bytes of a file. Raises OutputError where it cannot be one of this format."""
    try:
        return profile._data.write(
            format, path_roots=path_roots(profile.script_folder), **core_options
        )
    except ValueError as error:  # WHY no ValueError: options have been checked; it is the profile
        raise OutputError(str(error)) from None


def write_text(text: str, file: TextIO) -> None:
    encoding = getattr(file, "encoding", None)
    if encoding:  # WHY: a function's name must not be the reason that a report is lost
        text = text.encode(encoding, "backslashreplace").decode(encoding)
    file.write(text)
    file.flush()


def _core_options(options: dict[str, Any]) -> dict[str, Any]:
    core: dict[str, Any] = {}
    for name, value in options.items():
        if name == "sort":
            core["sort"] = checked_sort_key(value)
        elif name == "limit":
            core["limit"] = checked_limit(value)
        elif name in ("threads_table", "tasks_table"):
            core[name] = bool(value)
        elif name == "clock" and value is not None:
            core["clock"] = _checked_choice("clock", value, CLOCKS)
        elif name == "min_percent":
            core["min_percent"] = checked_percent(value)
        elif name == "depth":
            core["depth"] = checked_depth(value)
        elif name == "thread_roots" and value is not None:
            core["thread_roots"] = _checked_choice("thread_roots", value, THREAD_ROOTS)
    return core


def checked_limit(limit: int | None) -> int:
    """The core's limit: 0 for all."""
    if limit is not None and limit < 0:
        raise ValueError(f"limit is {limit}; give the number of rows, or None for all")
    return limit or 0


def _checked_choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}; use {' or '.join(choices)}")
    return value


def _save_per_thread(profile: "Profile", path: str, format: str) -> tuple[str, ...]:
    paths: list[str] = []
    for thread in profile.threads:
        own = _path_of_thread(path, str(thread.os_id))
        if own in paths:  # the system gave an ended thread's id to a new one
            own = _path_of_thread(path, f"{thread.os_id}-{thread.index}")
        write_whole(own, encode(profile, format, only_thread=thread.index))
        paths.append(own)
    return tuple(paths)


def _path_of_thread(path: str, thread: str) -> str:
    """ "x.callgrind" -> "x-TID.callgrind", "callgrind.out.7" -> "callgrind.out.7-TID"."""
    if os.path.basename(path).startswith("callgrind.out"):
        return f"{path}-{thread}"
    stem, ending = os.path.splitext(path)
    return f"{stem}-{thread}{ending}"
