"""The obvious tracer: a profile function in Python that keeps a tree of dictionaries. Slow, for comparing."""

import dis
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
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
    """The profile function and the calling contexts of the frames on the stack, the root first."""

    def __init__(self) -> None:
        self.root = Calls()
        self.stack = [self.root]
        self.seen: set[FrameType] = set()  # a frame that comes again has been resumed
        self.suspended: set[FrameType] = set()  # of coroutines and async generators
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

    def _call(self, frame: FrameType) -> None:
        if self.passed_by and self.passed_by[-1][0] is frame:
            self.passed_by.pop()  # it is there already
            return
        if frame in self.suspended:
            self._throw_through(frame)
        self._push(frame.f_code.co_name, resumed=frame in self.seen)
        self.seen.add(frame)
        self.suspended.discard(frame)

    def _throw_through(self, frame: FrameType) -> None:
        """An exception goes by those that await the frame, without an event: they go on with it."""
        chain = []
        below = frame
        while (waiting := _next_async(below)) in self.suspended and waiting is not None:
            chain.append((waiting, below))
            below = waiting
        for waiting, below in reversed(chain):
            self._push(waiting.f_code.co_name, resumed=True)
            self.suspended.discard(waiting)
            self.passed_by.append((waiting, below))

    def _return(self, frame: FrameType, value: object) -> None:
        if len(self.stack) > 1:
            self.stack.pop()
        if self.passed_by and self.passed_by[-1][0] is frame:
            self.passed_by.pop()  # 3.11 does not tell that it went on
        if not _is_suspending(frame, value):
            return
        self.suspended.add(frame)
        while self.passed_by and self.passed_by[-1][1] is frame:
            frame = self.passed_by.pop()[0]
            self.suspended.add(frame)
            self.stack.pop()


def _is_suspending(frame: FrameType, value: object) -> bool:
    """Whether a coroutine or async generator that is left goes on later; it must not yield None.

    It stands at the instruction that yields, or in 3.13 already at the next one.
    """
    is_async = frame.f_code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR)
    at = dis.opname[frame.f_code.co_code[frame.f_lasti]]
    return bool(is_async) and value is not None and at in ("YIELD_VALUE", "RESUME")


def _next_async(frame: FrameType) -> FrameType | None:
    """Who awaits a frame; plain generators may stand between."""
    caller = frame.f_back
    while caller is not None and caller.f_code.co_flags & inspect.CO_GENERATOR:
        caller = caller.f_back
    return caller


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
