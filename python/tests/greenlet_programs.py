"""What the tests of greenlets share: the library, functions that switch, and calls by path."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import sample
import swiftprof
from backends import FREE_THREADED

if FREE_THREADED:
    pytest.skip("not tested: greenlet switches the GIL on for all tests", allow_module_level=True)
greenlet: Any = pytest.importorskip("greenlet", reason="not tested: no greenlet for this Python")

OutputOf = Callable[[str], str]


def paths(profile: swiftprof.Profile, *names: str) -> Counter[str]:
    """Calls of these functions by "outer/.../inner", what is called between them left out."""
    calls: Counter[str] = Counter()
    for node in profile.tree.walk():
        function = node.function
        if function is not None and function.name in names and node.calls:
            path = "/".join(each.name for each in node.path if each.name in names)
            calls[path] += node.calls
    return calls


def assert_self_times_add_up(profile: swiftprof.Profile) -> None:
    for root in profile.tree.roots:
        nodes = list(root.walk())
        assert sum(node.wall_self_ns for node in nodes) == root.thread.wall_ns
        assert root.thread.wall_ns <= root.thread.duration_ns + len(nodes)  # rounding
        assert sum(node.cpu_self_ns for node in nodes) == root.thread.cpu_ns
        assert all(0 <= node.cpu_self_ns <= node.wall_self_ns for node in nodes)


def parked(main: Any) -> None:
    sample.leaf()
    main.switch()
    sample.leaf()


def older(main: Any) -> None:
    parked(main)
    sample.middle(2)
    main.switch()
    sample.leaf()


def spin(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
