"""The language of --fail-on: what it takes, what it means, what it refuses."""

import operator
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import swiftprof
from swiftprof._conditions import Condition
from swiftprof._diff_rows import Change, Range

OPERATORS = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
COUNTS = {"ncall": "ncall", "nprim": "nprim"}
TIMES = {
    "tsub": "wall_self_ns", "ttot": "wall_total_ns", "cpuself": "cpu_self_ns",
    "cpu": "cpu_total_ns", "wait": "wait_total_ns",
}  # fmt: skip
UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "min": 6 * 10**10}

numbers = st.integers(0, 10**12)
blanks = st.sampled_from(["", " ", "  "])


class OneFunction:
    """A comparison that has one function, which every pattern fits."""

    measures = frozenset({"calls", "wall", "cpu", "resumptions"})

    def __init__(self, **numbers: Any) -> None:
        self.function = SimpleNamespace(**numbers)

    def fitting(self, pattern: str) -> tuple[Any, ...]:
        return (self.function,)


def holds(text: str, name: str, before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    change = Change(range_of(before), range_of(after))
    diff: Any = OneFunction(**{name: change})
    return bool(Condition(text).holding(diff))


def range_of(runs: tuple[int, ...]) -> Range:
    low, median, high = runs if len(runs) == 3 else runs * 3
    return Range(low, median, high)


@given(
    st.sampled_from(sorted(COUNTS)), st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["", "+", "-"]), numbers, numbers, numbers, blanks, blanks,
)  # fmt: skip
def test_counts_compare_as_python_does(
    quantity: str, sign: str, wish: str, limit: int, before: int, after: int, a: str, b: str
) -> None:
    text = f"{a}{quantity}{b}(app.*){a}{sign}{b}{wish}{a}{limit}{b}"
    value, bound = (after - before, -limit if wish == "-" else limit) if wish else (after, limit)
    assert holds(text, COUNTS[quantity], (before,), (after,)) == OPERATORS[sign](value, bound)


@given(
    st.sampled_from(sorted(TIMES)), st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["", "+", "-"]), st.decimals(0, 10**6, places=3), st.sampled_from(sorted(UNITS)),
    numbers, numbers,
)  # fmt: skip
def test_times_compare_exactly_in_every_unit(
    quantity: str, sign: str, wish: str, limit: Any, unit: str, before: int, after: int
) -> None:
    bound = Fraction(str(limit)) * UNITS[unit]
    value = Fraction(after - before) if wish else Fraction(after)
    expected = OPERATORS[sign](value, -bound if wish == "-" else bound)
    text = f"{quantity}(app) {sign} {wish}{limit}{unit}"
    assert holds(text, TIMES[quantity], (before,), (after,)) == expected


@given(
    st.sampled_from(sorted(OPERATORS)), st.sampled_from(["", "+", "-"]),
    st.integers(0, 1000), st.integers(1, 10**9), numbers,
)  # fmt: skip
def test_percent_is_of_the_value_before(
    sign: str, wish: str, percent: int, before: int, after: int
) -> None:
    value = Fraction((after - before) * 100, before)
    expected = OPERATORS[sign](value, -percent if wish == "-" else percent)
    assert holds(f"ncall(a) {sign} {wish}{percent}%", "ncall", (before,), (after,)) == expected


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("ncall(f) > +1000000%", 0, 1, True),
        ("ncall(f) < +10%", 0, 1, False),
        ("ncall(f) > +0%", 0, 0, False),
        ("ncall(f) < +10%", 0, 0, True),
        ("ncall(f) == +0", 7, 7, True),
        ("ncall(f) != +0", 7, 8, True),
        ("ncall(f) > 1_000", 0, 1001, True),
    ],
)
def test_what_was_not_called_before(text: str, before: int, after: int, expected: bool) -> None:
    assert holds(text, "ncall", (before,), (after,)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((100, 110, 120), (118, 140, 150), False),  # ranges that overlap
        ((100, 110, 120), (121, 128, 129), False),  # apart, by less than the runs of a side
        ((100, 110, 120), (140, 141, 142), True),
        ((100,), (106,), True),  # one run each: nothing tells what is noise
    ],
)
def test_a_change_of_a_time_within_the_spread_is_none(
    before: tuple[int, ...], after: tuple[int, ...], expected: bool
) -> None:
    assert holds("ttot(f) > +5%", "wall_total_ns", before, after) == expected
    assert holds("ttot(f) > +0", "wall_total_ns", before, after) == expected
    assert holds("ttot(f) <= +0", "wall_total_ns", before, after) == (not expected)
    assert holds("ttot(f) > 1ns", "wall_total_ns", before, after)  # the value is what it is


def test_averages_are_times_by_calls_and_of_nothing_there_are_none() -> None:
    def average_holds(text: str, calls: tuple[int, int], times: tuple[int, int]) -> bool:
        ncall = Change(range_of(calls[:1]), range_of(calls[1:]))
        times_change = Change(range_of(times[:1]), range_of(times[1:]))
        diff: Any = OneFunction(ncall=ncall, wall_total_ns=times_change)
        return bool(Condition(text).holding(diff))

    assert average_holds("tavg(f) > +0", (3, 3), (10, 11))
    assert average_holds("tavg(f) == +0", (3, 6), (10, 20))
    assert average_holds("tavg(f) > 3ns", (3, 3), (10, 10))
    assert not average_holds("tavg(f) > +0", (0, 3), (0, 11))
    assert not average_holds("tavg(f) <= +0", (3, 0), (10, 0))


@pytest.mark.parametrize(
    "pattern",
    ["app.db.*", "f.<locals>.<lambda>", "a(b)", "m.f.<genexpr> > x", "app/db.py", "(folded)"],
)
def test_a_pattern_may_hold_anything(pattern: str) -> None:
    condition = Condition(f"ncall({pattern}) > +0")
    assert (condition.quantity, condition.pattern) == ("ncall", pattern)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no condition: write it as in 'ncall"),
        ("ncall > 0", "is no condition"),
        ("ncall(f)", "is no condition"),
        ("ncall() > 0", r"names no function.*\* stands for all"),
        ("calls(f) > 0", "no quantity 'calls'; use ncall, nprim, tsub"),
        ("ncall(f) => 0", "no operator '=>'; use >=, <=, ==, !=, >, <"),
        ("ncall(f) > many", "is no condition"),
        ("ncall(f) > 1.2.3", "'1.2.3' is no number"),
        ("ncall(f) > 10ms", "ncall is a number of calls and has no unit 'ms'"),
        ("ttot(f) > 10", "ttot is a time, so give a unit: ns, us"),
        ("ttot(f) > 10 hours", "no unit 'hours'; use ns, us"),
        ("ttot(f) > +10 percent", "no unit 'percent'"),
        ("ncall(f) > 1 and ncall(g) > 1", "is no condition"),
    ],
)
def test_what_is_no_condition_is_refused_with_how_it_is_written(text: str, says: str) -> None:
    with pytest.raises(swiftprof.InvalidCondition, match=says) as caught:
        Condition(text)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, (swiftprof.SwiftprofError, ValueError))


@given(st.text(alphabet="ncaltos()<>=!+-%. 0123456789mus*_", max_size=30))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        refusal, condition = None, Condition(text)
    except swiftprof.InvalidCondition as error:
        refusal, condition = error, None
    assert condition is not None or repr(text) in str(refusal)
    assert condition is None or condition.quantity in {*COUNTS, *TIMES, "tavg"}


@pytest.mark.parametrize(
    ("quantity", "needs"),
    [("ncall", "calls"), ("ttot", "wall"), ("cpu", "cpu"), ("wait", "cpu"), ("tavg", "calls")],
)
def test_what_was_not_measured_cannot_be_a_condition(quantity: str, needs: str) -> None:
    diff: Any = OneFunction()
    diff.measures = OneFunction.measures - {needs}
    with pytest.raises(swiftprof.NotMeasured, match=quantity):
        Condition(f"{quantity}(f) > +0").check(diff)
