"""Steps: the HTML report's scripts are well-formed, and the report does in a real browser what it says."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version, running

from .environment import environment_from_wheel
from .step import CACHE, REPORTS, ROOT, Outcome, Step, check, run_tests

ENVIRONMENT = CACHE / "pages"
FOLDER = ROOT / "python" / "page_tests"
SCRIPTS = ROOT / "Sources" / "CReportPage" / "page"


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    """Once, on the Python that runs this: what the page does, does not depend on it."""
    each = found[running()]
    return [
        Step("node --check: the report's scripts", _check_scripts),
        Step("pytest: the report in a browser", lambda: _test_pages(each)),
    ]


def _check_scripts() -> Outcome:
    """Each file by itself, for the line numbers, and all as the one module that they are in the page."""
    files = sorted(SCRIPTS.glob("*.js"))
    outcome = Outcome()
    for file in files:
        outcome += check("node", "--check", file)
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "page.mjs"
        module.write_text("\n".join(file.read_text(encoding="utf-8") for file in files))
        return outcome + check("node", "--check", module)


def _test_pages(interpreter: Interpreter | Unavailable) -> Outcome:
    if isinstance(interpreter, Unavailable):
        return Outcome(untested=("the report in a browser: this Python cannot be had",))
    if not environment_from_wheel(interpreter, ENVIRONMENT, FOLDER / "requirements.txt"):
        return Outcome(failed=1)
    report = REPORTS / "pytest-pages.xml"
    options = ["-p", "no:cacheprovider", "--junitxml", report, "-q", "-ra", "--tb=short"]
    python = ENVIRONMENT / "bin" / "python"
    return run_tests(report, python, "-m", "pytest", *options, "--import-mode=importlib", FOLDER)
