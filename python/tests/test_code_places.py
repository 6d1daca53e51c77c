"""Events far behind in the code of a function cost more, where the interpreter tells their offset."""

import sys
import time
from collections.abc import Callable

import pytest

import swiftprof
from backends import USABLE
from swiftprof import _bridge

pytestmark = pytest.mark.parametrize("backend", USABLE)

TOLD = sys.version_info >= (3, 12)
CALLS = 2_000
# Takes more room in the code than there are small ints (1,024 bytes on 3.15), and never runs.
FAR = "    if times is None: " + ".".join(["times"] + ["attribute"] * 80) + "\n"


def function(source: str) -> Callable[[object], object]:
    namespace: dict[str, Callable[[object], object]] = {}
    exec(source, namespace)
    return namespace["function"]


def calling(what: str, before: str) -> Callable[[object], object]:
    return function(f"def function(times):\n{before}    for _ in times: {what}\n")


def overhead_ns(backend: str, program: Callable[[object], object], name: str) -> float:
    """What one call of `name` is said to have cost, within it and in its caller."""
    program(range(CALLS))
    swiftprof.start(backend=backend)
    program(range(CALLS))
    profile = swiftprof.stop()
    callee, caller = profile[name], profile[program]
    pace = profile.header.event_pair_cost_ns / sum(_bridge.event_costs()["call"])
    return (callee.wall_self_overhead + caller.wall_self_overhead) * 1e9 / CALLS / pace


def measured_far_ns(backend: str) -> float:
    """WHY again and again: it is a small difference of large times, and may come out as nothing."""
    for _ in range(20 if TOLD else 1):
        _bridge.start(backend=backend)
        _bridge.discard()
        if cost := sum(_bridge.event_costs()["far"]):
            return cost
        time.sleep(0.4)  # another calibration is due
    return 0.0


def test_a_call_from_far_behind_costs_both_its_events_more(backend: str) -> None:
    far_ns = measured_far_ns(backend)
    near = overhead_ns(backend, calling("abs(1)", ""), "abs")
    far = overhead_ns(backend, calling("abs(1)", FAR), "abs")
    assert (far_ns > 0) == TOLD
    # WHY not to the nanosecond: another calibration may have come between.
    assert (far > near * 1.15) == TOLD
