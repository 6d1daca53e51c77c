"""What the values of a profile have in common: they never change, and they hold times."""

from __future__ import annotations

from ._measures import not_measured

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from typing import Any, NoReturn, Self

_NS_PER_SECOND = 1_000_000_000
_NUMBERS = {
    *("ncall", "nprim", "calls", "resumptions", "wall_average", "cpu_average", "span_average"),
    *(
        f"{clock}{part}{unit}"
        for clock in ("wall", "cpu", "wait")
        for part in ("", "_self", "_total")
        for unit in ("", "_ns")
    ),
    *(
        f"{clock}{part}_overhead{unit}"
        for clock in ("wall", "cpu")
        for part in ("", "_self", "_total")
        for unit in ("", "_ns")
    ),
    *("suspended", "suspended_ns", "span", "span_ns"),
}
"""Every number that a profile may lack."""


class Frozen:
    """Refuses every assignment. Subclasses fill their slots by `_set` in `__init__`.

    A copy is the value itself. Values can be pickled.
    """

    __slots__ = ()

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"cannot set {name!r}: a {type(self).__name__} never changes")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"cannot delete {name!r}: a {type(self).__name__} never changes")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        self._set(**state[1])


class Measured(Frozen):
    """Has numbers, of which those that were not measured are not there."""

    __slots__ = ()

    if not TYPE_CHECKING:  # type checkers are told of all numbers

        def __getattr__(self, name: str) -> NoReturn:
            if name in _NUMBERS and hasattr(type(self), name):
                raise not_measured(name)
            raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}")


class Timed(Measured):
    """Exact times in nanoseconds, and the same in seconds.

    self: without what was called; total: with it, each moment counted once, however deep the
    recursion. wait: wall less CPU, the time in which the thread did not run.
    suspended: of coroutines and async generators, the time between the steps in which they ran,
    while others had the thread. What an awaited coroutine was suspended, its awaiter was too.
    span: wall total and suspended together, from the call to the end as those who wait see it.
    overhead: what swiftprof itself took, by estimate. All other times are without it, so that what
    was recorded is wall_self + wall_self_overhead; 0 in a profile that is raw (`Profile.raw`).
    """

    __slots__ = (
        "cpu_self_ns", "cpu_self_overhead_ns", "cpu_total_ns", "cpu_total_overhead_ns",
        "suspended_ns", "wall_self_ns", "wall_self_overhead_ns", "wall_total_ns",
        "wall_total_overhead_ns",
    )  # fmt: skip

    wall_self_ns: int
    wall_total_ns: int
    cpu_self_ns: int
    cpu_total_ns: int
    suspended_ns: int
    wall_self_overhead_ns: int
    wall_total_overhead_ns: int
    cpu_self_overhead_ns: int
    cpu_total_overhead_ns: int

    @property
    def wall_self(self) -> float:
        return self.wall_self_ns / _NS_PER_SECOND

    @property
    def wall_total(self) -> float:
        return self.wall_total_ns / _NS_PER_SECOND

    @property
    def cpu_self(self) -> float:
        return self.cpu_self_ns / _NS_PER_SECOND

    @property
    def cpu_total(self) -> float:
        return self.cpu_total_ns / _NS_PER_SECOND

    @property
    def wait_self_ns(self) -> int:
        return max(0, self.wall_self_ns - self.cpu_self_ns)

    @property
    def wait_total_ns(self) -> int:
        return max(0, self.wall_total_ns - self.cpu_total_ns)

    @property
    def wait_self(self) -> float:
        return self.wait_self_ns / _NS_PER_SECOND

    @property
    def wait_total(self) -> float:
        return self.wait_total_ns / _NS_PER_SECOND

    @property
    def wall_self_overhead(self) -> float:
        return self.wall_self_overhead_ns / _NS_PER_SECOND

    @property
    def wall_total_overhead(self) -> float:
        return self.wall_total_overhead_ns / _NS_PER_SECOND

    @property
    def cpu_self_overhead(self) -> float:
        return self.cpu_self_overhead_ns / _NS_PER_SECOND

    @property
    def cpu_total_overhead(self) -> float:
        return self.cpu_total_overhead_ns / _NS_PER_SECOND

    @property
    def suspended(self) -> float:
        return self.suspended_ns / _NS_PER_SECOND

    @property
    def span_ns(self) -> int:
        return self.wall_total_ns + self.suspended_ns

    @property
    def span(self) -> float:
        return self.span_ns / _NS_PER_SECOND


class Counted(Timed):
    """Times and numbers of calls.

    ncall: calls; nprim: those with no call of the same function (or over the same edge) open
    below them; resumptions: how often suspended frames (generators, coroutines) went on, which
    are not calls.
    """

    __slots__ = ("ncall", "nprim", "resumptions")

    ncall: int
    nprim: int
    resumptions: int

    @property
    def wall_average(self) -> float:
        """Seconds of `wall_total` per call, 0.0 without a call."""
        return self.wall_total / self.ncall if self.ncall else 0.0

    @property
    def cpu_average(self) -> float:
        """Seconds of `cpu_total` per call, 0.0 without a call."""
        return self.cpu_total / self.ncall if self.ncall else 0.0

    @property
    def span_average(self) -> float:
        """Seconds of `span` per call, 0.0 without a call: how long one request took."""
        return self.span / self.ncall if self.ncall else 0.0


def seconds(ns: int) -> float:
    """Nanoseconds as seconds."""
    return ns / _NS_PER_SECOND


def readable(ns: int) -> str:
    """A duration for people, with three digits: "1.23 s", "45.6 ms", "789 us", "12 ns"."""
    for unit, size in (("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)):
        if ns >= size:
            return f"{ns / size:.3g} {unit}" if ns < 1000 * size else f"{ns / size:.0f} {unit}"
    return f"{ns} ns"
