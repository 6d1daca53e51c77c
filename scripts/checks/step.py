"""A step, its outcome, and the commands that steps run."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache"
REPORTS = CACHE / "reports"


@dataclass
class Outcome:
    """Counts of tests; a check that counts nothing itself is one test. `untested`: what was left out."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    untested: tuple[str, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.untested + other.untested,
        )


@dataclass(frozen=True)
class Step:
    title: str
    run: Callable[[], Outcome]


@dataclass(frozen=True)
class SideBySide:
    """Chains of steps: as many chains at a time as there are processors, each chain's steps in order."""

    chains: Sequence[Sequence[Step]]


# Where the running step's output goes: a file when others run beside it, so that lines do not mix.
OUTPUT: ContextVar[IO[str]] = ContextVar("output")


def say(*words: object) -> None:
    """Print to where the running step's output goes."""
    print(*words, file=OUTPUT.get(sys.stdout), flush=True)


def check(*command: str | Path, environment: dict[str, str] | None = None) -> Outcome:
    """One check: passed when the command's exit status is 0."""
    return Outcome(passed=1) if succeeds(*command, environment=environment) else Outcome(failed=1)


def succeeds(*command: str | Path, environment: dict[str, str] | None = None) -> bool:
    """Whether its exit status is 0. That there is no such program is said, and a failure like any other."""
    say("$", *[_short(argument) for argument in command])
    words, merged = [str(each) for each in command], {**os.environ, **(environment or {})}
    output = OUTPUT.get(None)
    errors = subprocess.STDOUT if output else None
    try:
        answer = subprocess.run(
            words, cwd=ROOT, env=merged, stdout=output, stderr=errors, check=False
        )
    except OSError as error:
        say(f"{words[0]}: {error.strerror}")
        return False
    return answer.returncode == 0


def run_tests(
    report: Path, *command: str | Path, environment: dict[str, str] | None = None
) -> Outcome:
    """A test runner that writes `report` in JUnit's XML. That it fails without a failed test is a failure."""
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    succeeded = succeeds(*command, environment=environment)
    outcome = _counts(report) if report.exists() else Outcome(failed=1)
    if not succeeded and not outcome.failed:
        outcome += Outcome(failed=1)
    if succeeded and not outcome.passed:
        say("No test ran, which is not what this step is for.")
        outcome += Outcome(failed=1)
    return outcome


def _counts(report: Path) -> Outcome:
    outcome = Outcome()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        outcome += Outcome(max(0, tests - failed - skipped), failed, skipped)
    return outcome


def _short(argument: str | Path) -> str:
    return str(argument).replace(str(ROOT) + "/", "")
