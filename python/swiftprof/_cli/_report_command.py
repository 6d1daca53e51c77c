"""`swiftprof report`: profiles from files, as a table, a tree, or callers and callees."""

import argparse
from collections.abc import Sequence
from typing import Any

from .._formats import sort_key_names
from .._profile import Profile
from ._filters import Filters, add_filter_options, filters_of
from ._inputs import check_readable, load_all
from ._outputs import add_format_options, add_output_options, checked_output, format_options
from ._parser import Parser, number_of_rows, rows_of_terminal

EXAMPLES = """\
  swiftprof report app.pb.gz                       the table of functions
  swiftprof report --tree app.pb.gz                the call tree
  swiftprof report --callers app.db.query app.pb.gz
  swiftprof report --focus app.db -s ttot runs/*.pb.gz
  swiftprof report -f markdown app.pb.gz           any format, for a pipe"""


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    filters = filters_of(options)
    asks = options.callers or options.callees
    writes = options.output is not None or options.format not in (None, "table", "tree")
    if asks and (writes or options.format or options.tree):
        parser.error("--callers and --callees print text: leave --tree, -o and -f out")
    output = None
    if writes:
        format = options.format or ("tree" if options.tree else None)
        output = checked_output(
            options.output, format, filters, table_options(options) | format_options(options)
        )
    check_readable(options.files)
    profile = load_all(options.files)
    if output is not None:
        output.write(profile)
    elif asks:
        _print_callers(filters.apply(profile), options, filters)
    else:
        _print(profile, options, filters)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "report",
        usage="swiftprof report [options] FILE...",
        description="Print the profile in FILE; of several, their sum.",
        examples=EXAMPLES,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    group = parser.add_argument_group("what to print")
    add = group.add_argument
    add("--tree", action="store_true", help="the call tree, in place of the table of functions")
    add("--callers", action="append", default=[], metavar="PATTERN",
        help="who calls the functions that fit: how often, how long")  # fmt: skip
    add("--callees", action="append", default=[], metavar="PATTERN",
        help="what the functions that fit call")  # fmt: skip
    add_table_options(group)
    add_filter_options(parser)
    add_output_options(parser, required=False)
    add_format_options(parser)
    return parser


def add_table_options(
    group: "argparse._ArgumentGroup", *, rows: str = "40 on a terminal, else all"
) -> None:
    """-s, -n, --threads-table, --by-task."""
    add = group.add_argument
    add("-s", "--sort", choices=sort_key_names(), metavar="KEY",
        help="sort the table by ncall, tsub, ttot, tavg, cpu, cpuself, wait, twait, tspan, tover, name, "
        "file, line or a key of pstats (default: the clock's own time)")  # fmt: skip
    add("-n", "--limit", type=number_of_rows, metavar="N",
        help=f"rows, 0 for all (default: {rows})")  # fmt: skip
    add("--threads-table", action="store_true", help="add a table of the threads")
    add("--by-task", dest="tasks_table", action="store_true",
        help="add a table of the tasks, greenlets and contexts")  # fmt: skip


def table_options(options: argparse.Namespace) -> dict[str, Any]:
    """Those of `add_table_options` that were given, by the names `Profile.save` has for them."""
    given = {
        "sort": options.sort, "limit": options.limit, "threads_table": options.threads_table,
        "tasks_table": options.tasks_table,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value not in (None, False)}


def _print(profile: Profile, options: argparse.Namespace, filters: Filters) -> None:
    format = "tree" if options.tree or options.format == "tree" else "table"
    part = filters.apply(profile, format)
    if format == "tree":
        part.print_tree(**filters.options_of(format), fold=None)
    else:
        part.print_table(
            options.sort or filters.default_sort, rows_of_terminal(options.limit),
            threads_table=options.threads_table, tasks_table=options.tasks_table,
        )  # fmt: skip


def _print_callers(profile: Profile, options: argparse.Namespace, filters: Filters) -> None:
    limit, clock = rows_of_terminal(options.limit), filters.clock
    questions = [(profile.print_callers, one) for one in options.callers]
    questions += [(profile.print_callees, one) for one in options.callees]
    for number, (answer, pattern) in enumerate(questions):
        if number:
            print()
        answer(pattern, limit, clock=clock)
