"""Finding a function of a profile by its name or by the function object."""

from collections.abc import Callable, Iterable
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    CodeType,
    MethodDescriptorType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)  # fmt: skip
from typing import Any

from ._errors import UnknownFunction
from ._rows import Function

_SUGGESTIONS = 3
_SHOWN_CANDIDATES = 5


class Index:
    """All names that the functions of one profile go by. Made on the first lookup."""

    def __init__(self, functions: tuple[Function, ...]) -> None:
        self._functions = functions
        self._by_code: dict[tuple[str, int, str], list[Function]] = {}
        self._by_name: dict[str, list[Function]] = {}
        for function in functions:
            if function.kind == "python":
                key = (function.file, function.line, function.qualified_name)
                self._by_code.setdefault(key, []).append(function)
            for name in _names(function):
                self._by_name.setdefault(name, []).append(function)

    def find(self, key: Function | str | Callable[..., Any]) -> Function:
        """The one function that `key` stands for. Raises UnknownFunction."""
        found = self._candidates(key)
        if len(found) == 1:
            return found[0]
        raise UnknownFunction(_ambiguous(key, found) if found else self._unknown(key))

    def find_or_none(self, key: object) -> Function | None:
        found = self._candidates(key)
        return found[0] if len(found) == 1 else None

    def _candidates(self, key: object) -> list[Function]:
        if isinstance(key, Function):
            return [one for one in self._functions if _is_same(one, key)]
        if isinstance(key, str):
            return self._named(key)
        return self._of_object(key)

    def _named(self, name: str) -> list[Function]:
        """Full names win over last parts: "get" is the function app.get, whatever Pool.get is."""
        found = self._by_name.get(name, [])
        for full in (lambda one: one.display_name, _full_name, lambda one: one.qualified_name):
            exact = [one for one in found if full(one) == name]
            if exact:
                return exact
        return found

    def _of_object(self, key: object) -> list[Function]:
        """By identity of the code, going through wrappers until one is in the profile."""
        seen: set[int] = set()
        while key is not None and id(key) not in seen:
            seen.add(id(key))
            code = key if isinstance(key, CodeType) else getattr(key, "__code__", None)
            if isinstance(code, CodeType):
                place = (code.co_filename, code.co_firstlineno, code.co_qualname)
                if found := self._by_code.get(place, []):
                    return found
            elif isinstance(key, _WRITTEN_IN_C):
                return self._of_builtin(key)
            elif isinstance(key, type):
                return self._of_type(key)
            key = _wrapped(key)
        return []

    def _of_builtin(self, key: Any) -> list[Function]:
        wanted = _builtin_names(key)
        kinds = ("builtin", "method")
        for name in wanted:
            found = [one for one in self._by_name.get(name, []) if one.kind in kinds]
            if found:
                return found
        return []

    def _of_type(self, key: type) -> list[Function]:
        """Calls of the type itself, which are recorded with `types=True` only."""
        named = self._by_name.get(key.__qualname__, [])
        modules = (key.__module__, "")
        return [one for one in named if one.kind == "type" and one.module in modules]

    def _unknown(self, key: object) -> str:
        if isinstance(key, type):
            how = "ask for one of its methods, as __init__, or record with types=True"
            return f"{key.__qualname__} is a class; {how}"
        if not isinstance(key, str):
            return f"{key!r} was not called while this profile was recorded"
        from difflib import get_close_matches

        near = get_close_matches(key, self._by_name, n=_SUGGESTIONS)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"no function {key!r} was called while this profile was recorded{hint}"


_WRITTEN_IN_C = (
    BuiltinFunctionType, ClassMethodDescriptorType, MethodDescriptorType, MethodWrapperType,
    WrapperDescriptorType,
)  # fmt: skip


def _names(function: Function) -> set[str]:
    """The names a function goes by: full and short, with its line and its place."""
    full = _full_name(function)
    names = {function.display_name, full, function.qualified_name, function.name}
    if function.file:
        base = function.file.rpartition("/")[2]
        names |= {f"{full}:{function.line}", function.place, f"{base}:{function.line}"}
    return names - {""}


def _full_name(function: Function) -> str:
    return f"{function.module}.{function.qualified_name}".lstrip(".")


def _is_same(one: Function, other: Function) -> bool:
    """The same function, be it of another profile."""
    return one is other or (
        (one.kind, one.file, one.line, one.module, one.qualified_name)
        == (other.kind, other.file, other.line, other.module, other.qualified_name)
    )


def _wrapped(key: object) -> object:
    """What a method, partial, property, decorator or the like stands for; None if for nothing."""
    for attribute in ("__func__", "__wrapped__", "func", "fget"):
        inner = getattr(key, attribute, None)
        if callable(inner):
            return inner
    return None


def _builtin_names(key: Any) -> list[str]:
    """Under which names C functions are recorded: "module.name", "type.name"."""
    owner = getattr(key, "__objclass__", None)
    if owner is None:
        owner = getattr(key, "__self__", None)
        if owner is None or isinstance(owner, ModuleType):
            return [f"{key.__module__ or getattr(owner, '__name__', '')}.{key.__name__}"]
        if not isinstance(owner, type):
            owner = type(owner)
    return [
        name
        for base in owner.__mro__
        for name in (
            f"{base.__module__}.{base.__qualname__}.{key.__name__}",
            f"{base.__qualname__}.{key.__name__}",
        )
    ]


def _ambiguous(key: object, found: Iterable[Function]) -> str:
    names = [f"{one.display_name} ({one.place})" if one.file else one.display_name for one in found]
    more = f" and {len(names) - _SHOWN_CANDIDATES} more" if len(names) > _SHOWN_CANDIDATES else ""
    return (
        f"{key!r} may be any of {len(names)} functions: {', '.join(names[:_SHOWN_CANDIDATES])}"
        f"{more}; use the full name, or file:line"
    )
