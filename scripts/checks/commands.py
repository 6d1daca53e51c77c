"""Step: the command line on profiles from files, on a terminal, in the documents' examples."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .once import run_pytest_once
from .step import Step


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    return [Step("pytest: commands", lambda: run_pytest_once(found, "command", "the command line"))]
