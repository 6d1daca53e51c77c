"""Steps: Swift build and tests, with and without sanitizers."""

import subprocess
import tempfile
from pathlib import Path

from .step import REPORTS, ROOT, Outcome, Step, check, run_tests
from .tools import tool

# Each sanitizer in a build folder of its own, or they would rebuild each other's files at every run.
SANITIZERS = {"thread": ".build-thread", "address": ".build-address"}

# What these read is the machine code of the build that ships, whatever they themselves are built with.
_OF_WHAT_SHIPS = "HotPathDisassembly|InstructionBudget"


def steps(*, sanitizers: bool) -> list[Step]:
    plain = [
        Step("swift build of what ships", lambda: check(tool("python"), "-m", "native_build")),
        Step("swift build of the tests", lambda: check("swift", "build", "--build-tests")),
        Step("swift test", lambda: _test("plain")),
    ]
    if not sanitizers:
        left_out = Outcome(untested=("the sanitizers (--quick)",))
        return [*plain, Step("swift test with sanitizers", lambda: left_out)]
    return [*plain, *(_sanitizer_step(name) for name in SANITIZERS)]


def _sanitizer_step(name: str) -> Step:
    def run() -> Outcome:
        refusal = _refusal(name)
        if refusal:
            return Outcome(
                untested=(
                    f"--sanitize={name}, which this toolchain or system does not run: {refusal}",
                )
            )
        options = ("--scratch-path", SANITIZERS[name], "--skip", _OF_WHAT_SHIPS)
        return _test(name, f"--sanitize={name}", *options)

    return Step(f"swift test --sanitize={name}", run)


def _test(name: str, *options: str) -> Outcome:
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"swift-{name}.xml"
    # No test is of XCTest, whose own leaks the address sanitizer reports.
    command = ("swift", "test", "--disable-xctest", "--xunit-output", report)
    return run_tests(report, *command, *options)


def _refusal(name: str) -> str | None:
    """Why a program of one line, built with the sanitizer, does not run; None when it does."""
    with tempfile.TemporaryDirectory(prefix="sanitizer-") as folder:
        source, program = Path(folder) / "main.swift", Path(folder) / "main"
        source.write_text('print("runs")\n')
        for command in (["swiftc", f"-sanitize={name}", source, "-o", program], [program]):
            answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            if answer.returncode != 0:
                lines = (answer.stderr or answer.stdout).strip().splitlines()
                return lines[0] if lines else f"exit status {answer.returncode}"
    return None
