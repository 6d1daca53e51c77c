"""What the command line does: profile a program, or tell the version."""

import os
import sys
from typing import Any

from .._files import check_writable
from .._formats import checked_format
from .._output import OPTIONS
from .._profile import Profile
from .._recorded import profile_of_recording
from ._arguments import Request
from ._program import Program, ProgramError, load
from ._reporting import Reporter
from ._running import Outcome, run, show_exception


def profile_program(request: Request) -> int:
    """Profile what is asked for; the exit status is the program's own.

    All that can be wrong with the request is refused before the program runs, by ProgramError or
    SwiftprofError. A SyntaxError of the program is shown as Python does, with status 1.
    """
    format, options = _checked_output(request)
    reporter = Reporter(request, format, options)
    try:
        program = load(request.kind, request.program, request.arguments)
    except SyntaxError as error:
        show_exception(error.with_traceback(None))
        return 1
    process = os.getpid()
    outcome = run(program, request.recording)
    if os.getpid() == process and outcome.data is not None:
        profile = _profile_of(program, outcome)
        return reporter.report(profile, outcome) or outcome.status
    return outcome.status


def print_version(*, verbose: bool) -> int:
    """`--version`; verbose: with the backend, and the clocks and their costs."""
    from .._version import __version__

    print(f"swiftprof {__version__} on {sys.implementation.name} {sys.version.split()[0]}")
    if verbose:
        from .._backends import chosen_backend, explain
        from .._clock import clock_info

        print(f"backend: {explain(chosen_backend())}")
        print(clock_info())
    return 0


def _profile_of(program: Program, outcome: Outcome) -> Profile:
    assert outcome.data is not None
    return profile_of_recording(
        outcome.data, command=program.command, script_folder=program.script_folder, **outcome.facts
    )


def _checked_output(request: Request) -> tuple[str, dict[str, Any]]:
    """The format of the output and its options. Raises what the user has to know now."""
    if request.output is None:
        return "table", {}
    format = checked_format(request.format, request.output)
    options = dict(request.save_options)
    strange = options.keys() - OPTIONS[format]
    if strange:
        names = {"clock": "--clock", "thread_roots": "--pstats-threads"}
        flags = ", ".join(names.get(name, "--separate-threads") for name in sorted(strange))
        raise ProgramError(f"{flags} is not for the format {format}")
    if format == "table":
        options |= {
            "sort": request.sort,
            "limit": request.limit,
            "threads_table": request.threads_table,
        }
    check_writable(request.output)
    return format, options
