"""Running the program under the recording, to its very end, as Python itself would."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType
from typing import Any

from .. import _bridge, _session
from .._options import RecordingOptions
from .._pass_through import import_packages
from ._program import Program

EXIT_INTERRUPTED = 130  # 128 + SIGINT, what a shell reports for a program ended by Ctrl-C


@dataclass(frozen=True)
class Outcome:
    """How the program ended. data is None in a child process that it forked."""

    status: int
    data: _bridge.ProfileData | None
    displaced: list[_bridge.ForeignProfiler]
    facts: dict[str, Any]
    """What the Profile says besides what the core knows."""


def run(program: Program, options: RecordingOptions) -> Outcome:
    """Run the program; whatever way it ends, its profile is in the outcome.

    Raises SwiftprofError, before the program runs, if recording is not possible.
    """
    process = os.getpid()
    status = run_to_the_end(
        program,
        lambda: _session.begin(options, enter_frames=False),
        targeted=bool(options.targets),
    )
    data, facts = _session.end() if _bridge.is_running() else (None, {})
    forked = os.getpid() != process
    return Outcome(status, None if forked else data, _bridge.displaced_threads(), facts)


def run_unrecorded(program: Program) -> int:
    """Run the program without recording it; its exit status."""
    return run_to_the_end(program, lambda: None)


def show_exception(error: BaseException) -> None:
    """Print an uncaught exception by the program's sys.excepthook, as the interpreter does."""
    hook = getattr(sys, "excepthook", None)
    if hook is None:
        print("sys.excepthook is missing", file=sys.stderr)
        hook = sys.__excepthook__
    try:
        hook(type(error), error, error.__traceback__)
    except Exception as second:
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(second), _without_our_frames(second), second.__traceback__)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, error.__traceback__)


def run_to_the_end(program: Program, begin: Callable[[], object], *, targeted: bool = False) -> int:
    """Run the program after `begin`, which starts the recording; its exit status.

    targeted: there are targets, which may be functions of the program. Raises what `begin` raises.
    """
    error = _error_of_run(program, begin, targeted)
    status = 0 if error is None else _status_after(_without_our_frames(error))
    _wait_for_threads()
    return status


def _error_of_run(
    program: Program, begin: Callable[[], object], targeted: bool
) -> BaseException | None:
    """Run the program; what it raised is to be handled outside of an `except` clause.

    Else it would be the context of what the program's excepthook raises.
    """
    # WHY here: what a function of ours that is called while recording calls is left out.
    begin()
    try:
        if program.package:
            import_packages(program.package)
        code = program.code
        if targeted:
            code = _code_with_targets(program)
        _bridge.run(code, program.main.__dict__)
    except BaseException as error:
        return error
    return None


def _code_with_targets(program: Program) -> CodeType:
    from ._main_targets import code_with_targets

    return code_with_targets(program)


def _status_after(error: BaseException) -> int:
    """Tell of the exception that ended the program, and give the exit status that stands for."""
    if isinstance(error, SystemExit):
        return _status_of_exit(error.code)
    try:
        show_exception(error)
    except SystemExit as exit_of_hook:
        return _status_of_exit(exit_of_hook.code)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return EXIT_INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1


def _status_of_exit(code: object) -> int:
    """As Python's handling of SystemExit (Python/pythonrun.c, _Py_HandleSystemExit)."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr, flush=True)
    return 1


def _wait_for_threads() -> None:
    """Wait for the program's non-daemon threads, so that all they do is in the profile.

    The interpreter would do it after us (Python/pylifecycle.c, wait_for_thread_shutdown), by the
    same function, which does nothing when called again. As there, an exception (Ctrl-C, say) is
    told and ends the waiting, and the exit status stays as it is.
    """
    threading = sys.modules.get("threading")
    if threading is None:
        return
    try:
        threading._shutdown()
    except BaseException as error:
        own = _without_our_frames(error)
        print(f"Exception ignored in: {threading!r}", file=sys.stderr)
        sys.__excepthook__(type(own), own, own.__traceback__)


def _without_our_frames(error: BaseException) -> BaseException:
    """The exception with the frames below the program's taken out of its traceback."""
    traceback = error.__traceback__
    while traceback is not None and _is_ours(traceback.tb_frame.f_globals.get("__name__")):
        traceback = traceback.tb_next
    return error.with_traceback(traceback)


def _is_ours(module: object) -> bool:
    return isinstance(module, str) and (module == "swiftprof" or module.startswith("swiftprof."))
