"""Saying which targets were not recorded, and why."""

import sys
from collections.abc import Iterable, Mapping
from types import ModuleType

from ._exact import why_no_target
from ._functions import code_objects, functions_of, names_of_function
from ._names import TargetName

_SUGGESTIONS = 3
_SHOWN = 5


def describe_missing(missing: Mapping[str, str]) -> str:
    """One sentence for the user, without a full stop."""
    shown = [f"{name!r}: {reason}" for name, reason in list(missing.items())[:_SHOWN]]
    more = f"; and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    what = "a target was" if len(missing) == 1 else f"{len(missing)} targets were"
    return f"{what} not recorded: {'; '.join(shown)}{more}"


def why_missing(name: TargetName, modules: Mapping[str, ModuleType]) -> str:
    """Why nothing was found under this name in the modules that are imported now."""
    looked_at = {key: one for key, one in modules.items() if name.matches_module(key)}
    if not looked_at:
        what = "the module" if name.is_exact_module else "a module like"
        return f"{what} {name.module} was never imported{_close(name.module, modules)}"
    if name.is_exact_module and (reason := why_no_target(looked_at[name.module], name)):
        return reason
    there = _function_names(looked_at)
    if any(map(name.matches_function, there)):
        return f"{name.qualname} was defined after swiftprof looked for it"
    near = _close(name.qualname, there)
    where = name.module if len(looked_at) == 1 else f"any of {len(looked_at)} modules"
    return f"there is no function {name.qualname} in {where}{near}"


def why_not_on_setprofile(flags: int, qualname: str) -> str:
    """Why a function cannot be a target without sys.monitoring; "" if it can."""
    kind = next((kind for flag, kind in _SUSPENDING.items() if flags & flag), "")
    if not kind and "<locals>" in qualname:
        kind = "a nested function"
    return f"{qualname} is {kind}, {_NEEDS_MONITORING}" if kind else ""


_NEEDS_MONITORING = (
    'which only the backend "monitoring" can target (CPython 3.12 and newer); '
    "or name a function that calls it, with below=True (--below)"
)
_SUSPENDING = {  # Include/cpython/code.h
    0x20: "a generator function",
    0x80: "a coroutine function",
    0x100: "a generator-based coroutine",
    0x200: "an asynchronous generator function",
}


def imported_modules() -> dict[str, ModuleType]:
    """sys.modules without what is no module there."""
    return {
        name: module for name, module in list(sys.modules.items()) if isinstance(module, ModuleType)
    }


def _function_names(modules: Mapping[str, ModuleType]) -> set[str]:
    return {
        name
        for functions in functions_of(modules).values()
        for function in functions
        for code in code_objects(function.__code__)
        for name in (code.co_qualname, *names_of_function(function))
    }


def _close(wanted: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, sorted(names), n=_SUGGESTIONS)
    return f"; did you mean {' or '.join(near)}?" if near else ""
