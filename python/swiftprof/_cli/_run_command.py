"""`swiftprof run`, or no command at all: profile a program, or tell the version."""

import os
import sys
from collections.abc import Sequence

from .._profile import Profile
from .._recorded import profile_of_recording
from ._outputs import Output, checked_output
from ._program import Program, load
from ._reporting import Reporter
from ._run_arguments import Request, parse
from ._running import Outcome, run, run_unrecorded, show_exception


def main(argv: Sequence[str]) -> int:
    """Profile what is asked for; the exit status is the program's own.

    All that can be wrong with the request is refused before the program runs, by ProgramError or
    SwiftprofError. A SyntaxError of the program is shown as Python does, with status 1.
    """
    request = parse(argv)
    if request.version:
        return print_version(verbose=request.verbose)
    if request.as_cprofile:
        return _run_as_cprofile(request)
    reporter = Reporter(request, _checked_output(request))
    program = _loaded(request)
    if program is None:
        return 1
    process = os.getpid()
    outcome = run(program, request.recording)
    if os.getpid() == process and outcome.data is not None:
        profile = _profile_of(program, outcome)
        return reporter.report(profile, outcome) or outcome.status
    return outcome.status


def _loaded(request: Request) -> Program | None:
    """None if it is no Python, which then has been told."""
    try:
        return load(request.kind, request.program, request.arguments)
    except SyntaxError as error:
        show_exception(error.with_traceback(None))
        return None


def _run_as_cprofile(request: Request) -> int:
    from ..cprofile import install

    install()
    program = _loaded(request)
    return 1 if program is None else run_unrecorded(program)


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


def _checked_output(request: Request) -> Output | None:
    """Where the profile is to be written; None: it is to be printed."""
    if request.output is None:
        return None
    format = request.format or ("tree" if request.tree else None)
    return checked_output(request.output, format, request.filters, request.save_options)
