"""The one recording of this process: start, stop, snapshot, clear.

All functions may be called from any thread; the bridge lets one at a time through.
"""

import sys

try:
    from . import _bridge
except ImportError as error:
    if "interpreter" in str(
        error
    ):  # ours, or the import system's for interpreters with a GIL of their own
        raise ImportError(
            "swiftprof works in the main interpreter only: import and start it there"
        ) from error
    raise ImportError(
        f"swiftprof's C extension cannot be loaded ({error}): "
        "run `pip install .` in swiftprof's checkout with the Python that you use"
    ) from error

from . import _calibration_programs as _calibration_programs  # WHY here: so start() imports nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType
    from typing import Any

    from ._options import RecordingOptions
    from ._profile import Profile
    from ._targets import TargetedRecording

_generation = 0  # counts recordings, so that one who started can tell whether it is still his
_targeted: "TargetedRecording | None" = None  # what finds the targets of the recording that is on
_options: "RecordingOptions | None" = None  # of the recording that is on, or was last
_exit_handler_registered = False

before_end: "Callable[[dict[str, Any]], None] | None" = None
"""Called before a recording is stopped, with what a Profile has to know. See `_sharing`."""


def start(
    *,
    builtins: bool = True,
    threads: bool = True,
    types: bool = False,
    backend: str | None = None,
    include: "Sequence[str] | str" = (),
    exclude: "Sequence[str] | str" = (),
    targets: "Sequence[str] | str" = (),
    below: bool = False,
) -> None:
    """Begin a fresh recording of this process. What an earlier one recorded stays in its Profile.

    builtins: record calls of functions written in C too (`len`, `list.append`).
    threads: record every thread, those that run already and those to come; else only this one.
    types: record calls of types too (`dict()`, a class); backend "monitoring" only.
    backend: "monitoring" (CPython 3.12 and newer) or "setprofile"; by default the one that the
    environment's SWIFTPROF_BACKEND names, else the better one.
    include, exclude: patterns of what to record and what to leave out (docs/filters.md).
    targets: record these functions only, "package.module:Class.method", `*` for any characters;
    the rest of the program runs at full speed. below: record all that they call as well.
    Targets named by `swiftprof.target` join them. See docs/targets.md.

    Frames that are on the stacks already are entered as open calls, unless there are targets.
    Raises AlreadyRunning, ForeignProfiler (naming who), UnknownBackend, InvalidTarget,
    MemoryError. Takes a few milliseconds at most, some more with targets.

        swiftprof.start()
        work()
        profile = swiftprof.stop()
    """
    if _bridge.is_running():
        raise _already_running()
    from ._options import RecordingOptions

    options = RecordingOptions(
        builtins=builtins, threads=threads, types=types, backend=backend,
        include=include, exclude=exclude, targets=targets, below=below,
    )  # fmt: skip
    begin(options, enter_frames=True)


def stop() -> "Profile":
    """End the recording and give what it holds. Raises NotRunning.

    Threads may go on running. Calls that are open are counted up to now and marked as open.
    Warns (RuntimeWarning) when another tool took our place on a thread while recording, and of
    targets that were never found.
    """
    data, facts = end()
    from ._recorded import profile_of_recording

    profile = profile_of_recording(data, **facts)
    _warn_of_what_is_missing(facts, stacklevel=3)
    return profile


def snapshot() -> "Profile":
    """What has been recorded so far. Pauses nobody; recording goes on. Raises NotRunning."""
    facts_so_far = facts(is_over=False)
    try:
        data = _bridge.snapshot()
    except RuntimeError:
        raise _not_running("take a snapshot of") from None
    from ._recorded import profile_of_recording

    return profile_of_recording(data, **facts_so_far)


def clear() -> None:
    """Forget what has been recorded so far; recording goes on with the calls open now.

    Does nothing when no recording is on: there is nothing to forget.
    """
    if _bridge.is_running():
        _bridge.clear()


def is_running() -> bool:
    """Whether a recording is on, whoever started it."""
    return _bridge.is_running()


def begin(
    options: "RecordingOptions", *, enter_frames: bool, codes: "Sequence[CodeType]" = ()
) -> int:
    """`start`, returning a number that stands for this recording (see `is_current`).

    codes: code objects that are targets besides those that `options` and `target` name.
    """
    global _generation, _options, _targeted
    if _bridge.is_running():
        raise _already_running()
    from ._foreign import refuse_foreign_profilers

    backend = options.backend
    refuse_foreign_profilers(backend)
    targeted = _targets_of(options, backend, codes)
    _register_exit_handler()
    try:
        _bridge.start(
            enter_frames=enter_frames, targeted=targeted is not None, **options.for_bridge(backend)
        )
    except RuntimeError as error:
        if _bridge.is_running():  # another thread was faster
            raise _already_running() from None
        from ._errors import SwiftprofError

        raise SwiftprofError(f"cannot start: {error}") from error
    _generation += 1
    _options = options
    _targeted = targeted
    if targeted is not None:
        _attach(targeted)
    return _generation


def end() -> "tuple[_bridge.ProfileData, dict[str, Any]]":
    """`stop`, giving what the core made and what a Profile has to know besides."""
    facts_at_end = facts(is_over=True)
    if before_end is not None:
        before_end(facts_at_end)
    try:
        data = _bridge.stop()
    except RuntimeError:
        if _bridge.is_running():  # it is the recording's own timer that asks
            raise
        raise _not_running("stop") from None
    _forget_targets()
    return data, facts_at_end


def finish() -> "tuple[_bridge.SnapshotData, dict[str, Any]]":
    """`stop` for who wants parts of what was recorded; warns as `stop` does."""
    facts_at_end = facts(is_over=True)
    data = _bridge.finish()
    _forget_targets()
    _warn_of_what_is_missing(facts_at_end, stacklevel=4)
    return data, facts_at_end


def running() -> "tuple[int, RecordingOptions]":
    """The number of the recording that is on, and its options."""
    from ._options import RecordingOptions

    return _generation, _options or RecordingOptions()


def targeted_recording() -> "TargetedRecording | None":
    """What finds the targets of the recording that is on, None if it records everything."""
    return _targeted if _bridge.is_running() else None


def is_current(generation: int) -> bool:
    """Whether the recording that `begin` gave this number for is still on."""
    return generation == _generation and _bridge.is_running()


def warn_of_displacement(*, stacklevel: int) -> None:
    """Say which threads another tool took from us: their later calls are missing."""
    displaced = _bridge.displaced_threads()
    if displaced:
        import warnings

        from ._foreign import describe_displacement

        warnings.warn(describe_displacement(displaced), RuntimeWarning, stacklevel=stacklevel + 1)


def _warn_of_what_is_missing(facts: "dict[str, Any]", *, stacklevel: int) -> None:
    warn_of_displacement(stacklevel=stacklevel + 1)
    if facts["missing_targets"]:
        import warnings

        from ._targets import describe_missing

        warnings.warn(
            describe_missing(facts["missing_targets"]), RuntimeWarning, stacklevel=stacklevel
        )


def _targets_of(
    options: "RecordingOptions", backend: str, codes: "Sequence[CodeType]"
) -> "TargetedRecording | None":
    """What will find the targets, None if there are none. Changes nothing yet."""
    if not options.targets and not codes and "swiftprof._targets" not in sys.modules:
        return None  # WHY: without the package nobody can have named a target
    from ._targets import targeted_recording_of

    return targeted_recording_of(options, backend, codes)


def _attach(targeted: "TargetedRecording") -> None:
    try:
        targeted.attach()
    except BaseException:
        _bridge.discard()
        _forget_targets()
        raise


def _forget_targets() -> None:
    global _targeted
    if _targeted is not None:
        _targeted.detach()
        _targeted = None


def facts(*, is_over: bool) -> "dict[str, Any]":
    """What a Profile of the recording that is on says besides what the core knows."""
    missing = _targeted.missing(is_over=is_over) if _targeted is not None else {}
    return {"backend": _bridge.active_backend(), "missing_targets": missing}


def _already_running() -> Exception:
    from ._errors import AlreadyRunning

    return AlreadyRunning(
        "a recording is on already; call swiftprof.stop() first, "
        "or swiftprof.clear() to begin it anew"
    )


def _not_running(what: str) -> Exception:
    from ._errors import NotRunning

    return NotRunning(f"there is no recording to {what}; call swiftprof.start() first")


def _register_exit_handler() -> None:
    global _exit_handler_registered
    if not _exit_handler_registered:
        import atexit

        atexit.register(_unhook_at_exit)
        _exit_handler_registered = True


def _unhook_at_exit() -> None:
    """Leave no hook behind for the interpreter's shutdown; who wanted the profile called stop."""
    _bridge.discard()
    _forget_targets()
