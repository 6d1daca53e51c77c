"""Frames of ours that call the user's code: left out of profiles, what they call is not.

As in `swiftprof._pass_through`: nothing may be called from here but what begins or ends, and the
user's code. WHY the class is here: a frame of any other module of ours takes what it calls with it.
"""

from __future__ import annotations

from ._reporting import Reporting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any, ParamSpec, Self, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")


class Profile(Reporting):
    """cProfile.Profile on swiftprof: the same methods, the same counts, better times.

    timer, timeunit: a clock of the program's own, in the place of swiftprof's; see `Profiler`.
    subcalls: note who called whom. builtins: record functions written in C.

        with swiftprof.cprofile.Profile() as profile:
            work()
        profile.print_stats("cumulative")
    """

    def run(self, cmd: str | CodeType) -> Self:
        """Record `exec(cmd)` in the namespace of `__main__`."""
        import __main__

        namespace = __main__.__dict__
        return self.runctx(cmd, namespace, namespace)

    def runctx(self, cmd: str | CodeType, globals: dict[str, Any], locals: Any) -> Self:
        """Record `exec(cmd, globals, locals)`."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func: Callable[P, R], /, *args: P.args, **kw: P.kwargs) -> R:
        """Record `func(*args, **kw)`, and give what it gives."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self) -> Self:
        self.enable()
        return self

    def __exit__(self, *_: object) -> None:
        self._note_exit(_code_of_exit)
        self.disable()


_code_of_exit = Profile.__exit__.__code__
Profile.__module__ = "swiftprof.cprofile"


def run(statement: str | CodeType, filename: str | None = None, sort: Any = -1) -> None:
    """Record `exec(statement)` in `__main__`; then print the table, or save to `filename`.

    sort: as for `Profile.print_stats`. SystemExit ends the statement and is forgotten; other exceptions
    come after the table.

        swiftprof.cprofile.run("work()", sort="cumulative")
    """
    profile = Profile()
    try:
        profile.run(statement)
    except SystemExit:
        pass
    finally:
        _show(profile, filename, sort)


def runctx(
    statement: str | CodeType,
    globals: dict[str, Any],
    locals: Any,
    filename: str | None = None,
    sort: Any = -1,
) -> None:
    """As `run`, with `exec(statement, globals, locals)`."""
    profile = Profile()
    try:
        profile.runctx(statement, globals, locals)
    except SystemExit:
        pass
    finally:
        _show(profile, filename, sort)


def _show(profile: Profile, filename: str | None, sort: Any) -> None:
    if filename is not None:
        profile.dump_stats(filename)
    else:
        profile.print_stats(sort)


for _function in (run, runctx):
    _function.__module__ = "swiftprof.cprofile"
