"""The one recording of this process: start, stop, snapshot, clear.

All functions may be called from any thread; the GIL makes each of them one step.
"""

try:
    from . import _bridge
except ImportError as error:
    raise ImportError(
        f"swiftprof's C extension cannot be loaded ({error}): "
        "run `pip install .` in swiftprof's checkout with the Python that you use"
    ) from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._profile import Profile

_generation = 0  # counts recordings, so that one who started can tell whether it is still his
_exit_handler_registered = False


def start(*, builtins: bool = True, threads: bool = True) -> None:
    """Begin a fresh recording of this process. What an earlier one recorded stays in its Profile.

    builtins: record calls of functions written in C too (`len`, `list.append`).
    threads: record every thread, those that run already and those to come; else only this one.

    Frames that are on the stacks already are entered as open calls. Raises AlreadyRunning,
    ForeignProfiler (naming who), MemoryError. Takes a few milliseconds at most.

        swiftprof.start()
        work()
        profile = swiftprof.stop()
    """
    begin(builtins=builtins, threads=threads, enter_frames=True)


def stop() -> "Profile":
    """End the recording and give what it holds. Raises NotRunning.

    Threads may go on running. Calls that are open are counted up to now and marked as open.
    Warns (RuntimeWarning) when another tool took our place on a thread while recording.
    """
    data = _end()
    from ._profile import Profile

    profile = Profile(data)
    warn_of_displacement(stacklevel=3)
    return profile


def snapshot() -> "Profile":
    """What has been recorded so far. Pauses nobody; recording goes on. Raises NotRunning."""
    try:
        data = _bridge.snapshot()
    except RuntimeError:
        raise _not_running("take a snapshot of") from None
    from ._profile import Profile

    return Profile(data)


def clear() -> None:
    """Forget what has been recorded so far; recording goes on with the calls open now.

    Does nothing when no recording is on: there is nothing to forget.
    """
    if _bridge.is_running():
        _bridge.clear()


def is_running() -> bool:
    """Whether a recording is on, whoever started it."""
    return _bridge.is_running()


def begin(*, builtins: bool, threads: bool, enter_frames: bool) -> int:
    """`start`, returning a number that stands for this recording (see `is_current`)."""
    global _generation
    if _bridge.is_running():
        raise _already_running()
    from ._foreign import refuse_foreign_profilers

    refuse_foreign_profilers()
    _register_exit_handler()
    try:
        _bridge.start(builtins=builtins, threads=threads, enter_frames=enter_frames)
    except RuntimeError as error:
        if _bridge.is_running():  # another thread was faster
            raise _already_running() from None
        from ._errors import SwiftprofError

        raise SwiftprofError(f"cannot start: {error}") from error
    _generation += 1
    return _generation


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


def _end() -> _bridge.ProfileData:
    try:
        return _bridge.stop()
    except RuntimeError:
        raise _not_running("stop") from None


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
