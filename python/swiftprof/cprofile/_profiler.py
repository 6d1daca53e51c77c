"""What is C in the original: enable, disable, clear, getstats."""

from __future__ import annotations

import math

from ._codes import Codes
from ._collected import Collected
from ._entries import OwnCalls, entries_of
from ._recordings import ALL_THREADS, CallOptions
from ._turns import Turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _lsprof import profiler_entry
    from collections.abc import Callable
    from types import CodeType
    from typing import Any, Self

_AS_BEFORE: Any = object()


class Profiler:
    """Records while it is enabled, and adds up what it has recorded until `clear`.

    timer: says what time it is, in the place of the clocks: seconds as a float, or as an int counted in
    timeunit seconds. It is called at every call and return, and costs accordingly; what it does wrong
    is told to `sys.unraisablehook`. subcalls: note who called whom. builtins: record C functions.
    Raises TypeError. Any thread may call its methods; from 3.12 on all threads are recorded, in 3.11
    the one that called `enable`.
    """

    __timer: Callable[[], float] | None
    __timeunit: float
    __subcalls: bool
    __builtins: bool
    __turn: Turn | None
    __collected: Collected
    __codes: Codes
    __own_calls: OwnCalls

    def __new__(cls, *_: object, **__: object) -> Self:
        # WHY here: a subclass need not call __init__, as with the original.
        self = super().__new__(cls)
        self.__timer, self.__timeunit = None, 0.0
        self.__subcalls = self.__builtins = True
        self.__turn = None
        self.__collected, self.__codes, self.__own_calls = Collected(), Codes(), OwnCalls()
        return self

    def __init__(
        self,
        timer: Callable[[], float] | None = None,
        timeunit: float = 0.0,
        subcalls: bool = True,
        builtins: bool = True,
    ) -> None:
        timeunit = math.copysign(timeunit, timeunit)  # "must be real number, not str"
        self.clear()  # WHY first: the timer may call this, and is refused here
        self.__timer, self.__timeunit = _callable(timer), timeunit
        self.__subcalls, self.__builtins = bool(subcalls), bool(builtins)

    def enable(self, subcalls: bool = _AS_BEFORE, builtins: bool = _AS_BEFORE) -> None:
        """Record from here on. subcalls, builtins: as before, unless given.

        Raises ValueError when another Profile or tool is recording ("Another profiling tool is already
        active"); in 3.11 it takes the place of another Profile in its thread. Takes about 0.1 ms.
        """
        if subcalls is not _AS_BEFORE:
            self.__subcalls = bool(subcalls)
        if builtins is not _AS_BEFORE:
            self.__builtins = bool(builtins)
        if self.__turn is not None and not ALL_THREADS:
            return
        options = CallOptions(
            builtins=self.__builtins, timer=self.__timer, timeunit=self.__timeunit
        )
        self.__begin(Turn(self.__end), options)  # last: see there

    def disable(self) -> None:
        """Record no more. Does nothing when it is not enabled. Raises RuntimeError inside of its timer."""
        turn = self.__end(calls=True)
        if turn is not None:
            turn.leave()  # last: see there

    def clear(self) -> None:
        """Forget what was recorded. While it is enabled, recording goes on. RuntimeError as in disable."""
        if self.__turn is not None:
            self.__turn.stretch.clear()
        self.__collected.clear()
        self.__codes.clear()
        self.__own_calls.clear()

    def getstats(self) -> list[profiler_entry]:
        """An entry for each function that was called, in no order: code, callcount, reccallcount,
        totaltime, inlinetime (seconds), calls.

        code is the code object, or for functions in C a name ("<built-in method builtins.len>").
        reccallcount: calls with another of the same function open. calls: the same numbers for each
        function that was called from there, or None. Times are without what recording them took.

            for entry in profile.getstats():
                print(entry.code, entry.callcount, entry.inlinetime)
        """
        running = self.__turn.stretch if self.__turn is not None else None
        functions = self.__collected.functions(running, subcalls=self.__subcalls)
        own = self.__own_calls.entries()
        return entries_of(functions, self.__codes, self.__in_seconds) + own

    def _note_exit(self, code: CodeType) -> None:
        """The next `disable` comes from the end of a `with` block, which `code` stands for."""
        self.__own_calls.leaving = code

    def __begin(self, turn: Turn, options: CallOptions) -> None:
        before, self.__turn = self.__turn, turn
        try:
            turn.begin(options, self.__codes)
        except BaseException:
            self.__turn = before
            raise

    def __end(self, *, calls: bool = False) -> Turn | None:
        turn = self.__turn
        stretch = turn.end() if turn is not None else None
        if stretch is None:
            self.__own_calls.leaving = None
            return None
        self.__collected.add(stretch, subcalls=self.__subcalls)
        self.__turn = None
        if calls and self.__builtins:
            self.__own_calls.count()
        return turn

    def __in_seconds(self, time: float) -> float:
        if self.__timer is None or self.__timeunit <= 0:
            return time
        return round(time * 1e9) * self.__timeunit


def _callable(timer: Callable[[], float] | None) -> Callable[[], float] | None:
    """As the original takes anything for a timer, and tells at each call that it is none."""
    if timer is None or callable(timer):
        return timer
    return lambda: timer()
