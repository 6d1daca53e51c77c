"""Whether a stat is of one of these functions, or of these modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import CodeType, ModuleType
from typing import Any

from ._errors import YappiError
from ._stat import YStat


def func_matches(stat: Any, funcs: Iterable[Callable[..., Any]]) -> bool:
    """Whether the stat is of one of the functions. Of loaded stats too, unlike yappi's.

    Raises YappiError.

        yappi.get_func_stats(filter_callback=lambda stat: yappi.func_matches(stat, [work]))
    """
    _check_stat(stat)
    wanted = list(funcs)
    for function in wanted:
        if not callable(function):
            raise YappiError(f"Non-callable item in 'funcs'. ({function})")
    return any(_is_of(stat, function) for function in wanted)


def module_matches(stat: Any, modules: Iterable[ModuleType]) -> bool:
    """Whether the stat's function is defined in one of the modules. Raises YappiError.

    A module of Python is told by its file, one written in C by its name.
    """
    _check_stat(stat)
    wanted = list(modules)
    for module in wanted:
        if not isinstance(module, ModuleType):
            raise YappiError(f"Non-module item in 'modules'. ({module})")
    return any(_module_of(stat, module) for module in wanted)


def _check_stat(stat: object) -> None:
    if not isinstance(stat, YStat):
        raise YappiError(f"Argument 'stat' shall be a YStat object. ({stat})")


def _is_of(stat: Any, function: Any) -> bool:
    code = _code_of(function)
    if code is not None:
        own_name = stat.name.rpartition(".")[2]
        place = stat.module, stat.lineno
        return place == (code.co_filename, code.co_firstlineno) and own_name == code.co_name
    return bool(stat.builtin and stat.full_name in _names_in_c(function))


def _code_of(function: Any) -> CodeType | None:
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    return code if isinstance(code, CodeType) else None


def _names_in_c(function: Any) -> set[str]:
    """What a function in C may be called: by its module, and by the type whose method it is."""
    name, owner = getattr(function, "__name__", ""), getattr(function, "__self__", None)
    kind = getattr(function, "__objclass__", type(owner))
    types = [kind, *(owner.__mro__ if isinstance(owner, type) else ())]
    module = getattr(function, "__module__", None) or "builtins"
    methods = {f"builtins.<method '{name}' of '{_type_name(one)}' objects>" for one in types}
    return {f"{module}.{name}", *methods}


def _type_name(kind: type) -> str:
    plain = kind.__module__ in ("builtins", "")
    return kind.__qualname__ if plain else f"{kind.__module__}.{kind.__qualname__}"


def _module_of(stat: Any, module: ModuleType) -> bool:
    if stat.builtin:
        return bool(stat.module == module.__name__)
    return bool(stat.module == getattr(module, "__file__", None))
