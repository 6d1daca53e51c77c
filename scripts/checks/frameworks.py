"""Step: programs of frameworks that nobody here wrote, profiled request by request."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .once import run_pytest_once, with_both_backends
from .step import Outcome, Step


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    return [Step("pytest: aiohttp, Starlette, uvloop, trio, anyio", lambda: _test(found))]


def _test(found: Mapping[Version, Interpreter | Unavailable]) -> Outcome:
    version = with_both_backends(found)
    return run_pytest_once(found, "framework", "any asynchronous framework", version=version)
