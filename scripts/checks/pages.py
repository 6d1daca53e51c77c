"""Steps: the HTML report's scripts are well-formed, and the report does in a real browser what it says."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .once import run_pytest_once
from .step import ROOT, Outcome, Step, check

SCRIPTS = ROOT / "Sources" / "CReportPage" / "page"


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step]:
    def test_pages() -> Outcome:
        return run_pytest_once(found, "page", "the report in a browser", "--import-mode=importlib")

    return [
        Step("node --check: the report's scripts", _check_scripts),
        Step("pytest: the report in a browser", test_pages),
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
