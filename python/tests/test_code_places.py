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
WORK = "abs(_ ** 80)"  # more than calls can seem to have cost: else some of it would be taken elsewhere
# Takes more room in the code than there are small ints (1,024 bytes on 3.15), and never runs.
FAR = "    if times is None: " + ".".join(["times"] + ["attribute"] * 80) + "\n"


def calling(name: str, before: str) -> Callable[[object], object]:
    namespace: dict[str, Callable[[object], object]] = {}
    exec(f"def {name}(times):\n{before}    for _ in times: {WORK}\n", namespace)
    return namespace[name]


def until_far_events_have_a_cost(backend: str) -> None:
    """WHY again and again: it is a small difference of large times, and may come out as nothing."""
    for _ in range(20 if TOLD else 1):
        _bridge.start(backend=backend)
        _bridge.discard()
        if sum(_bridge.event_costs()["far"]):
            return
        time.sleep(0.4)  # another calibration is due


def test_a_call_from_far_behind_costs_both_its_events_more(backend: str) -> None:
    near, far = calling("near", ""), calling("far", FAR)
    until_far_events_have_a_cost(backend)
    swiftprof.start(backend=backend)
    near(range(CALLS))
    far(range(CALLS))
    profile = swiftprof.stop()
    costs = _bridge.event_costs()
    pace = profile.header.event_pair_cost_ns / sum(costs["call"])
    more = profile[far].wall_total_overhead - profile[near].wall_total_overhead
    assert more * 1e9 == pytest.approx(2 * CALLS * pace * sum(costs["far"]), rel=0.01, abs=10)
    assert (more > 0) == TOLD
