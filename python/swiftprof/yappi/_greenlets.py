"""Greenlets as contexts: numbers that they keep."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from importlib import import_module
from typing import Any

from ._errors import YappiError

_ATTRIBUTE = "_swiftprof_yappi_id"
_numbers = itertools.count(1)


def current_greenlet() -> Callable[[], Any]:
    """`greenlet.getcurrent`. Raises YappiError without the library."""
    try:
        library: Any = import_module("greenlet")
    except ImportError as error:
        raise YappiError(
            "the backend 'greenlet' needs the library greenlet: pip install greenlet"
        ) from error
    function: Callable[[], Any] = library.getcurrent
    return function


def greenlet_number(getcurrent: Callable[[], Any]) -> Callable[[], int]:
    """A callback that gives the number of the running greenlet, counted up from 1."""

    def number() -> int:
        greenlet = getcurrent()
        try:
            known: int = greenlet._swiftprof_yappi_id
        except AttributeError:
            known = next(_numbers)
            setattr(greenlet, _ATTRIBUTE, known)
        return known

    return number


def only_one(number: Callable[[], int]) -> Callable[[], int]:
    """The same for one greenlet alone, the one that runs now; 0 stands for all others."""
    wanted = number()

    def number_or_none() -> int:
        known = number()
        return known if known == wanted else 0

    return number_or_none
