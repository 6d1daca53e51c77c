"""The program's own trace function of greenlets, beside ours."""

from typing import Any

import pytest

import sample
import swiftprof
from greenlet_programs import greenlet, parked, paths


def test_the_programs_trace_function_goes_on_and_is_put_back() -> None:
    seen: list[tuple[str, bool]] = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append((event, pair[1] is main))

    main = greenlet.getcurrent()
    greenlet.settrace(trace)
    try:
        swiftprof.start()
        one = greenlet.greenlet(parked)
        one.switch(main)
        with pytest.raises(OSError, match="thrown"):
            one.throw(OSError("thrown"))
        profile = swiftprof.stop()
        assert greenlet.gettrace() is trace
    finally:
        greenlet.settrace(None)
    assert seen == [("switch", False), ("switch", True), ("throw", False), ("throw", True)]
    assert profile[parked].ncall == 1


def test_a_trace_function_that_hands_on_may_stand_before_ours() -> None:
    seen = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append(event)
        if previous is not None:
            previous(event, pair)

    main = greenlet.getcurrent()
    swiftprof.start()
    sample.leaf()
    previous = greenlet.settrace(trace)
    try:
        one = greenlet.greenlet(parked)
        one.switch(main)
        sample.leaf()
        profile = swiftprof.stop()
        one.switch()  # ours hears of it, and does nothing
    finally:
        greenlet.settrace(None)
    assert seen == ["switch"] * 4
    here = test_a_trace_function_that_hands_on_may_stand_before_ours.__name__
    assert paths(profile, here, "parked", "leaf") == {
        here: 1, f"{here}/leaf": 2, "parked": 1, "parked/leaf": 1,
    }  # fmt: skip


def test_a_trace_function_that_is_set_again_calls_nobody_for_ever() -> None:
    seen = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append(event)
        if previous is not None:
            previous(event, pair)

    previous = None
    greenlet.settrace(trace)
    try:
        swiftprof.start()
        sample.leaf()
        previous = greenlet.settrace(trace)
        greenlet.greenlet(sample.leaf).switch()
        profile = swiftprof.stop()
    finally:
        greenlet.settrace(None)
    assert len(seen) < 10
    assert profile[sample.leaf].ncall == 2


def test_errors_of_the_programs_trace_function_are_its_own() -> None:
    def trace(event: str, pair: tuple[Any, Any]) -> None:
        raise RuntimeError("of the trace function")

    greenlet.settrace(trace)
    swiftprof.start()
    with pytest.raises(RuntimeError, match="of the trace function"):
        greenlet.greenlet(sample.leaf).switch()
    swiftprof.stop()
    assert greenlet.gettrace() is None  # the library takes one away that fails
