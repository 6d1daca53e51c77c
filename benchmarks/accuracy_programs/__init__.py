"""Programs whose true times are known by phase: what a profiler says of a phase is compared with them.

    PROGRAMS["five phases"]()      makes the program, with what its phases need

A phase is a function `phase(n)` that does one piece of work n times. accuracy_run.py finds the n that takes
every phase equally long on the machine at hand, so that no phase is too small to be wrong about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Callable[[int], object]


@dataclass(frozen=True)
class Program:
    """Phases in the order in which they run.

    at_once: 0: in the main thread; 1: each in a thread of its own, in turn; 2: two threads at once.
    clock: whose times are compared. WHY "cpu" for threads at once: how long each of them waits for the other
    is no property of the phase.
    """

    phases: tuple[Phase, ...]
    at_once: int = 0
    clock: Literal["wall", "cpu"] = "wall"


def _programs() -> dict[str, Callable[[], Program]]:
    from . import c_code, calls, deep_and_wide, real_code, suspended, threaded

    modules = (calls, c_code, suspended, deep_and_wide, threaded, real_code)
    return {name: make for module in modules for name, make in module.PROGRAMS.items()}


PROGRAMS = _programs()
