"""The obvious tracer: a profile function in Python that keeps a tree of dictionaries. Slow, for comparing."""

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


def traced(call: Callable[[], object]) -> Calls:
    """What `call` calls, on this thread."""
    root = Calls()
    stack = [root]
    seen: set[FrameType] = set()  # a frame that comes again has been resumed

    def hook(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            node = stack[-1].callee(frame.f_code.co_name)
            resumed = frame in seen
            seen.add(frame)
            node.calls += not resumed
            node.resumptions += resumed
            stack.append(node)
        elif event == "c_call":
            node = stack[-1].callee(argument.__name__)
            node.calls += 1
            stack.append(node)
        elif len(stack) > 1:
            stack.pop()

    sys.setprofile(hook)
    try:
        call()
    finally:
        sys.setprofile(None)
    root.callees.pop("setprofile", None)
    return root


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
