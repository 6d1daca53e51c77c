"""The command line's words, and what they ask for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import _bridge
from .._filtering import CLOCKS
from .._formats import format_names, sort_key_names
from .._options import RecordingOptions
from .._output import THREAD_ROOTS
from ._recording import add_recording_options, recording_options

DESCRIPTION = """\
Run a Python program and measure, for every function and every thread, how often
it was called and how much wall and CPU time it took. The table goes to standard
error, the program's own output and exit status are as without swiftprof."""

EXAMPLES = """\
examples:
  swiftprof app.py --port 8000         profile a script, print the table
  swiftprof -n 20 -s ttot app.py       the 20 functions with the most time
  swiftprof -o app.pstats app.py       for pstats, snakeviz, gprof2dot, tuna
  swiftprof -o app.callgrind -m app    for kcachegrind and callgrind_annotate
  swiftprof --threads-table -c "..."   a piece of code, with a table of threads
  swiftprof --exclude logging app.py   leave a package out
  swiftprof -t "app.db:Pool.*" app.py  some functions, the rest at full speed

The ending of FILE tells the format:
  {endings}."""


@dataclass(frozen=True)
class Request:
    """One command line, checked as far as that is possible without touching files."""

    kind: str  # "script", "module", "code", or "" with --version
    program: str
    arguments: list[str]
    output: str | None = None
    format: str | None = None
    sort: str = "tsub"
    limit: int | None = None
    quiet: bool = False
    recording: RecordingOptions = field(default_factory=RecordingOptions)
    threads_table: bool = False
    save_options: dict[str, Any] = field(default_factory=dict)
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
    return Request(
        kind=kind, program=name, arguments=arguments,
        output=options.output, format=options.format, sort=options.sort,
        limit=options.limit, quiet=options.quiet, threads_table=options.threads_table,
        recording=recording_options(parser, options),
        save_options=_save_options(parser, options),
        version=options.version, verbose=options.verbose,
    )  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """One line, not the usage: what is wrong is easier to see."""
        self.exit(2, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="swiftprof",
        usage="swiftprof [options] (SCRIPT | -m MODULE | -c CODE) [arguments]",
        description=DESCRIPTION,
        epilog=EXAMPLES.format(endings=_endings()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_output_options(parser)
    add_recording_options(parser)
    _add_format_options(parser)
    about = parser.add_argument_group("about")
    about.add_argument("--version", action="store_true", help="print the version and exit")
    about.add_argument(
        "-v", "--verbose", action="store_true",
        help="with --version: also the backend, the clocks in use and what a reading costs",
    )  # fmt: skip
    return parser


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    add = group.add_argument
    add("-o", "--output", metavar="FILE", help="write the profile to FILE")
    add("-f", "--format", choices=format_names(), metavar="FORMAT",
        help=f"{', '.join(format_names())}; by default told from the ending of FILE")  # fmt: skip
    add("-s", "--sort", choices=sort_key_names(), default="tsub", metavar="KEY",
        help=f"sort the table by KEY: {', '.join(sort_key_names())} (default: tsub)")  # fmt: skip
    add("-n", "--limit", type=_limit, metavar="N",
        help="rows of the table, 0 for all (default: all in a file, else 40)")  # fmt: skip
    add("-q", "--quiet", action="store_true", help="print nothing of swiftprof's own")
    add("--threads-table", action="store_true", help="add a table of the threads")


def _add_format_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("pstats and callgrind files")
    group.add_argument("--clock", choices=CLOCKS, help="pstats: the clock to write (default: wall)")
    group.add_argument(
        "--pstats-threads", choices=THREAD_ROOTS,
        help="pstats: merge all threads, or put an entry for each above its functions "
        "(default: roots when there are several threads)",
    )  # fmt: skip
    group.add_argument(
        "--separate-threads", action="store_true",
        help="callgrind: one file per thread, its OS id added to the name",
    )  # fmt: skip


def _save_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> dict[str, Any]:
    """Those of the formats' options that were given, by the names `Profile.save` has for them."""
    given: dict[str, Any] = {}
    if options.clock is not None:
        given["clock"] = options.clock
    if options.pstats_threads is not None:
        given["thread_roots"] = options.pstats_threads
    if options.separate_threads:
        given["separate_threads"] = True
    if (given or options.format not in (None, "table")) and options.output is None:
        what = f"format {options.format}" if options.format else "such an option"
        parser.error(f"{what} is for a file: give its name with -o FILE")
    return given


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


def _limit(text: str) -> int:
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows")
    return limit


def _endings() -> str:
    return ", ".join(
        f"{' '.join(endings)} ({name})" for name, endings, _, _ in _bridge.formats() if endings
    )
