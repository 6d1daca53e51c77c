"""Every public name of yappi is here, and is called in the same way."""

import inspect
from typing import Any

import pytest

from yappi_pair import original, ours

_NAMES = sorted(
    name
    for name, value in vars(original).items()
    if not name.startswith("_") and not inspect.ismodule(value)
)
_FOREIGN = {"contextmanager", "get_ident", "main", "GREENLET_COUNTER"}  # imports and inner matters


@pytest.mark.parametrize("name", [name for name in _NAMES if name not in _FOREIGN])
def test_every_public_name_is_here(name: str) -> None:
    theirs, own = getattr(original, name), getattr(ours, name)
    if inspect.isclass(theirs):
        assert _public(theirs) <= _public(own)
        return
    if inspect.isfunction(theirs):
        assert _parameters(own) == _parameters(theirs)
    else:
        assert own == theirs


@pytest.mark.parametrize(
    "method", ["YFuncStats.save", "YFuncStats.add", "YFuncStats.sort", "YFuncStats.print_all",
               "YThreadStats.sort", "YThreadStats.print_all", "YChildFuncStats.print_all"],
)  # fmt: skip
def test_methods_take_the_same_arguments(method: str) -> None:
    kind, name = method.split(".")
    found = [
        list(inspect.signature(getattr(getattr(yappi, kind), name)).parameters)
        for yappi in (original, ours)
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["YFuncStat", "YChildFuncStat", "YThreadStat", "YGreenletStat"])
def test_fields_have_the_same_names_and_numbers(kind: str) -> None:
    assert getattr(ours, kind)._KEYS == getattr(original, kind)._KEYS


def _public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_") and not hasattr(dict, name)}


def _parameters(function: Any) -> list[tuple[str, Any]]:
    return [
        (name, parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
    ]
