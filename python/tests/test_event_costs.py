"""What events cost: measured by kind when a recording starts, with nothing left behind."""

import gc
import sys
import textwrap
from pathlib import Path

import pytest

import swiftprof
from backends import USABLE
from running import run_python
from swiftprof import _bridge

Costs = dict[str, tuple[float, float]]

pytestmark = pytest.mark.parametrize("backend", USABLE)


# What an exception adds, and what an offset does: small differences of large times, which may come
# out as nothing.
SMALL = {"unwind", "far"}


def costs(backend: str, **options: bool) -> Costs:
    _bridge.start(backend=backend, **options)
    _bridge.discard()
    measured = _bridge.event_costs()
    return {kind: cost for kind, cost in measured.items() if isinstance(cost, tuple)}


def with_a_cost(measured: Costs) -> set[str]:
    return {kind for kind, cost in measured.items() if sum(cost) > 0}


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_events_have_a_cost_of_two_parts_by_kind(backend: str) -> None:
    measured = costs(backend)
    assert len(measured) == 15
    assert all(part >= 0 for pair in measured.values() for part in pair)
    told = {"call", "resumption", "awakening", "coroutine", "builtin", "method", "span"}
    told |= {"bare_call", "initializer", "step"}
    only_of_monitoring = {"unrecorded", "super"} if backend == "monitoring" else set()
    assert with_a_cost(measured) - SMALL == told | only_of_monitoring


def test_the_speed_of_the_machine_is_measured_with_the_costs(backend: str) -> None:
    costs(backend)
    assert _bridge.event_costs()["probe_ns"] > 0


def test_code_without_calls_is_slowed_down_only_where_it_is_not_specialised(backend: str) -> None:
    costs(backend)
    slowdown = _bridge.event_costs()["slowdown"]
    assert slowdown >= 1 if sys.version_info < (3, 12) else slowdown == 1


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_what_has_no_events_has_no_cost(backend: str) -> None:
    measured = with_a_cost(costs(backend, builtins=False))
    seen_by_profile_functions = {"bare_call", "initializer"} if backend == "setprofile" else set()
    told = {"call", "resumption", "awakening", "coroutine", "step", "span"}
    assert measured - SMALL == told | seen_by_profile_functions


def test_types_cost_in_their_own_time_where_they_are_recorded(backend: str) -> None:
    if backend == "monitoring":
        measured = with_a_cost(costs(backend, types=True))
        assert "type" in measured
        assert "unrecorded" not in measured
    else:
        assert "type" not in with_a_cost(costs(backend))


def test_a_profile_says_what_its_calls_cost(backend: str) -> None:
    swiftprof.start(backend=backend)
    assert swiftprof.stop().header.event_pair_cost_ns > 0


def test_calls_of_calibration_are_in_no_profile(backend: str) -> None:
    swiftprof.start(backend=backend)
    profile = swiftprof.stop()
    assert not [one for one in profile.functions if "_calibration_programs" in one.file]


def run(program: str, folder: Path) -> None:
    done = run_python("-c", textwrap.dedent(program), cwd=folder)
    assert done.returncode == 0, done.stderr


def test_measuring_costs_leaves_no_object_behind(backend: str, tmp_path: Path) -> None:
    program = f"""
        import gc
        from swiftprof import _bridge
        options = {{"backend": {backend!r}}}
        _bridge.start(**options); _bridge.discard()  # what starting keeps for ever
        gc.collect()
        objects, callbacks = len(gc.get_objects()), len(gc.callbacks)
        _bridge.start(builtins=False, **options); _bridge.discard()  # measured anew
        assert _bridge.event_costs()["probe_ns"] > 0
        assert len(gc.get_objects()) <= objects
        assert len(gc.callbacks) == callbacks
        """
    run(program, tmp_path)


def test_with_hardly_a_frame_left_recording_starts_all_the_same(
    backend: str, tmp_path: Path
) -> None:
    program = f"""
        from swiftprof import _bridge
        def deep():
            try:
                return deep()
            except RecursionError:
                _bridge.start(backend={backend!r})
        deep()
        assert _bridge.is_running()
        _bridge.discard()
        """
    run(program, tmp_path)


def test_an_interrupt_while_costs_are_measured_leaves_nothing_on(
    backend: str, tmp_path: Path
) -> None:
    program = f"""
        import sys
        from swiftprof import _bridge
        interrupting = True
        def interrupt(event, _):
            global interrupting
            if interrupting and event in ("sys.setprofile", "sys.monitoring.register_callback"):
                interrupting = False
                raise KeyboardInterrupt
        sys.addaudithook(interrupt)
        try:
            _bridge.start(backend={backend!r})
        except KeyboardInterrupt:
            assert not _bridge.is_running()
            assert not interrupting
        else:
            raise AssertionError("the interrupt is lost")
        _bridge.start(backend={backend!r})
        assert _bridge.event_costs()["probe_ns"] > 0
        _bridge.discard()
        """
    run(program, tmp_path)


def test_collections_go_on_as_they_did(backend: str) -> None:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        costs(backend, builtins=False)
        assert not gc.isenabled()
    finally:
        if was_enabled:
            gc.enable()
