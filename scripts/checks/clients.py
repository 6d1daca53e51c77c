"""Step: the programs that people open our files with open our files."""

from collections.abc import Mapping

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version, running

from .environment import environment_from_wheel
from .step import CACHE, REPORTS, ROOT, Outcome, Step, run_tests

ENVIRONMENT = CACHE / "clients"
FOLDER = ROOT / "python" / "client_tests"
# What has no package: its files are held against its published rules.
NOT_TO_BE_HAD = (
    "speedscope itself opens our file: no package has it (its published rules are checked)",
    "the Firefox Profiler itself opens our file: no package has it (its published rules are checked)",
)


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    """Once, on the Python that runs this: what the files hold does not depend on it."""
    each = found[running()]
    return [Step("pytest: real clients read our files", lambda: _test_clients(each))]


def _test_clients(interpreter: Interpreter | Unavailable) -> Outcome:
    left_out = Outcome(untested=NOT_TO_BE_HAD)
    if isinstance(interpreter, Unavailable):
        return left_out + Outcome(untested=("our files in any client: this Python cannot be had",))
    if not environment_from_wheel(interpreter, ENVIRONMENT, FOLDER / "requirements.txt"):
        return left_out + Outcome(failed=1)
    report = REPORTS / "pytest-clients.xml"
    options = ["-p", "no:cacheprovider", "--junitxml", report, "-q", "-ra", "--tb=short"]
    python = ENVIRONMENT / "bin" / "python"
    return left_out + run_tests(report, python, "-m", "pytest", *options, FOLDER)
