"""Step: the command line on profiles from files, on a terminal, in the documents' examples."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version, running

from .environment import environment_from_wheel
from .step import CACHE, REPORTS, ROOT, Outcome, Step, run_tests

ENVIRONMENT = CACHE / "commands"
FOLDER = ROOT / "python" / "command_tests"


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    """Once, on the Python that runs this: nothing in these tests depends on it or on a backend."""
    each = found[running()]
    return [Step("pytest: commands", lambda: _test_commands(each))]


def _test_commands(interpreter: Interpreter | Unavailable) -> Outcome:
    if isinstance(interpreter, Unavailable):
        return Outcome(untested=("the command line: this Python cannot be had",))
    if not environment_from_wheel(interpreter, ENVIRONMENT, FOLDER / "requirements.txt"):
        return Outcome(failed=1)
    report = REPORTS / "pytest-commands.xml"
    options = ["-p", "no:cacheprovider", "--junitxml", report, "-q", "-ra", "--tb=short"]
    python = ENVIRONMENT / "bin" / "python"
    return run_tests(report, python, "-m", "pytest", *options, FOLDER)
