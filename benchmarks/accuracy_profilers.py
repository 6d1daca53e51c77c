"""The profilers whose times are compared with the truth, asked alike: what is a phase's inclusive time?

Each is what its user gets by default, with calls of C functions recorded.
"""

import cProfile
import importlib
import pstats
from collections.abc import Callable, Sequence
from types import CodeType
from typing import Protocol

from accuracy_programs import Phase, Program

Times = list[float | None]  # ns by phase; None: the profiler has not seen it


class Profiler(Protocol):
    """Imports what it needs when made. `stop` gives times by the reading's name, and forgets all."""

    def start(self) -> None: ...
    def stop(self, phases: Sequence[Phase]) -> dict[str, Times]: ...


class Swiftprof:
    """Two readings of one recording."""

    def __init__(self, clock: str) -> None:
        self._swiftprof = importlib.import_module("swiftprof")
        self._attribute = f"{clock}_total_ns"

    def start(self) -> None:
        self._swiftprof.start()

    def stop(self, phases: Sequence[Phase]) -> dict[str, Times]:
        profile = self._swiftprof.stop()
        return {
            "swiftprof": [getattr(profile[phase], self._attribute) for phase in phases],
            "swiftprof raw": [getattr(profile.raw[phase], self._attribute) for phase in phases],
        }


class CProfile:
    def __init__(self, clock: str) -> None:
        self._profile = cProfile.Profile()

    def start(self) -> None:
        self._profile = cProfile.Profile()
        self._profile.enable()

    def stop(self, phases: Sequence[Phase]) -> dict[str, Times]:
        self._profile.disable()
        stats = pstats.Stats(self._profile).stats  # type: ignore[attr-defined]
        seconds = {key: row[3] for key, row in stats.items()}
        return {"cProfile": _by_phase(seconds, phases)}


class Yappi:
    def __init__(self, clock: str) -> None:
        self._yappi = importlib.import_module("yappi")
        self._yappi.set_clock_type(clock)

    def start(self) -> None:
        self._yappi.start(builtins=True)

    def stop(self, phases: Sequence[Phase]) -> dict[str, Times]:
        self._yappi.stop()
        rows = self._yappi.get_func_stats()
        seconds = {(row.module, row.lineno, row.name.rpartition(".")[2]): row.ttot for row in rows}
        self._yappi.clear_stats()
        return {"yappi": _by_phase(seconds, phases)}


PROFILERS: dict[str, Callable[[str], Profiler]] = {
    "swiftprof": Swiftprof,
    "cProfile": CProfile,
    "yappi": Yappi,
}


def why_not(profiler: str, program: Program) -> str | None:
    """Why `profiler` has nothing to say of such a program; None when it has."""
    if profiler == "cProfile" and program.clock == "cpu":
        return "cProfile has no CPU clock for each thread"
    if profiler == "cProfile" and program.at_once:
        return "cProfile does not tell threads apart"
    return None


def _by_phase(seconds: dict[tuple[str, int, str], float], phases: Sequence[Phase]) -> Times:
    found = [seconds.get(_place(phase.__code__)) for phase in phases]  # type: ignore[attr-defined]
    return [None if each is None else each * 1e9 for each in found]


def _place(code: CodeType) -> tuple[str, int, str]:
    return code.co_filename, code.co_firstlineno, code.co_name
