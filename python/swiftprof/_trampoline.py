"""Code that takes a function's place and calls something else: a function is replaced in place.

Whoever holds the function (a module, a subclass, a callback list) calls the replacement, since
the function object stays. Its frames have the file name `FILE_NAME`, by which the bridge leaves
them out of profiles; what they call moves one level up.
"""

import functools
from types import CodeType, FunctionType
from typing import Any

FILE_NAME = "<swiftprof>"
_CALLEE = "<the callee>"


def trampoline_code(original: CodeType, callee: Any, *, weak: bool = False) -> CodeType:
    """Code that hands its arguments on to `callee` and goes by the name of `original`.

    It fits every function that `original` fits: it has as many free variables. weak: `callee` is
    a weak reference to what is called. WHY: the garbage collector does not look into code objects,
    so that a callee which leads back to the function would never be freed.
    """
    template = _template(len(original.co_freevars), weak)
    constants = tuple(callee if one == _CALLEE else one for one in template.co_consts)
    return template.replace(
        co_consts=constants,
        co_freevars=original.co_freevars,
        co_name=original.co_name,
        co_qualname=original.co_qualname,
    )


def clone(function: FunctionType) -> FunctionType:
    """A function of its own that does what `function` does."""
    twin = FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    twin.__kwdefaults__ = function.__kwdefaults__ and dict(function.__kwdefaults__)
    functools.update_wrapper(twin, function)
    del twin.__wrapped__  # type: ignore[attr-defined]
    if "__wrapped__" in vars(function):
        twin.__wrapped__ = vars(function)["__wrapped__"]  # type: ignore[attr-defined]
    return twin


class Replacement:
    """A function whose calls go to `callee` until `undo`. `original` is what it does of itself.

    Calls that are open when it changes go on as they began. With the GIL a change is one step for
    other threads; without it, CPython reads `__code__` twice in a call (Python/ceval.c), so that
    functions must not be replaced there (`can_replace`).
    """

    def __init__(self, function: FunctionType, original: FunctionType, callee: Any) -> None:
        self._function = function
        self._code = function.__code__
        self._attributes = dict(vars(function))
        self._trampoline = trampoline_code(self._code, callee)
        # So that inspect.signature, doctest and pytest see the function that it is.
        function.__wrapped__ = original  # type: ignore[attr-defined]
        function.__code__ = self._trampoline

    def undo(self) -> None:
        """Make the function what it was, unless another tool has changed it meanwhile."""
        if self._function.__code__ is not self._trampoline:
            return
        self._function.__code__ = self._code
        if "__wrapped__" in self._attributes:
            self._function.__wrapped__ = (  # type: ignore[attr-defined]
                self._attributes["__wrapped__"]
            )
        else:
            vars(self._function).pop("__wrapped__", None)


def can_replace() -> bool:
    """Whether a function's code may be changed while other threads call it."""
    import sys

    return "t" not in sys.abiflags


@functools.cache
def _template(free_variables: int, weak: bool) -> CodeType:
    """`trampoline` below, compiled within a function that has so many variables for it to share.

    WHY compiled so: the interpreter fills free variables by an instruction that must be there,
    and what looks at a frame's variables crashes if they are empty (Objects/frameobject.c).
    """
    names = ", ".join(f"free{number}" for number in range(free_variables))
    source = f"""\
def around({names}):
    def trampoline(*args, **kwargs):
        {f"nonlocal {names}" if names else ""}
        call = {_CALLEE!r}
        {"call = call()" if weak else ""}
        return call(*args, **kwargs)
"""
    around = next(
        one
        for one in compile(source, FILE_NAME, "exec", dont_inherit=True).co_consts
        if isinstance(one, CodeType)
    )
    return next(one for one in around.co_consts if isinstance(one, CodeType))
