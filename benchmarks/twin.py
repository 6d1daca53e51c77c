"""A copy of this process that no profiler has ever touched, to time the same steps in turn with this one.

WHY a copy: what a profiler leaves behind (instrumented or unspecialised bytecode, warm tables) must not be in
the true times. WHY forked: both have the same heap, the same hash seeds and the same warm caches, so that
nothing but the profiler differs.

WHY in turn, and each timing between two readings of a probe: the speed of a shared or throttled processor
changes by a factor of two within a second. What is compared must be near in time, and is given in readings of
the probe; where the probes around a comparison differ, the speed changed within it, and it is left out.
"""

import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import NamedTuple

Step = Callable[[], list["Part"]]  # runs something, and says what its parts took

_PROBED = list(range(1_000, 9_000))


class Part(NamedTuple):
    """One thing that a step ran. switches: how often another process took the processor away meanwhile."""

    ns: int
    switches: int


class Timed(NamedTuple):
    """A step's parts, and what the probe took just before and after it."""

    parts: list[Part]
    probe_before_ns: int
    probe_after_ns: int

    @property
    def probe_ns(self) -> float:
        return (self.probe_before_ns + self.probe_after_ns) / 2


def timed(step: Step) -> Timed:
    """Runs `step` here."""
    before = probe_ns()
    parts = step()
    return Timed(parts, before, probe_ns())


def part(run: Callable[[], object], read: Callable[[], int] = time.perf_counter_ns) -> Part:
    """Runs it on this thread. `read`: a clock in nanoseconds."""
    switches = resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw
    began = read()
    run()
    taken = read() - began
    return Part(taken, resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw - switches)


def probe_ns() -> int:
    """How long a fixed piece of work takes now: some 100 us inside of one C call, which no profiler sees."""
    began = time.perf_counter_ns()
    sum(_PROBED)
    return time.perf_counter_ns() - began


def stay_on_one_processor() -> None:
    """This process and its copies from now on: two that take turns are not to compare two processors."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


class Twin:
    """Forked when it is made: before a profiler starts, and while no other thread runs. Use as a context.

    `run(i)` runs the i-th of `steps` in the copy, meanwhile this process waits. At most 255 steps.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        sys.stdout.flush()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._orders)  # or the end of this process would not end the copy
            _serve(steps, orders, answers)
        os.close(orders)
        os.close(answers)

    def run(self, step: int) -> Timed:
        os.write(self._orders, bytes([step]))
        answer = os.read(self._answers, 65_536)
        if not answer:
            raise RuntimeError(f"the unprofiled copy died in step {step}: its messages are above")
        before, after, *numbers = map(int, answer.split())
        parts = map(Part, numbers[::2], numbers[1::2])
        return Timed(list(parts), before, after)

    def __enter__(self) -> "Twin":
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._orders)
        os.close(self._answers)
        os.waitpid(self._process, 0)


def _serve(steps: Sequence[Step], orders: int, answers: int) -> None:
    """Does not return: whatever comes, the copy must not go on as if it were the program."""
    try:
        while order := os.read(orders, 1):
            taken = timed(steps[order[0]])
            numbers = [taken.probe_before_ns, taken.probe_after_ns]
            numbers += (number for each in taken.parts for number in each)
            os.write(answers, " ".join(map(str, numbers)).encode())
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
