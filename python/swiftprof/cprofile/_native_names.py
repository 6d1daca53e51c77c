"""Names of C functions as cProfile has them (CPython, Modules/_lsprof.c, normalizeUserObj).

Native profiles name a method by the type that defines it, "list.append". So does cProfile, but for
what is bound to a type: of class and static methods it knows no type, and of `__new__`, which
all types have of one definition, only that of `type`.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._collected import Function, Label, Tally

_METHOD = re.compile(r"<method '([^']*)' of '([^']*)' objects>")


def as_cprofile_names(functions: dict[Label, Function]) -> dict[Label, Function]:
    """The same under cProfile's names. What has one name then is added up."""
    new = {label: name for label in functions if (name := _renamed(label)) != label}
    if not new:
        return functions
    renamed: dict[Label, Function] = {}
    for label, numbers in functions.items():
        if not new.keys().isdisjoint(numbers[4]):
            numbers = (*numbers[:4], _with_names(numbers[4], new))
        _add_function(renamed, new.get(label, label), numbers)
    return renamed


def _with_names(callers: dict[Label, Tally], new: dict[Label, Label]) -> dict[Label, Tally]:
    renamed: dict[Label, Tally] = {}
    for caller, tally in callers.items():
        _add_tally(renamed, new.get(caller, caller), tally)
    return renamed


def _renamed(label: Label) -> Label:
    file, line, name = label
    if file != "~" or not name.startswith("<method "):
        return label
    return file, line, cprofile_name(name)


@lru_cache(maxsize=4096)
def cprofile_name(name: str) -> str:
    """cProfile's name of a C method that pstats would show by this one.

    >>> cprofile_name("<method 'fromkeys' of 'dict' objects>")
    '<built-in method fromkeys>'
    >>> cprofile_name("<method 'append' of 'list' objects>")
    "<method 'append' of 'list' objects>"
    """
    match = _METHOD.fullmatch(name)
    owner = _find_type(match[2]) if match else None
    if match is None or owner is None:
        return name
    method = match[1]
    entry = vars(owner).get(method)
    if type(entry) is type(vars(list)["append"]) or entry is None:
        return name
    metaclass: type = type(owner)
    for base in metaclass.__mro__:  # a look-up from the type, as if it were an object like others
        if method in vars(base):
            return repr(vars(base)[method])
    return f"<built-in method {method}>"


def _find_type(name: str) -> type | None:
    """The type called so in its `tp_name`, "dict" or "collections.deque", if it can be found."""
    module, _, qualified_name = name.rpartition(".") if "." in name else ("builtins", "", name)
    found: object = sys.modules.get(module)
    found = getattr(found, "__dict__", {}).get(qualified_name)
    return found if isinstance(found, type) else None


def _add_function(functions: dict[Label, Function], label: Label, one: Function) -> None:
    other = functions.get(label)
    if other is None:
        functions[label] = one
        return
    for caller, tally in one[4].items():
        _add_tally(other[4], caller, tally)
    cc, nc, tt, ct = (mine + theirs for mine, theirs in zip(other[:4], one[:4], strict=True))
    functions[label] = (int(cc), int(nc), tt, ct, other[4])


def _add_tally(callers: dict[Label, Tally], caller: Label, one: Tally) -> None:
    other = callers.get(caller, (0, 0, 0.0, 0.0))
    nc, cc, tt, ct = (mine + theirs for mine, theirs in zip(other, one, strict=True))
    callers[caller] = (int(nc), int(cc), tt, ct)
