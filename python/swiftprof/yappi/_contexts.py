"""Contexts that callbacks tell apart: asked by the recording at each call, named once.

Threads without a callback are not here: the profile has them.
"""

from __future__ import annotations

import functools
import warnings
from _thread import _local, get_ident
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ._errors import YappiError
from ._ids import class_of_this_thread

NO_NAME = "N/A"


@dataclass
class Context:
    """One of them: its number, what it is called (None: not known yet), the thread it was first seen on."""

    id: int
    thread: int
    name: str | None = None
    switches: int = 0


class Contexts:
    """Those seen since the statistics were cleared, by number."""

    def __init__(self) -> None:
        self.seen: dict[int, Context] = {}
        self.unnamed = False
        self._named_by: Callable[[], str | None] = class_of_this_thread
        self._current: int | None = None

    def forget(self) -> None:
        self.seen = {}
        self.unnamed = False
        self._current = None

    def name_by(self, callback: Callable[[], str | None]) -> None:
        self._named_by = callback

    def enter(self, number: object) -> None:
        """The calling thread runs in this context. Raises YappiError for what is no number."""
        if not isinstance(number, int):
            raise YappiError(f"a context id is an int, the callback gave {number!r}")
        context = self.seen.get(number)
        if context is None:
            context = self.seen[number] = Context(number, get_ident())
        if number != self._current:
            context.switches += 1
            self._current = number
        if context.name is None:
            self._name(context)

    def name_of(self, number: int) -> str:
        context = self.seen.get(number)
        return NO_NAME if context is None or context.name is None else context.name

    def _name(self, context: Context) -> None:
        """Ask for the name; asked again at the next call if the callback does not know yet."""
        try:
            name = self._named_by()
            if name is not None and not isinstance(name, str):
                raise YappiError(f"a context name is a str, the callback gave {name!r}")
        except Exception as error:
            _warn_of_failure("context name", self._named_by, error)
            self._named_by = lambda: NO_NAME
            name = NO_NAME
        context.name = name
        self.unnamed = any(one.name is None for one in self.seen.values())

    def asking(self, callback: Callable[[], Any]) -> Callable[[], Any]:
        """The callback for the recording: gives what `callback` does, and notes what is new.

        Raises what `callback` raises, or YappiError: then it is not called any more.
        """
        last: object = None

        @functools.wraps(callback, assigned=("__module__", "__name__", "__qualname__"))
        def ask() -> Any:
            nonlocal last
            number = callback()
            if number != last or number is None or self.unnamed or number != self._current:
                self.enter(number)
                last = number
            return number

        return ask


def thread_number(of_this_thread: Callable[[], int]) -> Callable[[], int]:
    """A callback that gives each thread the number that it has, asked for once."""
    local: Any = _local()

    def number() -> int:
        try:
            known: int = local.number
        except AttributeError:
            known = local.number = of_this_thread()
        return known

    return number


def asking_tag(callback: Callable[[], Any]) -> Callable[[], int]:
    """The tag callback for the recording. Raises YappiError for what is no number."""

    @functools.wraps(callback, assigned=("__module__", "__name__", "__qualname__"))
    def ask() -> int:
        tag = callback()
        if not isinstance(tag, int):
            raise YappiError(f"a tag is an int, the callback gave {tag!r}")
        return tag

    return ask


def _warn_of_failure(role: str, callback: object, error: BaseException) -> None:
    warnings.warn(
        f"swiftprof.yappi: the {role} callback {callback!r} failed with {error!r} and is not called "
        "any more",
        RuntimeWarning,
        stacklevel=2,
    )
