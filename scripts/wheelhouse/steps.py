"""Steps: build a wheel, try it."""

from pathlib import Path

from checks.step import Outcome, Step, say
from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version

from .build import build, wheel_of
from .smoke import smoke_test


def build_step(interpreter: Interpreter, folder: Path, *, strict: bool) -> Step:
    return Step(
        f"CPython {interpreter.version}: build the wheel ({interpreter.path})",
        lambda: _outcome(build(interpreter, folder, strict=strict)),
    )


def smoke_step(interpreter: Interpreter, folder: Path) -> Step:
    version = interpreter.version

    def run() -> Outcome:
        wheel = wheel_of(version, folder)
        if wheel is None:
            say("There is no wheel to try.")
            return Outcome(failed=1)
        return _outcome(smoke_test(interpreter, wheel))

    return Step(f"CPython {version}: the wheel works where no toolchain is", run)


def absent_step(version: Version, why: Unavailable) -> Step:
    left_out = Outcome(untested=(f"CPython {version}: {why}",))
    return Step(f"CPython {version}: not had", lambda: left_out)


def _outcome(succeeded: bool) -> Outcome:
    return Outcome(passed=1) if succeeded else Outcome(failed=1)
