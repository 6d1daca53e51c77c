"""Tests that run once, on the wheel of one Python: nothing in them depends on which."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version, running
from wheelhouse.build import wheel_of

from .step import CACHE, REPORTS, ROOT, Outcome, run_tests, say, succeeds
from .tools import pip_install
from .wheels import WHEELS

# WHY: the oldest Python has one backend, this one has both, and others' packages have wheels for it.
_WITH_BOTH_BACKENDS = Version("3.13")


def with_both_backends(found: Mapping[Version, Interpreter | Unavailable]) -> Version:
    """The Python for what is to be tested on both backends; that which runs this, if it is not there."""
    there = isinstance(found.get(_WITH_BOTH_BACKENDS), Interpreter)
    return _WITH_BOTH_BACKENDS if there else running()


def run_pytest_once(
    found: Mapping[Version, Interpreter | Unavailable],
    name: str,
    what: str,
    *options: str,
    version: Version | None = None,
) -> Outcome:
    """Run the tests in `python/NAME_tests`, in an environment with the wheel and their requirements.txt.

    what: what is not tested where there is no such Python. version: of the Python; that which runs this.
    """
    interpreter = found[version or running()]
    if isinstance(interpreter, Unavailable):
        return Outcome(untested=(f"{what}: this Python cannot be had",))
    folder = ROOT / "python" / f"{name}_tests"
    environment = CACHE / name
    if not _environment_from_wheel(interpreter, environment, folder / "requirements.txt"):
        return Outcome(failed=1)
    report = REPORTS / f"pytest-{name}.xml"
    usual = ["-p", "no:cacheprovider", "--junitxml", report, "-q", "-ra", "--tb=short"]
    return run_tests(
        report, environment / "bin" / "python", "-m", "pytest", *usual, *options, folder
    )


def _environment_from_wheel(interpreter: Interpreter, folder: Path, requirements: Path) -> bool:
    """Make the environment anew. Whether that succeeded."""
    shutil.rmtree(folder, ignore_errors=True)  # no step may find an older wheel there
    wheel = wheel_of(interpreter.version, WHEELS)
    if wheel is None:
        say("There is no wheel to install.")
        return False
    made = succeeds(interpreter.path, "-m", "venv", "--without-pip", folder)
    return made and pip_install(folder, wheel, "-r", requirements)
