"""Switching decorated functions off and on: `swiftprof.disable()`, `swiftprof.enable()`.

A decorated function has the code of the function that it stands for while off, and a trampoline's
while on. The change is one step for other threads (see `_trampoline.Replacement`); calls that are
open go on as they began.
"""

import os
import weakref
from _thread import RLock
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from ._trampoline import trampoline_code

ENVIRONMENT = "SWIFTPROF"
"""0: decorated functions start switched off."""


class Switch:
    """Whether decorated functions are profiled; `function.__swiftprof__` where code is changed."""

    def __init__(self) -> None:
        self.is_on = os.environ.get(ENVIRONMENT) != "0"
        self._lock = RLock()
        self._functions: weakref.WeakSet[FunctionType] = weakref.WeakSet()

    def add(self, function: FunctionType, call: Callable[..., Any]) -> None:
        """Let `function`, of any code that fits, call `call` while on."""
        function.__swiftprof__ = Codes(function.__code__, call)  # type: ignore[attr-defined]
        with self._lock:
            self._functions.add(function)
            self._apply(function)

    def turn(self, is_on: bool) -> None:
        with self._lock:
            self.is_on = is_on
            for function in list(self._functions):
                self._apply(function)

    def _apply(self, function: Any) -> None:
        codes: Codes = function.__swiftprof__
        code = codes.on if self.is_on else codes.off
        if function.__code__ is not code and function.__code__ in (codes.on, codes.off):
            function.__code__ = code


class Codes:
    """The two codes of a decorated function, and what keeps the callee of the first alive."""

    __slots__ = ("_call", "off", "on")

    def __init__(self, off: CodeType, call: Callable[..., Any]) -> None:
        self._call = call
        self.off = off
        self.on = trampoline_code(off, weakref.ref(call), weak=True)


switch = Switch()
"""The one switch of this process."""


def disable() -> None:
    """Let functions decorated with `@swiftprof.profile` run unprofiled, at full speed.

    Calls that are open finish as they began, their recording with them. The environment's
    SWIFTPROF=0 has the same effect from the start.

        swiftprof.disable()
        work()  # as if it had never been decorated
        swiftprof.enable()
    """
    switch.turn(False)


def enable() -> None:
    """Profile decorated functions again, after `disable` or in spite of SWIFTPROF=0."""
    switch.turn(True)
