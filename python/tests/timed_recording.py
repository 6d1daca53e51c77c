"""Recordings with a timer of the program's own, whose time passes only where the program says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import swiftprof
from swiftprof import _bridge
from swiftprof._backends import chosen_backend
from swiftprof._recorded import profile_of_recording

Timer = Callable[[], Any]


class Ticks:
    """Time that passes only where a program says so."""

    def __init__(self, now: int = 0) -> None:
        self.now = now
        self.readings = 0

    def __call__(self) -> int:
        self.readings += 1
        return self.now


ticks = Ticks()


def work(units: int) -> None:
    ticks.now += units


def inner() -> None:
    work(3)


def outer() -> None:
    work(10)
    inner()
    inner()


class Recorded:
    profile: swiftprof.Profile

    def self_times(self) -> dict[str, int]:
        return {row.name: row.wall_self_ns for row in self.profile.functions}

    def self_time(self, name: str) -> int:
        return self.self_times().get(name, 0)


def stop() -> swiftprof.Profile:
    return profile_of_recording(_bridge.stop(), backend=chosen_backend())


@contextmanager
def recording(timer: Timer, timeunit: float = 1, **options: Any) -> Iterator[Recorded]:
    recorded = Recorded()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=timeunit, **options)
    try:
        yield recorded
    finally:
        recorded.profile = stop()
