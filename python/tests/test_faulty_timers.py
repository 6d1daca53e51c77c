"""Timers that do what they should not: they raise, answer nonsense, go back, leap about."""

from typing import Any

import pytest

import swiftprof
from swiftprof import _bridge
from swiftprof._backends import chosen_backend
from timed_recording import outer, recording, ticks, work


def test_a_timer_that_raises_is_told_of_and_survived(unraisable: list[Any]) -> None:
    def timer() -> int:
        raise ZeroDivisionError("no time")

    with recording(timer) as recorded:
        outer()
    assert recorded.self_time("work") == 0
    assert recorded.profile["inner"].ncall == 2
    assert unraisable
    assert {type(error) for error in unraisable} == {ZeroDivisionError}


@pytest.mark.parametrize(
    ("timeunit", "answer", "error"),
    [
        (1, 1.5, TypeError),
        (1, None, TypeError),
        (1, 2**63, OverflowError),
        (0, "now", TypeError),
        (0, int, TypeError),
        (0, float("nan"), ValueError),
        (0, float("inf"), OverflowError),
        (0, 2**62, OverflowError),
    ],
)
def test_an_answer_that_is_no_time_is_told_of_and_survived(
    timeunit: float, answer: object, error: type[Exception], unraisable: list[Any]
) -> None:
    with recording(lambda: answer, timeunit) as recorded:
        outer()
    assert recorded.profile["inner"].ncall == 2
    assert {type(told) for told in unraisable} == {error}


def test_what_was_missed_by_an_error_counts_when_the_timer_answers_again(
    unraisable: list[Any],
) -> None:
    fails = False

    def timer() -> int:
        if fails:
            raise ValueError
        return ticks.now

    with recording(timer) as recorded:
        work(1)
        fails = True
        work(2)
        fails = False
        work(4)
    assert unraisable
    assert sum(recorded.self_times().values()) <= 7
    assert recorded.self_time("work") == 5  # the 2 are those of who called next


def test_no_time_passes_while_a_timer_goes_back() -> None:
    with recording(ticks) as recorded:
        work(5)
        work(-1_000)
        work(7)
    assert recorded.self_time("work") == 12


def test_a_timer_that_leaps_about_overflows_nothing() -> None:
    answers = iter([0, 2**62, -(2**62), 2**62] * 1_000)
    with recording(lambda: next(answers)) as recorded:
        for _ in range(100):
            outer()
    assert recorded.profile["outer"].ncall == 100
    assert 0 < sum(recorded.self_times().values()) <= 2**53


def test_what_cannot_be_called_is_refused() -> None:
    with pytest.raises(TypeError, match="timer"):
        _bridge.start(backend=chosen_backend(), timer=5)  # type: ignore[arg-type]
    assert not swiftprof.is_running()
