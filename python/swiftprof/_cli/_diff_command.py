"""`swiftprof diff`: what changed between two versions of a program."""

import argparse
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .. import _bridge
from .._conditions import Condition
from .._diff import Diff
from .._diff_output import SORT_KEYS, checked_diff_format, encode, save
from .._diff_rows import FunctionDiff
from .._errors import InvalidCondition
from .._files import check_writable
from .._frozen import readable
from .._profile import Profile
from ._filters import Filters, add_filter_options, filters_of
from ._inputs import check_readable
from ._outputs import write_bytes
from ._parser import Parser, number_of_rows, rows_of_terminal
from ._view_command import open_in_browser, temporary_path

EXIT_FAILED = 1
SHOWN = 20  # functions that made a condition fail

EXAMPLES = """\
  swiftprof diff before.pb.gz after.pb.gz
  swiftprof diff --view before.pb.gz after.pb.gz
  swiftprof diff old-1.pb.gz old-2.pb.gz --to new-1.pb.gz new-2.pb.gz
  swiftprof diff before.pb.gz after.pb.gz --fail-on "ncall(app.db.*) > +0"
  swiftprof diff before.pb.gz after.pb.gz --fail-on "ttot(app.main) > +10%"

CONDITION: QUANTITY(PATTERN) OPERATOR [+|-]NUMBER[%|unit], for each function:
  ncall, nprim (calls), tsub, ttot, cpuself, cpu, wait, tavg (times: ns us ms s)
  > >= < <= == !=; with a sign or % the change from before, else the value after
exit status: 0, 1 if a condition of --fail-on holds, 2 for a bad request."""


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    before, after = _sides(parser, options)
    conditions = _conditions(parser, options.fail_on)
    filters = filters_of(options)
    if options.view:
        options.format, options.output = "html", options.output or temporary_path(after[-1])
    if options.output is not None:
        format = checked_diff_format(options.format, options.output)
        check_writable(options.output)
    else:
        format = options.format or "table"
    check_readable([*before, *after])
    diff = _diff(before, after, filters)
    for condition in conditions:
        condition.check(diff)
    _write(diff, format, options, filters)
    if options.view:
        open_in_browser(options.output)
    return EXIT_FAILED if _tell_of_failed(diff, conditions) else 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "diff",
        usage="swiftprof diff [options] BEFORE AFTER\n"
        "       swiftprof diff [options] BEFORE... --to AFTER...",
        description=(
            "Tell what changed: first counts, which are exact, then times that differ by\n"
            "more than the runs of one side do. Several files a side are runs of the same\n"
            "program. Functions that moved to another file are found by their names."
        ),
        examples=EXAMPLES,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    add = parser.add_argument_group("comparing").add_argument
    add("--to", nargs="+", default=[], metavar="AFTER", help="the runs after the change")
    add("--fail-on", action="append", default=[], metavar="CONDITION",
        help="exit with status 1 if it holds; may be given several times")  # fmt: skip
    add("-s", "--sort", choices=SORT_KEYS, metavar="KEY",
        help=f"largest change first of {', '.join(SORT_KEYS)} (default: the clock's own time)")  # fmt: skip
    add("-n", "--limit", type=number_of_rows, metavar="N",
        help="functions of each part, 0 for all (default: 40 on a terminal, else all)")  # fmt: skip
    add = parser.add_argument_group("output").add_argument
    names = [name for name, *_ in _bridge.diff_formats()]
    add("-o", "--output", metavar="FILE", help="write to FILE")
    add("-f", "--format", choices=names, metavar="FORMAT",
        help=f"{', '.join(names)}; by default told from the ending of FILE")  # fmt: skip
    add("--view", action="store_true",
        help="as a page in the browser: both call trees in one; -o tells where it is kept")  # fmt: skip
    add_filter_options(parser)
    return parser


def _sides(
    parser: argparse.ArgumentParser, options: argparse.Namespace
) -> tuple[list[str], list[str]]:
    if options.to:
        return options.files, options.to
    if len(options.files) != 2:
        parser.error(
            "give two files, BEFORE and AFTER; several runs a side as BEFORE... --to AFTER..."
        )
    return options.files[:1], options.files[1:]


def _conditions(parser: argparse.ArgumentParser, texts: Sequence[str]) -> list[Condition]:
    try:
        return [Condition(text) for text in texts]
    except InvalidCondition as error:
        parser.error(f"--fail-on: {error}")


def _diff(before: list[str], after: list[str], filters: Filters) -> Diff:
    sides = [tuple(filters.apply(Profile.load(path)) for path in side) for side in (before, after)]
    return Diff(sides[0], sides[1], labels=(", ".join(before), ", ".join(after)))


def _write(diff: Diff, format: str, options: argparse.Namespace, filters: Filters) -> None:
    wishes: dict[str, Any] = {"clock": filters.clock or "wall", "limit": options.limit}
    if options.sort:
        wishes["sort"] = options.sort
    if options.output is not None:
        (path,) = save(diff, options.output, format, **wishes)
        what = f"{len(diff.functions)} functions, {len(diff.changed)} changed"
        print(f"swiftprof: wrote {path} ({format}: {what})", file=sys.stderr)
    elif format == "table":
        wishes["limit"] = rows_of_terminal(options.limit)
        diff.print_table(wishes.pop("sort", None), **wishes)
    else:
        wishes["limit"] = options.limit or 0
        write_bytes(encode(diff, format, **wishes), format)


def _tell_of_failed(diff: Diff, conditions: list[Condition]) -> bool:
    """Print each condition that holds, and for which functions. Whether any does."""
    sys.stdout.flush()
    failed = False
    for condition in conditions:
        if not condition.fitting(diff):
            print(f"swiftprof: --fail-on: no function fits {condition.text!r}", file=sys.stderr)
        broken = condition.holding(diff)
        if broken:
            failed = True
            print(f"swiftprof: failed: {condition.text}", file=sys.stderr)
        for function in broken[:SHOWN]:
            print(f"  {_numbers(condition, function)}  {function.display_name}", file=sys.stderr)
        if len(broken) > SHOWN:
            print(f"  ... {len(broken) - SHOWN} more functions", file=sys.stderr)
    return failed


def _numbers(condition: Condition, function: FunctionDiff) -> str:
    values = condition.change_of(function)
    assert values is not None  # the condition holds for it
    before, after = (_text(condition, value) for value in values)
    return f"{condition.quantity} {before} -> {after}"


def _text(condition: Condition, value: Fraction) -> str:
    return readable(round(value)) if condition.is_time else str(value)
