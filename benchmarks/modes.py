"""What a program is run under: nothing, the null hook, swiftprof, and its peers. All alike."""

import importlib
import threading
from typing import Protocol


class Mode(Protocol):
    """Imports what it needs when made, so that one mode's modules are not in another's process."""

    every_thread: bool  # sees threads that the program starts

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Plain:
    every_thread = True

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


class NullHook:
    """benchmarks/nullhook, compiled by nullhook_build.py and put on sys.path by measure.py."""

    every_thread = True

    def __init__(self) -> None:
        self._hook = importlib.import_module("nullhook")

    def start(self) -> None:
        # The first event of a new thread calls the Python function, which puts the C hook in its place.
        threading.setprofile(lambda frame, event, argument: self._hook.start())
        self._hook.start()

    def stop(self) -> None:
        self._hook.stop()
        threading.setprofile(None)


class Swiftprof:
    """As users get it: wall and CPU clock, builtins, threads."""

    every_thread = True

    def __init__(self) -> None:
        self._swiftprof = importlib.import_module("swiftprof")

    def start(self) -> None:
        self._swiftprof.start()

    def stop(self) -> None:
        self._swiftprof.stop()


class CProfile:
    every_thread = False  # one thread and one clock (wall) only

    def __init__(self) -> None:
        self._module = importlib.import_module("cProfile")

    def start(self) -> None:
        self._profile = self._module.Profile()
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


MODES = {
    "plain": Plain,
    "null hook": NullHook,
    "swiftprof": Swiftprof,
    "cProfile": CProfile,
    "yappi wall": lambda: Yappi("wall"),
    "yappi cpu": lambda: Yappi("cpu"),
}
