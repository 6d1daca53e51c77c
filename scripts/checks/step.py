"""A step, its outcome, and the loop that runs them and counts."""

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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


def run_steps(steps: Sequence[Step]) -> Outcome:
    """Runs all of them, failed ones before or not, and prints the sum as the last line."""
    total = Outcome()
    failures: list[str] = []
    for number, step in enumerate(steps, start=1):
        print(f"\n== [{number}/{len(steps)}] {step.title}", flush=True)
        begin = time.monotonic()
        outcome = step.run()
        total += outcome
        if outcome.failed:
            failures.append(f"[{number}] {step.title}")
        _print_outcome(outcome, time.monotonic() - begin)
    _print_summary(total, failures)
    return total


def check(*command: str | Path, environment: dict[str, str] | None = None) -> Outcome:
    """One check: passed when the command's exit status is 0."""
    return Outcome(passed=1) if succeeds(*command, environment=environment) else Outcome(failed=1)


def succeeds(*command: str | Path, environment: dict[str, str] | None = None) -> bool:
    print("$", *[_short(argument) for argument in command], flush=True)
    merged = {**os.environ, **(environment or {})}
    return (
        subprocess.run(
            [str(each) for each in command], cwd=ROOT, env=merged, check=False
        ).returncode
        == 0
    )


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
        print("No test ran, which is not what this step is for.")
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


def _print_outcome(outcome: Outcome, seconds: float) -> None:
    for line in outcome.untested:
        print(f"!!!!!! NOT TESTED: {line}")
    skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
    print(
        f"   {outcome.passed} passed, {outcome.failed} failed{skipped}, {seconds:.1f} s", flush=True
    )


def _print_summary(total: Outcome, failures: list[str]) -> None:
    print("\n== summary")
    for line in total.untested:
        print(f"!!!!!! NOT TESTED: {line}")
    if total.skipped:
        print(f"{total.skipped} tests were skipped; each says why above")
    for title in failures:
        print(f"FAILED: {title}")
    sys.stdout.flush()
    print(f"{total.passed} passed, {total.failed} failed", flush=True)
