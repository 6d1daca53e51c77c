"""Conditions on comparisons: "ncall(app.db.*) > +0".

    QUANTITY(PATTERN) OPERATOR [+|-]NUMBER[%|UNIT]

With a sign or a "%" the number is a change from before; without, the value after.
"""

from __future__ import annotations

import operator
import re
from fractions import Fraction

from ._errors import InvalidCondition, NotMeasured

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ._diff import Diff
    from ._diff_rows import Change, FunctionDiff

_SHAPE = re.compile(
    r"""\s* (?P<quantity> [^\s(]+ ) \s*
        \( (?P<pattern> .* ) \) \s*
        (?P<operator> [<>=!]+ ) \s*
        (?P<sign> [+-]? ) \s* (?P<number> [0-9._]+ ) \s* (?P<unit> [^\s\d]* ) \s*""",
    re.VERBOSE | re.DOTALL,
)
_COUNTS = {"ncall": "ncall", "nprim": "nprim"}
_TIMES = {
    "tsub": "wall_self_ns",
    "ttot": "wall_total_ns",
    "cpuself": "cpu_self_ns",
    "cpu": "cpu_total_ns",
    "wait": "wait_total_ns",
    "tavg": "",  # ttot by ncall
}
_OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_UNITS = {"ns": 1, "us": 1000, "µs": 1000, "ms": 10**6, "s": 10**9, "min": 60 * 10**9}
_EXAMPLE = "write it as in 'ncall(app.db.*) > +0' or 'ttot(app.main) > +10%'"


class Condition:
    """One condition, checked when it is made. Raises InvalidCondition, saying how it is written."""

    __slots__ = ("_compare", "_is_percent", "_is_relative", "_limit", "pattern", "quantity", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        match = _SHAPE.fullmatch(text)
        if match is None or not _is_balanced(match["pattern"]):
            raise InvalidCondition(f"{text!r} is no condition: {_EXAMPLE}")
        self.quantity = _checked(text, "quantity", match["quantity"], [*_COUNTS, *_TIMES])
        self._compare = _OPERATORS[_checked(text, "operator", match["operator"], _OPERATORS)]
        self.pattern = match["pattern"].strip()
        if not self.pattern:
            raise InvalidCondition(f"{text!r} names no function: {_EXAMPLE}; * stands for all")
        self._is_percent = match["unit"] == "%"
        self._is_relative = bool(match["sign"]) or self._is_percent
        self._limit = self._limit_of(match["sign"], match["number"], match["unit"])

    @property
    def is_time(self) -> bool:
        """Whether its numbers are nanoseconds, and not calls."""
        return self.quantity in _TIMES

    def fitting(self, diff: Diff) -> tuple[FunctionDiff, ...]:
        """The functions that it is about."""
        return diff.fitting(self.pattern)

    def holding(self, diff: Diff) -> tuple[FunctionDiff, ...]:
        """The functions for which it holds. Raises NotMeasured."""
        self.check(diff)
        return tuple(one for one in self.fitting(diff) if self._holds(one))

    def check(self, diff: Diff) -> None:
        """Raise NotMeasured if the profiles lack what it is about."""
        needed = {"tavg": {"calls", "wall"}, "wait": {"cpu", "wall"}}.get(self.quantity)
        if needed is None:
            is_count, is_cpu = self.quantity in _COUNTS, self.quantity.startswith("cpu")
            needed = {"calls" if is_count else "cpu" if is_cpu else "wall"}
        if not needed <= diff.measures:
            raise NotMeasured(
                f"{self.text!r}: {self.quantity} was not measured on both sides, so it cannot be compared"
            )

    def change_of(self, function: FunctionDiff) -> tuple[Fraction, Fraction] | None:
        """Its number before and after, by the medians of the runs; None: not called on a side."""
        if self.quantity == "tavg":
            return _averages(function)
        change = self._change(function)
        return Fraction(change.before.median), Fraction(change.after.median)

    def _change(self, function: FunctionDiff) -> Change:
        change: Change = getattr(function, (_COUNTS | _TIMES)[self.quantity] or "wall_total_ns")
        return change

    def _holds(self, function: FunctionDiff) -> bool:
        values = self.change_of(function)
        if values is None:
            return False
        before, after = values
        if not self._is_relative:
            return self._compare(after, self._limit)
        # WHY: what the runs of one side differ by anyway must not make a build fail.
        if self.quantity in _TIMES and self._change(function).is_noise:
            after = before
        if not self._is_percent:
            return self._compare(after - before, self._limit)
        if before == 0:  # more than any percentage, or none
            return (
                self._compare(Fraction(1), Fraction(0))
                if after
                else self._compare(after, self._limit)
            )
        return self._compare((after - before) * 100, self._limit * before)

    def _limit_of(self, sign: str, number: str, unit: str) -> Fraction:
        try:
            limit = Fraction(number)
        except (ValueError, ZeroDivisionError):
            raise InvalidCondition(f"{self.text!r}: {number!r} is no number") from None
        if not self._is_percent:
            limit *= self._checked_unit(limit, unit)
        return -limit if sign == "-" else limit

    def _checked_unit(self, limit: Fraction, unit: str) -> int:
        if self.quantity in _COUNTS:
            if unit:
                raise InvalidCondition(
                    f"{self.text!r}: {self.quantity} is a number of calls and has no unit {unit!r}"
                )
            return 1
        if not unit and limit != 0:
            raise InvalidCondition(
                f"{self.text!r}: {self.quantity} is a time, so give a unit: {', '.join(_UNITS)}"
            )
        return _UNITS[_checked(self.text, "unit", unit, _UNITS)] if unit else 1

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


def _is_balanced(pattern: str) -> bool:
    """Whether its parentheses pair up: "f) > 1 and ncall(g" is no pattern but two conditions."""
    depth = 0
    for character in pattern:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _checked(text: str, what: str, word: str, words: Iterable[str]) -> str:
    """The word itself. Raises InvalidCondition."""
    known = list(words)
    if word not in known:
        raise InvalidCondition(f"{text!r}: no {what} {word!r}; use {', '.join(known)}")
    return word


def _averages(function: FunctionDiff) -> tuple[Fraction, Fraction] | None:
    calls, times = function.ncall, function.wall_total_ns
    if not calls.before.median or not calls.after.median:
        return None
    return (
        Fraction(times.before.median, calls.before.median),
        Fraction(times.after.median, calls.after.median),
    )
