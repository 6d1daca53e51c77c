"""Steps: the source distribution and the wheel as others see them."""

import shutil
from pathlib import Path

from .step import CACHE, REPORTS, Outcome, Step, check, run_tests
from .tools import tool
from .wheels import WHEELS

SDIST = CACHE / "sdist"


def steps() -> list[Step]:
    return [
        Step("package: source distribution", _build_sdist),
        Step("package: twine check", lambda: _check_files(tool("twine"), "check", "--strict")),
        Step("package: check-wheel-contents", lambda: _check_wheels(tool("check-wheel-contents"))),
        Step("package: tests of the wheel and of the build", _test_build),
        Step("tests of scripts/", _test_scripts),
    ]


def _build_sdist() -> Outcome:
    shutil.rmtree(SDIST, ignore_errors=True)
    return check(tool("python"), "-m", "build", "--quiet", "--sdist", "--outdir", SDIST)


def _check_files(*command: str | Path) -> Outcome:
    return check(*command, *sorted(SDIST.glob("*.tar.gz")), *_wheels()) if _wheels() else _NONE


def _check_wheels(*command: str | Path) -> Outcome:
    return check(*command, *_wheels()) if _wheels() else _NONE


_NONE = Outcome(failed=1)  # no wheel was built; its own step says why


def _wheels() -> list[Path]:
    return sorted(WHEELS.glob("*.whl"))


def _test_build() -> Outcome:
    folders = {"SWIFTPROF_WHEELS": str(WHEELS), "SWIFTPROF_SDIST": str(SDIST)}
    return _pytest("native_build/tests", folders)


def _test_scripts() -> Outcome:
    return _pytest("scripts/tests", {})


def _pytest(folder: str, environment: dict[str, str]) -> Outcome:
    report = REPORTS / f"pytest-{folder.replace('/', '-')}.xml"
    options = ["--junitxml", report, "-q", "-ra", "--tb=short"]
    return run_tests(
        report, tool("python"), "-m", "pytest", *options, folder, environment=environment
    )
