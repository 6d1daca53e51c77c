"""The words of `swiftprof run`, and what they ask for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .._options import RecordingOptions
from ._filters import Filters, add_filter_options, recorded_filters_of
from ._outputs import add_format_options, add_output_options, format_options
from ._parser import Parser
from ._recording import add_recording_options, recording_options
from ._report_command import add_table_options, table_options

DESCRIPTION = """\
Run a Python program and measure, for every function and every thread, how often
it was called and how much wall and CPU time it took. The table goes to standard
error, the program's own output and exit status are as without swiftprof."""

EXAMPLES = """\
  swiftprof app.py --port 8000         profile a script, print the table
  swiftprof -n 20 -s ttot app.py       the 20 functions with the most time
  swiftprof --tree -m app              a module; its call tree
  swiftprof -o app.pb.gz app.py        keep the profile for report, diff, view
  swiftprof -o app.pstats app.py       for pstats, snakeviz, gprof2dot, tuna
  swiftprof --threads-table -c "..."   a piece of code, with a table of threads
  swiftprof --exclude logging app.py   leave a package out
  swiftprof -t "app.db:Pool.*" app.py  some functions, the rest at full speed"""


@dataclass(frozen=True)
class Request:
    """One command line, checked as far as that is possible without touching files."""

    kind: str  # "script", "module", "code", or "" with --version
    program: str
    arguments: list[str]
    output: str | None = None
    format: str | None = None
    sort: str | None = None
    limit: int | None = None
    quiet: bool = False
    recording: RecordingOptions = field(default_factory=RecordingOptions)
    threads_table: bool = False
    tasks_table: bool = False
    tree: bool = False
    filters: Filters = field(default_factory=Filters)
    save_options: dict[str, Any] = field(default_factory=dict)
    as_cprofile: bool = False
    version: bool = False
    verbose: bool = False


def parse(argv: Sequence[str]) -> Request:
    """The request that `argv` makes. Exits with status 2 and one line if it is a bad one.

    Raises SwiftprofError for options that mean nothing here: a backend, a target.
    """
    parser = _parser()
    own, program = _split(argv, _options_with_value(parser))
    options = parser.parse_args(own)
    kind, name, arguments = _program(parser, program)
    if not kind and not options.version:
        parser.error("nothing to run: give a SCRIPT, -m MODULE or -c CODE (see --help)")
    if options.as_cprofile:
        _refuse_options_beside(parser, options, "as_cprofile")
    return Request(
        kind=kind, program=name, arguments=arguments,
        output=options.output, format=options.format, sort=options.sort,
        limit=options.limit, quiet=options.quiet, threads_table=options.threads_table,
        tasks_table=options.tasks_table,
        tree=options.tree, filters=recorded_filters_of(options),
        recording=recording_options(parser, options),
        save_options=_save_options(parser, options),
        as_cprofile=options.as_cprofile, version=options.version, verbose=options.verbose,
    )  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "",
        usage="swiftprof [run] [options] (SCRIPT | -m MODULE | -c CODE) [arguments]",
        description=DESCRIPTION,
        examples=EXAMPLES,
    )
    add_output_options(parser, required=False)
    group = parser.add_argument_group("what to print")
    group.add_argument("-q", "--quiet", action="store_true", help="nothing of swiftprof's own")
    group.add_argument("--tree", action="store_true", help="the call tree, in place of the table")
    add_table_options(group, rows="40, all in a file")
    add_recording_options(parser)
    add_filter_options(parser, recording=True)
    add_format_options(parser)
    replacing = parser.add_argument_group("in the place of cProfile")
    replacing.add_argument(
        "--as-cprofile", action="store_true",
        help="just run the program; what it does with cProfile is done by swiftprof.cprofile",
    )  # fmt: skip
    about = parser.add_argument_group("about")
    about.add_argument("--version", action="store_true", help="print the version and exit")
    about.add_argument(
        "-v", "--verbose", action="store_true",
        help="with --version: also the backend, the clocks in use and what a reading costs",
    )  # fmt: skip
    return parser


def _refuse_options_beside(
    parser: argparse.ArgumentParser, options: argparse.Namespace, alone: str
) -> None:
    given = [name for name, value in vars(options).items() if value != parser.get_default(name)]
    others = [name for name in given if name != alone]
    if others:
        parser.error(
            f"--{alone.replace('_', '-')} records nothing itself, the program does: "
            f"leave out the other options ({', '.join(others)})"
        )


def _save_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> dict[str, Any]:
    """Those of single formats that were given, by the names `Profile.save` has for them."""
    given = format_options(options)
    if (given or options.format not in (None, "table", "tree")) and options.output is None:
        what = f"format {options.format}" if options.format else "such an option"
        parser.error(f"{what} is for a file: give its name with -o FILE")
    return given | table_options(options)


def _split(argv: Sequence[str], with_value: set[str]) -> tuple[list[str], list[str]]:
    """Our own words, and the program's, which begin at the first word that is no option of ours.

    WHY: argparse would take options of the program, which stand behind its name, for ours.
    """
    index = 0
    while index < len(argv):
        word = argv[index]
        if word == "--":
            return list(argv[:index]), ["--", *argv[index + 1 :]]
        if not word.startswith("-") or word == "-" or word[:2] in ("-m", "-c"):
            break
        index += 2 if _takes_next_word(word, with_value) else 1
    return list(argv[:index]), list(argv[index:])


def _takes_next_word(word: str, with_value: set[str]) -> bool:
    if word.startswith("--"):
        return word in with_value
    for place, letter in enumerate(word[1:], start=1):  # "-qo": the value of o is the next word
        if f"-{letter}" in with_value:
            return place == len(word) - 1
    return False


def _options_with_value(parser: argparse.ArgumentParser) -> set[str]:
    return {
        option
        for action in parser._actions
        if action.nargs is None
        for option in action.option_strings
    }


def _program(parser: argparse.ArgumentParser, words: list[str]) -> tuple[str, str, list[str]]:
    """(kind, name or code, arguments) of the program that `words` name."""
    if words[:1] == ["--"]:
        return ("script", words[1], words[2:]) if len(words) > 1 else ("", "", [])
    if not words:
        return "", "", []
    for flag, kind, value in (("-m", "module", "MODULE"), ("-c", "code", "CODE")):
        if words[0].startswith(flag):
            rest = [words[0][2:], *words[1:]] if len(words[0]) > 2 else words[1:]
            if not rest:
                parser.error(f"{flag} needs a {value}")
            return kind, rest[0], rest[1:]
    return "script", words[0], words[1:]
