"""What a program is run under: nothing, the null hooks, swiftprof, and its peers. All alike.

A mode's name says tool, variant, and whether calls of builtins are left out. Which of them this Python
has: availability.py.
"""

import importlib
import sys
import threading
from collections.abc import Callable
from typing import Any, Protocol


class Mode(Protocol):
    """Imports what it needs when made, so that one mode's modules are not in another's process."""

    every_thread: (
        bool  # sees threads that the program starts, and credits them with their own calls
    )

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Plain:
    every_thread = True

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


class NullSetprofile:
    """benchmarks/nullhook, compiled by nullhook_build.py and put on sys.path by measure.py."""

    every_thread = True

    def __init__(self) -> None:
        self._hook = importlib.import_module("null_setprofile")

    def start(self) -> None:
        # The first event of a new thread calls the Python function, which puts the C hook in its place.
        threading.setprofile(lambda frame, event, argument: self._hook.start())
        self._hook.start()

    def stop(self) -> None:
        self._hook.stop()
        threading.setprofile(None)


PYTHON_EVENTS = ("PY_START", "PY_RESUME", "PY_RETURN", "PY_YIELD", "PY_UNWIND", "PY_THROW")
BUILTIN_EVENTS = ("CALL", "C_RETURN", "C_RAISE")


class NullMonitoring:
    """The events that swiftprof asks for; without `builtins` those of Python functions only.

    locking: takes one lock for all threads at each event, to see what such a lock looks like.
    """

    every_thread = True  # events of a tool are those of all threads

    def __init__(self, *, builtins: bool, locking: bool = False) -> None:
        module = importlib.import_module("null_monitoring")
        self._callback = module.locking_callback if locking else module.callback
        self._monitoring: Any = sys.monitoring  # type: ignore[attr-defined,unused-ignore]
        names = PYTHON_EVENTS + (BUILTIN_EVENTS if builtins else ())
        self._events = [getattr(self._monitoring.events, name) for name in names]

    def start(self) -> None:
        tool = self._monitoring.PROFILER_ID
        self._monitoring.use_tool_id(tool, "null hook")
        for event in self._events:
            self._monitoring.register_callback(tool, event, self._callback)
        self._monitoring.set_events(tool, sum(self._events))

    def stop(self) -> None:
        tool = self._monitoring.PROFILER_ID
        self._monitoring.set_events(tool, 0)
        for event in self._events:
            self._monitoring.register_callback(tool, event, None)
        self._monitoring.free_tool_id(tool)


class Swiftprof:
    """As users get it: wall and CPU clock, threads."""

    every_thread = True

    def __init__(self, backend: str, *, builtins: bool) -> None:
        self._swiftprof = importlib.import_module("swiftprof")
        backends = importlib.import_module("backends")
        self._arguments = {**backends.start_arguments(backend), "builtins": builtins}

    def start(self) -> None:
        self._swiftprof.start(**self._arguments)

    def stop(self) -> None:
        self._swiftprof.stop()


class CProfile:
    every_thread = False  # one clock (wall); other threads' calls not at all, or as this thread's

    def __init__(self, *, builtins: bool) -> None:
        self._module = importlib.import_module("cProfile")
        self._builtins = builtins

    def start(self) -> None:
        self._profile = self._module.Profile(builtins=self._builtins)
        self._profile.enable()

    def stop(self) -> None:
        self._profile.disable()


class Yappi:
    every_thread = True

    def __init__(self, clock: str) -> None:
        self._yappi = importlib.import_module("yappi")
        self._yappi.set_clock_type(clock)

    def start(self) -> None:
        self._yappi.start(builtins=True)

    def stop(self) -> None:
        self._yappi.stop()
        self._yappi.clear_stats()


# A mode of threads_scaling.py only.
LOCKING = {"null monitoring locking": lambda: NullMonitoring(builtins=True, locking=True)}

MODES: dict[str, Callable[[], Mode]] = {
    "plain": Plain,
    "null setprofile": NullSetprofile,
    "null monitoring": lambda: NullMonitoring(builtins=True),
    "null monitoring no-builtins": lambda: NullMonitoring(builtins=False),
    "swiftprof setprofile": lambda: Swiftprof("setprofile", builtins=True),
    "swiftprof setprofile no-builtins": lambda: Swiftprof("setprofile", builtins=False),
    "swiftprof monitoring": lambda: Swiftprof("monitoring", builtins=True),
    "swiftprof monitoring no-builtins": lambda: Swiftprof("monitoring", builtins=False),
    "cProfile": lambda: CProfile(builtins=True),
    "cProfile no-builtins": lambda: CProfile(builtins=False),
    "yappi wall": lambda: Yappi("wall"),
    "yappi cpu": lambda: Yappi("cpu"),
}
