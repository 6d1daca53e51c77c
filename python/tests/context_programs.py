"""Calls made in contexts of the program's own, counted by the program too."""

from collections import Counter
from collections.abc import Callable, Hashable
from contextvars import ContextVar

import pytest

import swiftprof
from backends import USABLE

each_backend = pytest.mark.parametrize("backend", USABLE)

request: ContextVar[Hashable] = ContextVar("request", default=None)
phase: ContextVar[str | None] = ContextVar("phase", default=None)
expected: Counter[tuple[object, object, str]] = Counter()


def count(name: str) -> None:
    expected[request.get(), phase.get(), name] += 1


def leaf() -> None:
    count("leaf")


def work(times: int = 1) -> None:
    count("work")
    for _ in range(times):
        leaf()


def calls(profile: swiftprof.Profile, function: Callable[..., object]) -> int:
    row = profile.get(function)
    return row.ncall if row else 0


def check(profile: swiftprof.Profile) -> None:
    """Each context has its calls and no others, and those in none are the rest."""
    for name, function in (("leaf", leaf), ("work", work)):
        own: Counter[object] = Counter()
        for (context, _, called), times in expected.items():
            if called == name:
                own[context] += times
        for context, times in own.items():
            if context is not None:
                part = profile.filter(context=str(context))
                assert calls(part, function) == times, (context, name)
        assert calls(profile, function) == own.total(), name
