"""Step: the programs that people open our files with open our files."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .once import run_pytest_once
from .step import Outcome, Step

# What has no package: its files are held against its published rules.
NOT_TO_BE_HAD = (
    "speedscope itself opens our file: no package has it (its published rules are checked)",
    "the Firefox Profiler itself opens our file: no package has it (its published rules are checked)",
)


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    return [Step("pytest: real clients read our files", lambda: _test_clients(found))]


def _test_clients(found: Mapping[Version, Interpreter | Unavailable]) -> Outcome:
    return Outcome(untested=NOT_TO_BE_HAD) + run_pytest_once(
        found, "client", "our files in any client"
    )
