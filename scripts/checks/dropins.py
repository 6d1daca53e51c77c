"""Step: tools that people built on cProfile and yappi, and yappi itself, beside swiftprof in their place."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .once import run_pytest_once, with_both_backends
from .step import Outcome, Step


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    return [Step("pytest: tools of cProfile, and yappi, on swiftprof", lambda: _test(found))]


def _test(found: Mapping[Version, Interpreter | Unavailable]) -> Outcome:
    version = with_both_backends(found)
    return run_pytest_once(
        found, "dropin", "any tool built on cProfile, and yappi", version=version
    )
