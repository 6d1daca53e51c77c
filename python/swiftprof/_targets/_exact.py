"""A target that is named exactly, looked up as an attribute: re-exported and inherited functions
are found, and what cannot be a target is told apart from what is not there."""

import inspect
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)  # fmt: skip

from ._functions import is_trampoline, unwrapped
from ._names import TargetName

_NOTHING = object()
_WRITTEN_IN_C = (
    BuiltinFunctionType, ClassMethodDescriptorType, MethodDescriptorType, MethodWrapperType,
    WrapperDescriptorType,
)  # fmt: skip


def functions_named(module: ModuleType, name: TargetName) -> list[FunctionType]:
    """The Python functions behind the attribute that `name` stands for, wrapped ones included."""
    return [
        one
        for one in unwrapped(_attribute(module, name.qualname))
        if isinstance(one, FunctionType) and not is_trampoline(one.__code__)
    ]


def why_no_target(module: ModuleType, name: TargetName) -> str:
    """Why what is there cannot be a target; "" where nothing is there, or a Python function."""
    value = _attribute(module, name.qualname)
    if value is _NOTHING or functions_named(module, name):
        return ""
    if any(isinstance(one, _WRITTEN_IN_C) for one in unwrapped(value)):
        return (
            f"{name.qualname} is written in C, and only Python functions can be targets; "
            "name the Python function that calls it, with below=True (--below)"
        )
    if isinstance(value, type):
        return f"{name.qualname} is a class; name its methods, as in '{name.text}.*'"
    return f"{name.qualname} is no function but a {type(value).__name__}"


def _attribute(module: ModuleType, path: str) -> object:
    value: object = module
    for part in path.split("."):
        value = inspect.getattr_static(value, part, _NOTHING)
        if value is _NOTHING:
            break
    return value
