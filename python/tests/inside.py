"""A plain model of who is inside of which block: functions that count their own calls for each."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

import swiftprof

Counts = Counter[str]


class Expected:
    """What a block's profile must say: calls of `first` and `second` while it was open here."""

    def __init__(self) -> None:
        self.is_open = True
        self.calls: Counts = Counter()


_here: ContextVar[tuple[Expected, ...]] = ContextVar("_here", default=())
_lock = Lock()
everything = Expected()


def _count(name: str) -> None:
    with _lock:
        for one in (everything, *_here.get()):
            if one.is_open:
                one.calls[name] += 1


def first() -> None:
    _count("first")


def second(times: int = 1) -> None:
    _count("second")
    for _ in range(times):
        first()


def begin_counting() -> Expected:
    """Everything is counted anew."""
    everything.calls.clear()
    return everything


class Open:
    """`swiftprof.profile()` and the model of it, entered and left together."""

    def __init__(self, **options: Any) -> None:
        self.profiling = swiftprof.profile(**options)
        self.expected = Expected()

    def enter(self) -> "Open":
        self.profiling.__enter__()
        _here.set((*_here.get(), self.expected))
        return self

    def leave(self) -> None:
        self.expected.is_open = False
        _here.set(tuple(one for one in _here.get() if one.is_open))
        self.profiling.__exit__(None, None, None)

    @property
    def recorded(self) -> Counts:
        return recorded(self.profiling.profile)

    def check(self) -> None:
        assert self.recorded == self.expected.calls


@contextmanager
def block(**options: Any) -> Iterator[Open]:
    one = Open(**options).enter()
    try:
        yield one
    finally:
        one.leave()


def recorded(profile: swiftprof.Profile) -> Counts:
    """Calls of our functions in a profile; those that were not called are no entries."""
    found = {one: profile.get(one) for one in (first, second)}
    return Counter({key.__name__: row.ncall for key, row in found.items() if row and row.ncall})
