"""The Python functions of modules that are imported, however they are wrapped or hidden."""

import functools
import gc
import sys
from collections.abc import Iterator, Mapping
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

from .._trampoline import FILE_NAME

_CO_OPTIMIZED = 0x1  # Include/cpython/code.h: set for functions, not for modules and class bodies
_ANNOTATIONS = (
    "__annotate__"  # what evaluates a function's annotations (PEP 649), not written by hand
)
_INNER = ("__wrapped__", "__func__", "func", "fget", "fset", "fdel")
_WRAPPERS = (
    staticmethod, classmethod, property, functools.cached_property, functools.partialmethod,
    functools.partial, functools.singledispatchmethod,
)  # fmt: skip


def functions_of(
    modules: Mapping[str, ModuleType], *, search_heap: bool = True
) -> dict[str, list[FunctionType]]:
    """By the modules' keys, the functions whose globals are the module's. Runs no code of theirs.

    They are looked for in two ways: WHY, gc.freeze hides some from gc.get_objects(), and some
    decorators hide functions from the dictionaries of modules and classes. The former, search_heap,
    takes some 10 ms in a large program.
    """
    by_globals = {id(vars(module)): _reachable(module) for module in modules.values()}
    if search_heap:
        for thing in gc.get_objects():
            if type(thing) is FunctionType and id(thing.__globals__) in by_globals:
                by_globals[id(thing.__globals__)][id(thing)] = thing
    return {
        name: [one for one in by_globals[id(vars(module))].values() if _is_of_the_program(one)]
        for name, module in modules.items()
    }


def module_code_running(module: ModuleType) -> Iterator[CodeType]:
    """The code of the module itself if it is running now: its functions are not all there yet."""
    for innermost in sys._current_frames().values():
        frame: FrameType | None = innermost
        while frame is not None:
            if frame.f_globals is vars(module) and frame.f_code.co_name == "<module>":
                yield frame.f_code
            frame = frame.f_back


def names_of_function(function: FunctionType) -> set[str]:
    """What its code is called, and what itself is called: generated code goes by another name.

    What wraps another function (functools.wraps) goes by that one's name, but is not meant by it.
    """
    own = function.__code__.co_qualname
    return {own} if "__wrapped__" in vars(function) else {own, function.__qualname__}


def code_objects(code: CodeType) -> Iterator[CodeType]:
    """The code object, if it is a function's, and those of the functions in it, at any depth."""
    pending = [code]
    while pending:
        one = pending.pop()
        if one.co_flags & _CO_OPTIMIZED and one.co_name != _ANNOTATIONS and not is_trampoline(one):
            yield one
        pending += [constant for constant in one.co_consts if isinstance(constant, CodeType)]


def is_trampoline(code: CodeType) -> bool:
    """Whether the code is ours, in the place of a function's that is profiled."""
    return code.co_filename == FILE_NAME


def unwrapped(value: object) -> Iterator[object]:
    """`value` and what it wraps: methods, properties, partials, what has a `__wrapped__`."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        pending += _wrapped(one)


def _wrapped(value: object) -> list[object]:
    inner = [_own_attributes(value).get("__wrapped__")]
    if isinstance(value, _WRAPPERS):
        inner += [getattr(value, name, None) for name in _INNER]
    return inner


def _own_attributes(value: object) -> dict[str, Any]:
    try:  # WHY not getattr: it may run a __getattr__ of the program's
        attributes: object = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return attributes if isinstance(attributes, dict) else {}


def _reachable(module: ModuleType) -> dict[int, FunctionType]:
    """Functions of the module in its dictionary and in those of its classes, by id."""
    found: dict[int, FunctionType] = {}
    seen: set[int] = set()
    pending: list[object] = list(vars(module).values())
    while pending:
        for value in unwrapped(pending.pop()):
            if id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, FunctionType) and value.__globals__ is vars(module):
                found[id(value)] = value
            elif isinstance(value, type) and value.__module__ == module.__name__:
                pending += vars(value).values()
    return found


def _is_of_the_program(function: FunctionType) -> bool:
    code = function.__code__
    return not is_trampoline(code) and code.co_name != _ANNOTATIONS
