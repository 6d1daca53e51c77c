"""Filters of profiles: what people say, checked and handed to the core."""

from __future__ import annotations

import math

from ._errors import InvalidFilter
from ._options import names_of, patterns_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from . import _bridge

FOLDS = ("library",)
CLOCKS = ("wall", "cpu", "wait")


def filtered(
    data: _bridge.ProfileData,
    *,
    include: Sequence[str] | str = (),
    exclude: Sequence[str] | str = (),
    focus: Sequence[str] | str = (),
    ignore: Sequence[str] | str = (),
    fold: str | None = None,
    threads: Sequence[str] | str = (),
    context: Sequence[str] | str = (),
    min_percent: float = 0,
    depth: int | None = None,
    clock: str | None = None,
) -> _bridge.ProfileData:
    """`Profile.filter` on the core's profiles. Raises InvalidFilter, TypeError."""
    if fold not in (None, *FOLDS):
        raise InvalidFilter(f"fold is {fold!r}; use {' or '.join(map(repr, FOLDS))}, or None")
    if clock not in (None, *CLOCKS):
        raise InvalidFilter(f"clock is {clock!r}; use {', '.join(CLOCKS)}")
    try:
        return data.filtered(
            threads=names_of("threads", threads),
            ignore=patterns_of("ignore", ignore),
            focus=patterns_of("focus", focus),
            include=patterns_of("include", include),
            exclude=patterns_of("exclude", exclude),
            contexts=_names_that_say_something("context", context),
            fold_library=fold == "library",
            depth=checked_depth(depth),
            min_percent=checked_percent(min_percent),
            clock=clock or "",
        )
    except ValueError as error:
        raise InvalidFilter(str(error)) from None


def _names_that_say_something(option: str, value: Sequence[str] | str) -> tuple[str, ...]:
    names = names_of(option, value)
    if any(not name.strip() for name in names):
        raise ValueError(f"a name of {option} is empty; * stands for any")
    return names


def checked_percent(percent: float) -> float:
    """`percent` itself. Raises InvalidFilter."""
    if not (math.isfinite(percent) and 0 <= percent <= 100):
        raise InvalidFilter(f"min_percent is {percent}; give a number from 0 to 100")
    return percent


def checked_depth(depth: int | None) -> int:
    """The core's depth: -1 for any. Raises InvalidFilter."""
    if depth is None:
        return -1
    if depth < 1:
        raise InvalidFilter(f"depth is {depth}; give 1 for what threads call, 2 for one level more")
    return depth
