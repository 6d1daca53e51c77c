"""`yappi.run` and `yappi.profile`: a recording of a block, and one of each call of a function."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from .._pass_through import calling_through
from ._errors import YappiError
from ._func_stats import YFuncStats
from ._names import CLOCK_TYPES
from ._profiler import profiler

P = ParamSpec("P")
R = TypeVar("R")
ReturnCallback = Callable[[Callable[..., Any], YFuncStats], object]

_OUTSIDE = 0
_INSIDE = 1


class Run:
    """A block that is profiled: `with yappi.run(): ...`."""

    def __init__(self, builtins: bool, threads: bool, greenlets: bool) -> None:
        self._options = builtins, threads, greenlets

    def __enter__(self) -> None:
        profiler.start(*self._options)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        profiler.stop()


def run(
    builtins: bool = False, profile_threads: bool = True, profile_greenlets: bool = True
) -> Run:
    """A `with` block that begins with `start` and ends with `stop`.

    with yappi.run(builtins=True):
        work()
    yappi.get_func_stats().print_all()
    """
    return Run(builtins, profile_threads, profile_greenlets)


class Gate:
    """What stands before and behind each call of a decorated function."""

    def __init__(
        self,
        function: Callable[..., Any],
        clock: str,
        builtins: bool,
        callback: ReturnCallback | None,
    ) -> None:
        self._function = function
        self._clock = clock
        self._clock_before = clock
        self._builtins = builtins
        self._callback = callback

    def enter(self) -> int:
        """Begin, unless something is profiled already: then the call is part of that."""
        if profiler.is_running:
            return _OUTSIDE
        profiler.clear()
        self._clock_before = profiler.clock
        profiler.set_clock(self._clock)
        profiler.start(self._builtins, threads=True, all_greenlets=True)
        return _INSIDE

    def leave(self, ticket: int) -> None:
        """End, tell, and forget."""
        if ticket == _OUTSIDE:
            return
        profiler.stop()
        try:
            self._tell(YFuncStats().get())
        finally:
            profiler.clear()
            profiler.set_clock(self._clock_before)

    def _tell(self, stats: YFuncStats) -> None:
        if self._callback is not None:
            self._callback(self._function, stats)
            return
        own = [stat for stat in stats if stat.name.rpartition(".")[2] == self._function.__name__]
        spent = own[0].ttot if own else 0.0
        sys.stdout.write(f"\nExecuted in {spent:.6f} {self._clock.upper()} clock seconds\n")
        stats.print_all()


def profile(
    clock_type: str = "cpu",
    profile_builtins: bool = False,
    return_callback: ReturnCallback | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: profile each outermost call, and print the statistics when it ends.

    return_callback: called with the function and the `YFuncStats` instead. What was recorded
    before is cleared at the call, and what was recorded in it at its end. While something is
    profiled already the function is just called, and is part of that. Raises YappiError.

        @yappi.profile(clock_type="wall")
        def work(): ...
    """
    if clock_type.upper() not in CLOCK_TYPES:
        raise YappiError(f"Invalid clock type:{clock_type.upper()} (there are wall and cpu)")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        gate = Gate(function, clock_type, profile_builtins, return_callback)
        wrapper: Callable[P, R] = functools.wraps(function)(calling_through(gate, function))
        return wrapper

    return decorate
