"""What events cost is measured when a recording starts, on each backend, and leaves no traces."""

import gc
import signal
import sys
import threading

import pytest

import swiftprof
from backends import monitoring_only
from swiftprof import _bridge


def costs(**options: object) -> dict:
    swiftprof.start(**options)
    swiftprof.stop()
    return _bridge.event_costs()


def kinds_measured(measured: dict) -> set[str]:
    return {kind for kind, cost in measured.items() if isinstance(cost, tuple) and sum(cost) > 0}


def test_each_kind_of_event_has_a_cost_of_two_parts_that_are_not_negative(backend):
    measured = costs()
    assert measured["probe_ns"] > 0
    assert measured["slowdown"] >= 1
    pairs = [cost for cost in measured.values() if isinstance(cost, tuple)]
    assert len(pairs) == 10
    assert all(part >= 0 for pair in pairs for part in pair)
    # An exception's own is a small difference of large times: it may be lost in noise.
    expected = {"call", "resumption", "awakening", "builtin", "method", "span"}
    assert expected <= kinds_measured(measured)
    assert ("bare_call" in kinds_measured(measured)) == (backend == "monitoring")


def test_without_builtins_there_is_no_cost_of_what_has_no_events(backend):
    measured = costs(builtins=False)
    assert {"call", "resumption", "awakening"} <= kinds_measured(measured)
    assert not {"builtin", "method", "type", "unrecorded", "bare_call"} & kinds_measured(measured)


def test_a_profile_knows_what_its_calls_cost(backend):
    swiftprof.start()
    assert swiftprof.stop().header.event_pair_cost_ns > 0


def test_types_have_a_cost_where_they_are_recorded(backend):
    if backend != "monitoring":
        pytest.skip("this backend hears of no types")
    assert "unrecorded" in kinds_measured(costs())
    with_types = kinds_measured(costs(types=True))
    assert "type" in with_types
    assert "unrecorded" not in with_types


def test_measuring_leaves_no_objects_and_no_frames_behind(backend):
    costs()
    before = sys.getrefcount(None), len(gc.get_objects()), gc.isenabled(), list(gc.callbacks)
    swiftprof.start()
    profile = swiftprof.stop()
    assert not [row for row in profile.rows if "calibration" in row.function.file]
    del profile
    after = sys.getrefcount(None), len(gc.get_objects()), gc.isenabled(), list(gc.callbacks)
    assert abs(after[1] - before[1]) < 100
    assert after[2:] == before[2:]
