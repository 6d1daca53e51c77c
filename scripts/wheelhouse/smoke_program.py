"""Run by smoke.py with the wheel's Python alone: profiles itself, saves, reads what was saved.

api BACKEND FILE    profile through the API and save; the backend must be in use, the GIL off if it was
work                be profiled, by the command line
read FILE           the file holds what "work" does
"""

import pstats
import shutil
import sys


def leaf(number: int) -> int:
    return abs(number)


def work() -> int:
    return sum(map(leaf, range(100)))


def profile(backend: str, file: str) -> None:
    import swiftprof

    for program in ("swift", "swiftc", "gcc", "cc", "clang"):
        assert shutil.which(program) is None, f"{program} is on PATH: this tests nothing"
    swiftprof.start()
    work()
    assert monitors() == (backend == "monitoring"), f"{backend} is not the backend in use"
    swiftprof.stop().save(file)
    assert not monitors()
    read(file)
    if "free-threading" in sys.version:
        assert not sys._is_gil_enabled(), "importing swiftprof switched the GIL on"


def monitors() -> bool:
    """Whether swiftprof holds a tool id of sys.monitoring."""
    if sys.version_info < (3, 12):
        return False
    return any("swiftprof" in (sys.monitoring.get_tool(number) or "") for number in range(6))


def read(file: str) -> None:
    stats = pstats.Stats(file).stats
    calls = {name: entry[1] for (_, _, name), entry in stats.items()}
    assert (calls["work"], calls["leaf"]) == (1, 100), calls


match sys.argv[1:]:
    case ["api", backend, file]:
        profile(backend, file)
    case ["work"]:
        work()
    case ["read", file]:
        read(file)
    case other:
        sys.exit(f"{other}? {__doc__}")
