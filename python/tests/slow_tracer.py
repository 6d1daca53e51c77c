"""The obvious tracer: a profile function in Python that keeps a tree of dictionaries. Slow, for comparing."""

import dis
import functools
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from swiftprof import Node, Profile


@dataclass
class Calls:
    """One calling context, by the names of its callees."""

    calls: int = 0
    resumptions: int = 0
    callees: dict[str, "Calls"] = field(default_factory=dict)

    def callee(self, name: str) -> "Calls":
        return self.callees.setdefault(name, Calls())


class Tracer:
    """The profile function and the calling contexts of the calls that are open, the root first.

    It keeps no frame that is not running: that would keep alive what the program has dropped.
    """

    def __init__(self) -> None:
        self.root = Calls()
        self.stack = [self.root]
        self.running: list[FrameType] = []
        self.passed_by: list[tuple[FrameType, FrameType]] = []  # see _throw_through

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            self._call(frame)
        elif event == "return":
            self._return(frame, argument)
        elif event == "c_call":
            self._push(argument.__name__, resumed=False)
        elif len(self.stack) > 1:
            self.stack.pop()

    def _push(self, name: str, *, resumed: bool) -> None:
        node = self.stack[-1].callee(name)
        node.calls += not resumed
        node.resumptions += resumed
        self.stack.append(node)

    def _enter(self, frame: FrameType, *, resumed: bool) -> None:
        self._push(frame.f_code.co_name, resumed=resumed)
        self.running.append(frame)

    def _leave(self, frame: FrameType) -> None:
        if len(self.stack) > 1:
            self.stack.pop()
        if self.running and self.running[-1] is frame:
            self.running.pop()

    def _call(self, frame: FrameType) -> None:
        if self.passed_by and self.passed_by[-1][0] is frame:
            self.passed_by.pop()  # it is there already
            return
        resumed = frame.f_lasti > _first_resume(frame.f_code)
        if resumed and frame.f_code.co_flags & _ASYNC:
            self._throw_through(frame)
        self._enter(frame, resumed=resumed)

    def _throw_through(self, frame: FrameType) -> None:
        """An exception goes by those that await the frame, without an event: they go on with it."""
        chain = []
        below = frame
        while (waiting := _who_awaits(below)) is not None and waiting not in self.running:
            chain.append((waiting, below))
            below = waiting
        for waiting, below in reversed(chain):
            self._enter(waiting, resumed=True)
            self.passed_by.append((waiting, below))

    def _return(self, frame: FrameType, value: object) -> None:
        self._leave(frame)
        if self.passed_by and self.passed_by[-1][0] is frame:
            self.passed_by.pop()  # 3.11 does not tell that it went on
        while _is_suspending(frame, value) and self.passed_by and self.passed_by[-1][1] is frame:
            frame = self.passed_by.pop()[0]
            self._leave(frame)


_ASYNC = inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


@functools.cache
def _first_resume(code: CodeType) -> int:
    """Behind it stand the frames that have been suspended; no function but generators is."""
    if not code.co_flags & (_ASYNC | inspect.CO_GENERATOR):
        return len(code.co_code)
    instructions = code.co_code[::2]
    made = instructions.index(dis.opmap["RETURN_GENERATOR"])
    return 2 * instructions.index(dis.opmap["RESUME"], made)


def _is_suspending(frame: FrameType, value: object) -> bool:
    """Whether a coroutine or async generator that is left goes on later; it must not yield None.

    It stands at the instruction that yields, or in 3.13 already at the next one.
    """
    at = dis.opname[frame.f_code.co_code[frame.f_lasti]]
    suspends = value is not None and at in ("YIELD_VALUE", "RESUME")
    return suspends and bool(frame.f_code.co_flags & _ASYNC)


def _who_awaits(frame: FrameType) -> FrameType | None:
    """Plain generators may stand between."""
    caller = frame.f_back
    while caller is not None and caller.f_code.co_flags & inspect.CO_GENERATOR:
        caller = caller.f_back
    return caller if caller is not None and caller.f_code.co_flags & _ASYNC else None


def traced(call: Callable[[], object]) -> Calls:
    """What `call` calls, on this thread."""
    tracer = Tracer()
    sys.setprofile(tracer)
    try:
        call()
    finally:
        sys.setprofile(None)
    tracer.root.callees.pop("setprofile", None)
    return tracer.root


def recorded(profile: Profile, name: str) -> Calls:
    """The same from a profile: what was called by the one context whose function is named so."""
    (caller,) = [
        each for each in profile.tree.walk() if each.function and each.function.name == name
    ]
    return _copy(caller)


def _copy(node: Node) -> Calls:
    """The tracer tells functions apart by their bare names, so two of a name become one."""
    copy = Calls(node.calls, node.resumptions)
    for child in node.children:
        _add(copy.callee(child.function.name), _copy(child))
    return copy


def _add(into: Calls, other: Calls) -> None:
    into.calls += other.calls
    into.resumptions += other.resumptions
    for name, calls in other.callees.items():
        _add(into.callee(name), calls)
