"""Which clocks this machine lets us use, and what a reading costs."""

from typing import NamedTuple

from . import _bridge


class ClockInfo(NamedTuple):
    """The clocks in use. Costs are nanoseconds per reading, measured in this process."""

    wall_clock: str
    """"time-stamp counter" or "CLOCK_MONOTONIC"."""
    wall_cost_ns: float
    wall_reason: str
    """Why this wall clock and no other, as a sentence."""
    cpu_clock: str
    """The wall clock "checked by rseq", or "CLOCK_THREAD_CPUTIME_ID"."""
    cpu_cost_ns: float
    """While the thread is not switched out; a switch costs one `cpu_system_call_cost_ns`."""
    cpu_system_call_cost_ns: float
    cpu_reason: str
    ticks_per_ns: float
    """Speed of the time-stamp counter; 1 where CLOCK_MONOTONIC is the wall clock."""

    def __str__(self) -> str:
        return (
            f"wall: {self.wall_clock}, {self.wall_cost_ns:.1f} ns a reading ({self.wall_reason})\n"
            f"CPU:  {self.cpu_clock}, {self.cpu_cost_ns:.1f} ns a reading ({self.cpu_reason}); "
            f"the system call takes {self.cpu_system_call_cost_ns:.0f} ns"
        )


def clock_info() -> ClockInfo:
    """The clocks in use and what they cost. `print(swiftprof.clock_info())` says it in two lines.

    The first call in a process measures, which takes about a millisecond.
    """
    info = _bridge.clock_info()
    wall_clock = "time-stamp counter" if info.tsc else "CLOCK_MONOTONIC"
    return ClockInfo(
        wall_clock=wall_clock,
        wall_cost_ns=info.wall_cost_ns,
        wall_reason=info.wall_reason,
        cpu_clock=f"{wall_clock} checked by rseq" if info.rseq else "CLOCK_THREAD_CPUTIME_ID",
        cpu_cost_ns=info.cpu_cost_ns,
        cpu_system_call_cost_ns=info.cpu_syscall_cost_ns,
        cpu_reason=info.cpu_reason,
        ticks_per_ns=info.ticks_per_ns,
    )
