"""The frames of ours that call the user's code.

The core takes frames of swiftprof's modules out of every profile with all that they call. This
module is the exception: its frames are taken out, but what they call stays, one level higher.
So nothing may be called from here but what enters or leaves the recording (in other modules of
swiftprof) and the user's function.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any, ParamSpec, Protocol, TypeVar

    from ._bridge import Span

    P = ParamSpec("P")
    R = TypeVar("R")

    class Gate(Protocol):
        """What stands before and behind a call of the user's function."""

        def enter(self) -> int: ...
        def leave(self, ticket: int) -> None: ...

    class ChoosingGate(Gate, Protocol):
        """A gate that also says what is to be called."""

        def callee(self, ticket: int) -> Callable[..., Any]: ...

    class Switch(Protocol):
        is_on: bool


def calling_through(gate: "Gate", function: "Callable[P, R]") -> "Callable[P, R]":
    """A function that calls `function` between `gate.enter()` and `gate.leave(ticket)`."""

    def wrapper(*args: "P.args", **kwargs: "P.kwargs") -> "R":
        ticket = gate.enter()
        try:
            return function(*args, **kwargs)
        finally:
            gate.leave(ticket)

    return wrapper


def calling_choice(gate: "ChoosingGate") -> "Callable[..., Any]":
    """As `calling_through`, with the function that `gate.callee(ticket)` says."""

    def wrapper(*args: "Any", **kwargs: "Any") -> "Any":
        ticket = gate.enter()
        callee = gate.callee(ticket)
        try:
            return callee(*args, **kwargs)
        finally:
            gate.leave(ticket)

    return wrapper


def calling_if_on(
    switch: "Switch", profiled: "Callable[P, R]", function: "Callable[P, R]"
) -> "Callable[P, R]":
    """A function that calls `profiled`, or just `function` while `switch` is off."""

    def wrapper(*args: "P.args", **kwargs: "P.kwargs") -> "R":
        if switch.is_on:
            return profiled(*args, **kwargs)
        return function(*args, **kwargs)

    return wrapper


def calling_in_span(span: "Span", function: "Callable[P, R]") -> "Callable[P, R]":
    """A function that calls `function` inside of the span."""

    def wrapper(*args: "P.args", **kwargs: "P.kwargs") -> "R":
        with span:
            return function(*args, **kwargs)

    return wrapper


def awaiting_in_span(
    span: "Span", function: "Callable[P, Coroutine[Any, Any, R]]"
) -> "Callable[P, Coroutine[Any, Any, R]]":
    """A coroutine function that awaits a call of `function` inside of the span."""

    async def wrapper(*args: "P.args", **kwargs: "P.kwargs") -> "R":
        with span:
            return await function(*args, **kwargs)

    return wrapper


def finding_spec(
    finds: "Callable[[str], Iterable[Callable[..., ModuleSpec | None]]]",
    watch: "Callable[[ModuleSpec], None]",
) -> "Callable[..., ModuleSpec | None]":
    """The `find_spec` of a finder that lets others find (`finds`) and watches what they found."""

    def find_spec(name: str, path: "Any" = None, target: "Any" = None) -> "ModuleSpec | None":
        for find in finds(name):
            spec = find(name, path, target)
            if spec is not None:
                watch(spec)
                return spec
        return None

    return find_spec


def executing_module(
    execute: "Callable[[ModuleType], None]",
    begin: "Callable[[ModuleType], None]",
    end: "Callable[[ModuleType, bool], None]",
) -> "Callable[[ModuleType], None]":
    """The `exec_module` of a loader, told of at its begin and end: whether it came to the end."""

    def _call_with_frames_removed(module: "ModuleType") -> None:
        begin(module)
        is_whole = False
        try:
            execute(module)
            is_whole = True
        finally:
            end(module, is_whole)

    # WHY this name and file: of a failing import, tracebacks show no frames of the import system,
    # and of ours none either (Python/import.c, remove_importlib_frames).
    _call_with_frames_removed.__code__ = _call_with_frames_removed.__code__.replace(
        co_filename="<frozen importlib._bootstrap>"
    )
    return _call_with_frames_removed


def import_packages(name: str) -> None:
    """Import the package `name` as part of the program that is profiled, as `python -m` does."""
    __import__(name)
