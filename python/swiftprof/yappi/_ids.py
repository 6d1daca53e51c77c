"""Numbers of threads: counted up, never used again."""

from __future__ import annotations

import itertools
import sys
import threading
from _thread import get_ident, get_native_id

Key = tuple[int, int]
"""`threading.get_ident` and the system's number of a thread: told apart as long as both live."""


class ThreadIds:
    """Which number stands for which thread."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._known: dict[Key, int] = {}

    def of(self, key: Key) -> int:
        """The number of a thread, from the first time that it is asked for."""
        if key not in self._known:
            self._known[key] = next(self._numbers)
        return self._known[key]

    def here(self) -> int:
        """The number of the calling thread."""
        return self.of((get_ident(), get_native_id()))


def class_of_this_thread() -> str | None:
    """The name of the class of the calling thread's `threading.Thread`, None if there is none.

    Makes none, unlike `threading.current_thread`, and takes no lock.
    """
    active: dict[int, threading.Thread] = getattr(threading, "_active", {})
    thread = active.get(get_ident())
    return None if thread is None else type(thread).__name__


def class_of_this_greenlet() -> str:
    """The name of the class of the greenlet that runs."""
    return type(sys.modules["greenlet"].getcurrent()).__name__
