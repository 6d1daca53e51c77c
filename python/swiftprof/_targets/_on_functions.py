"""Targets on the backend "setprofile": functions, replaced by calls that are recorded."""

from collections.abc import Iterable
from types import FunctionType

from .. import _bridge
from .._trampoline import Replacement, clone
from ._functions import names_of_function
from ._missing import why_not_on_setprofile


class FunctionTargets:
    """Replaces functions until `detach`, which makes them what they were.

    The backend needs the GIL, and so does this (see `Replacement`).
    """

    looks_at_code = False

    def __init__(self) -> None:
        self._replaced: dict[int, tuple[FunctionType, Replacement]] = {}
        self._originals: dict[int, FunctionType] = {}

    def candidates(self, functions: Iterable[FunctionType]) -> list[tuple[set[str], FunctionType]]:
        """(names, function) of each."""
        return [(names_of_function(function), function) for function in functions]

    def candidate(self, function: FunctionType) -> FunctionType:
        return function

    def why_not(self, function: FunctionType) -> str:
        """Why this function cannot be a target; "" if it can."""
        return why_not_on_setprofile(function.__code__.co_flags, function.__qualname__)

    def record(self, function: FunctionType, *, below: bool) -> None:
        if id(function) not in self._replaced and id(function) not in self._originals:
            original = clone(function)
            call = _bridge.TargetCall(original, original.__code__, below)
            self._originals[id(original)] = original
            self._replaced[id(function)] = (function, Replacement(function, original, call))

    def detach(self) -> None:
        for _, replacement in self._replaced.values():
            replacement.undo()
        self._replaced.clear()
        self._originals.clear()
