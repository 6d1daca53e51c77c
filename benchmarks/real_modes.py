"""What real.py runs a program under: nothing, a null hook, swiftprof as users get it, its peers.

All see calls of builtins. Each object is for one process, and for several recordings one after the other:
`start`, `stop`, then `recorded_calls` if wanted, then `clear`, which frees what the recording holds.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any, Protocol

from modes import NullMonitoring, NullSetprofile

# A viztracer records into a ring of this many entries, one per call, and forgets the oldest when it is full.
# No program of real_programs.py makes as many calls; real_worker.py looks.
VIZTRACER_ENTRIES = 2_000_000


class Mode(Protocol):
    """Made when the process has run its program already: import and buffers are the profiler's memory."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def recorded_calls(
        self,
    ) -> int: ...  # a resumption of a generator counts as one, as peers have it
    def clear(self) -> None: ...


class Nothing:
    """The control: what it is found to add is what real.py cannot tell from nothing."""

    def start(self) -> None:
        pass

    stop = clear = start

    def recorded_calls(self) -> int:
        return 0


class NullHook:
    """The interpreter's part: swiftprof's events on this Python, with a hook that does nothing."""

    def __init__(self) -> None:
        old = sys.version_info < (3, 12)
        self._hook = NullSetprofile() if old else NullMonitoring(builtins=True)

    def start(self) -> None:
        self._hook.start()

    def stop(self) -> None:
        self._hook.stop()

    def recorded_calls(self) -> int:
        return 0

    def clear(self) -> None:
        pass


class Swiftprof:
    """Wall and CPU clock, builtins, threads, the backend that it takes by itself: `start()`."""

    def __init__(self) -> None:
        self._swiftprof = importlib.import_module("swiftprof")
        self._profile: Any = None

    def start(self) -> None:
        self._swiftprof.start()

    def stop(self) -> None:
        self._profile = self._swiftprof.stop()

    def recorded_calls(self) -> int:
        return sum(each.ncall + each.resumptions for each in self._profile.functions)

    def clear(self) -> None:
        self._profile = None


class CProfile:
    """cProfile, and profiling.tracing of 3.15, which has the same interface."""

    def __init__(self, module: str) -> None:
        self._module = importlib.import_module(module)
        self._profile: Any = None

    def start(self) -> None:
        self._profile = self._module.Profile()
        self._profile.enable()

    def stop(self) -> None:
        self._profile.disable()

    def recorded_calls(self) -> int:
        return sum(entry.callcount for entry in self._profile.getstats())

    def clear(self) -> None:
        self._profile = None


class Yappi:
    def __init__(self, clock: str) -> None:
        self._yappi = importlib.import_module("yappi")
        self._yappi.set_clock_type(clock)

    def start(self) -> None:
        self._yappi.start(builtins=True)

    def stop(self) -> None:
        self._yappi.stop()

    def recorded_calls(self) -> int:
        return sum(stat.ncall for stat in self._yappi.get_func_stats())

    def clear(self) -> None:
        self._yappi.clear_stats()


class Viztracer:
    """Into memory; nothing is written. Its defaults but for the size of its ring and its messages."""

    def __init__(self) -> None:
        module = importlib.import_module("viztracer")
        self._tracer = module.VizTracer(tracer_entries=VIZTRACER_ENTRIES, verbose=0)

    def start(self) -> None:
        self._tracer.start()

    def stop(self) -> None:
        self._tracer.stop()

    def recorded_calls(self) -> int:
        count: int = self._tracer.parse()
        return count

    def clear(self) -> None:
        self._tracer.clear()


CONTROL, FLOOR, OURS = "nothing", "null hook", "swiftprof"
NOT_PEERS = (CONTROL, FLOOR, OURS)
MODES: dict[str, Callable[[], Mode]] = {
    CONTROL: Nothing,
    FLOOR: NullHook,
    OURS: Swiftprof,
    "cProfile": lambda: CProfile("cProfile"),
    "profiling.tracing": lambda: CProfile("profiling.tracing"),
    "yappi wall": lambda: Yappi("wall"),
    "yappi cpu": lambda: Yappi("cpu"),
    "viztracer": Viztracer,
}


def available_modes() -> tuple[list[str], dict[str, str]]:
    """(names to run, {name: a sentence on why it is left out}), in the order of MODES."""
    reasons = {name: _why_not(name) for name in MODES}
    return (
        [name for name, reason in reasons.items() if reason is None],
        {name: reason for name, reason in reasons.items() if reason is not None},
    )


def _why_not(name: str) -> str | None:
    if name in (CONTROL, FLOOR):
        return None
    if name == "profiling.tracing" and sys.version_info < (3, 15):
        return "came with Python 3.15"
    module = name.split()[0]
    try:
        importlib.import_module(module)
    except ImportError as error:
        return f"{module} cannot be imported here: {error}"
    return None
