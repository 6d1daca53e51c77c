"""Step: programs of frameworks that nobody here wrote, profiled request by request."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version, running

from .once import run_pytest_once
from .step import Outcome, Step

# WHY: the oldest Python has one backend, this one has both, and the frameworks have wheels for it.
_PREFERRED = Version("3.13")


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    return [Step("pytest: aiohttp, Starlette, uvloop, trio, anyio", lambda: _test(found))]


def _test(found: Mapping[Version, Interpreter | Unavailable]) -> Outcome:
    there = isinstance(found.get(_PREFERRED), Interpreter)
    version = _PREFERRED if there else running()
    return run_pytest_once(found, "framework", "any asynchronous framework", version=version)
