"""How functions and threads were first seen: what names need and profiles do not have."""

from __future__ import annotations

from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE

from .. import _bridge
from .._rows import Function

_SUSPENDED = CO_COROUTINE | CO_ASYNC_GENERATOR | CO_ITERABLE_COROUTINE
Place = tuple[str, int, str]


class Sights:
    """Of all recordings since the last `forget`."""

    def __init__(self) -> None:
        self._codes: dict[Place, tuple[int, str | None]] = {}
        self._ended: dict[str, int] = {}
        self._running: dict[str, int] = {}

    def take(self, *, ended: bool) -> None:
        """Take over what the bridge has noted. ended: the recording is over."""
        codes, switches = _bridge.take_first_seen()
        for file, line, qualified_name, flags, class_name in codes:
            self._codes.setdefault((file, line, qualified_name), (flags, class_name))
        self._running = switches
        if ended:
            for thread, count in switches.items():
                self._ended[thread] = self._ended.get(thread, 0) + count
            self._running = {}

    def forget(self) -> None:
        self._codes.clear()
        self._ended.clear()
        self._running.clear()

    def class_of_self(self, function: Function) -> str | None:
        """Of the first call: the class of its first argument, if that is called `self`."""
        return self._code(function)[1]

    def is_suspended(self, function: Function) -> bool:
        """Whether its resumptions are no calls: coroutines and asynchronous generators."""
        return bool(self._code(function)[0] & _SUSPENDED)

    def switches(self, thread: str) -> int:
        """How often the thread of this name came to run."""
        return max(1, self._ended.get(thread, 0) + self._running.get(thread, 0))

    def _code(self, function: Function) -> tuple[int, str | None]:
        place = function.file, function.line, function.qualified_name
        return self._codes.get(place, (0, None))
