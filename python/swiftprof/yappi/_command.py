"""The command line of yappi: run a script, print its statistics or write them to a file."""

from __future__ import annotations

import optparse
import sys
from typing import Any

from .._errors import SwiftprofError

_USAGE = "%prog [-b] [-c clock_type] [-o output_file] [-f output_format] [-s] [scriptfile] args ..."
_USAGE_ERROR = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status is the script's."""
    parser = _parser()
    options, words = parser.parse_args(arguments)
    if not words:
        parser.print_usage(sys.stderr)
        return _USAGE_ERROR
    from .._cli._program import ProgramError, load

    try:
        if options.output_file:
            from .._files import check_writable

            check_writable(options.output_file)
        program = load("script", words[0], words[1:])
    except (ProgramError, SwiftprofError) as error:
        print(f"{parser.get_prog_name()}: {error}", file=sys.stderr)
        return 1
    return _run(program, options)


def _parser() -> optparse.OptionParser:
    parser = optparse.OptionParser(usage=_USAGE, prog="python -m swiftprof.yappi")
    parser.allow_interspersed_args = False  # what follows the script is the script's
    add = parser.add_option
    add("-c", "--clock-type", dest="clock_type", choices=["cpu", "wall"], default="cpu",
        metavar="clock_type", help="times of the table: cpu or wall [default: %default]")  # fmt: skip
    add("-b", "--builtins", dest="builtins", action="store_true", default=False,
        help="show functions written in C too [default: %default]")  # fmt: skip
    add("-o", "--output-file", dest="output_file", metavar="output_file",
        help="write the statistics to this file instead of printing them")  # fmt: skip
    add("-f", "--output-format", dest="output_format", choices=["pstat", "callgrind", "ystat"],
        default="pstat", metavar="output_format",
        help="of that file: pstat, callgrind or ystat [default: %default]")  # fmt: skip
    add("-s", "--single_thread", dest="single_thread", action="store_true", default=False,
        help="record the main thread only [default: %default]")  # fmt: skip
    return parser


def _run(program: Any, options: Any) -> int:
    from .. import yappi
    from .._cli._running import run_to_the_end

    yappi.set_clock_type(options.clock_type)

    try:
        status = run_to_the_end(
            program, lambda: yappi.start(options.builtins, not options.single_thread)
        )
    except SwiftprofError as error:
        print(f"swiftprof.yappi: {error}", file=sys.stderr)
        return 1
    yappi.stop()
    return _report(options) or status


def _report(options: Any) -> int:
    """Print or save. The exit status: 1 if the file cannot be written."""
    from .. import yappi

    stats = yappi.get_func_stats()
    if not options.output_file:
        stats.print_all()
        yappi.get_thread_stats().print_all()
        return 0
    try:
        stats.save(options.output_file, options.output_format)
    except OSError as error:
        print(f"swiftprof.yappi: {error}", file=sys.stderr)
        return 1
    return 0
