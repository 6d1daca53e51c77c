"""The frames of ours that call the user's code.

The core takes frames of swiftprof's modules out of every profile with all that they call. This
module is the exception: its frames are taken out, but what they call stays, one level higher.
So nothing may be called from here but what enters or leaves the recording (in other modules of
swiftprof) and the user's function.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec, Protocol, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")

    class Gate(Protocol):
        """What stands before and behind a call of the user's function."""

        def enter(self) -> int: ...
        def leave(self, ticket: int) -> None: ...


def calling_through(gate: "Gate", function: "Callable[P, R]") -> "Callable[P, R]":
    """A function that calls `function` between `gate.enter()` and `gate.leave(ticket)`."""

    def wrapper(*args: "P.args", **kwargs: "P.kwargs") -> "R":
        ticket = gate.enter()
        try:
            return function(*args, **kwargs)
        finally:
            gate.leave(ticket)

    return wrapper


def import_packages(name: str) -> None:
    """Import the package `name` as part of the program that is profiled, as `python -m` does."""
    __import__(name)
