"""The command line's filters: which part of a profile is wanted."""

import argparse
import math
from dataclasses import dataclass, field
from typing import Any

from .._filtering import CLOCKS, FOLDS
from .._output import OPTIONS
from .._profile import Profile

NO_FOLD = "none"
TREE_PERCENT = 1.0
_CUTS = ("min_percent", "depth")


@dataclass(frozen=True)
class Filters:
    """What was asked for, by the names that `Profile.filter` has. Empty: all of it.

    raw: of times as they were recorded.
    """

    given: dict[str, Any] = field(default_factory=dict)
    clock: str | None = None
    raw: bool = False

    def apply(self, profile: Profile, format: str = "") -> Profile:
        """The part that is wanted. Raises InvalidFilter.

        A tree counts for itself what is cut, and has library code folded unless told otherwise.
        """
        profile = profile.raw if self.raw else profile
        given = dict(self.given)
        if format == "tree":
            given = {name: value for name, value in given.items() if name not in _CUTS}
            given.setdefault("fold", FOLDS[0])
        given = {name: value for name, value in given.items() if value is not None}
        return profile.filter(**given, clock=self.clock) if given else profile

    def options_of(self, format: str) -> dict[str, Any]:
        """What the format itself is told of them, by the names that `Profile.save` has."""
        known = OPTIONS.get(format, set())
        if "sort" in known:
            return {"sort": self.default_sort}
        if format == "tree":
            cuts = {name: self.given[name] for name in _CUTS if name in self.given}
            return {"min_percent": TREE_PERCENT, "clock": self.clock} | cuts
        if self.clock is None or ("clock" not in known and "min_percent" in self.given):
            return {}  # --clock may stand for --min-percent alone
        return {"clock": self.clock}

    @property
    def default_sort(self) -> str:
        """The sort key of tables that the clock stands for."""
        return {"cpu": "cpuself", "wait": "wait"}.get(self.clock or "wall", "tsub")


def add_filter_options(parser: argparse.ArgumentParser, *, recording: bool = False) -> None:
    """Add the filters. recording: --include and --exclude mean what is recorded, and are there."""
    group = parser.add_argument_group(
        "filters", "PATTERN: a module, module.function, a file or a folder, with * wildcards"
    )
    add = group.add_argument
    if not recording:
        add("--include", action="append", default=[], type=_pattern, metavar="PATTERN",
            help="only functions that fit; the others' time is their callers'")  # fmt: skip
        add("--exclude", action="append", default=[], type=_pattern, metavar="PATTERN",
            help="no functions that fit; their time is their callers'")  # fmt: skip
    add("--focus", action="append", default=[], type=_pattern, metavar="PATTERN",
        help="only call paths through a function that fits")  # fmt: skip
    add("--ignore", action="append", default=[], type=_pattern, metavar="PATTERN",
        help="no call paths through a function that fits")  # fmt: skip
    add("--fold", choices=(*FOLDS, NO_FOLD), metavar="library",
        help="what library code calls in library code is a part of it "
        "(none: not so, in trees)")  # fmt: skip
    add("--thread", action="append", default=[], type=_pattern, metavar="PATTERN",
        help="only threads of this name (* wildcards) or OS id")  # fmt: skip
    add("--context", action="append", default=[], type=_pattern, metavar="PATTERN",
        help="only what ran in a context of this name (* wildcards), or tag as tag:NAME")  # fmt: skip
    add("--min-percent", type=_percent, metavar="P",
        help="call paths with less than P %% of all time are one entry")  # fmt: skip
    add("--depth", type=_depth, metavar="N", help="call paths deeper than N calls are one entry")
    add("--clock", choices=CLOCKS, metavar="CLOCK",
        help="the time that counts: wall (the default), cpu, or wait: wall less CPU")  # fmt: skip
    add("--raw", action="store_true",
        help="times as recorded, with that of swiftprof itself, which is taken out else")  # fmt: skip


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that were given."""
    recorded = {name: value for name in ("include", "exclude") if (value := getattr(options, name))}
    return Filters(recorded | _given(options), options.clock, options.raw)


def recorded_filters_of(options: argparse.Namespace) -> Filters:
    """As `filters_of`, where --include and --exclude said what to record."""
    return Filters(_given(options), options.clock, options.raw)


def _given(options: argparse.Namespace) -> dict[str, Any]:
    lists = {
        "focus": options.focus, "ignore": options.ignore, "threads": options.thread,
        "context": options.context,
    }  # fmt: skip
    given: dict[str, Any] = {name: patterns for name, patterns in lists.items() if patterns}
    if options.fold is not None:
        given["fold"] = None if options.fold == NO_FOLD else options.fold
    if options.min_percent is not None:
        given["min_percent"] = options.min_percent
    if options.depth is not None:
        given["depth"] = options.depth
    return given


def _pattern(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the pattern is empty; * fits everything")
    return text


def _percent(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        percent = math.nan
    if not 0 <= percent <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 100")
    return percent


def _depth(text: str) -> int:
    try:
        depth = int(text)
    except ValueError:
        depth = 0
    if depth < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no depth; 1 is what threads call")
    return depth
