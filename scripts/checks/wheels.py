"""Steps for each Python: the wheel as it ships, and what is checked in an environment made from it alone."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from interpreters.finder import Interpreter
from interpreters.unavailable import Unavailable
from interpreters.versions import Version
from wheelhouse.build import wheel_of
from wheelhouse.steps import absent_step, build_step, smoke_step

from .step import CACHE, REPORTS, ROOT, Outcome, SideBySide, Step, check, run_tests, say, succeeds
from .tools import pip_install

WHEELS = CACHE / "wheels"
# mypy 2 needs a compiled package that neither ships for nor builds on a free-threaded 3.13.
_MYPY_OF_FREE_THREADED = "mypy==1.18.2"
# One for each way that a program is run there.
_ACCURACY_PROGRAMS = (
    "--program",
    "five phases",
    "--program",
    "threads in turn",
    "--program",
    "threads at once",
)


def steps(found: Mapping[Version, Interpreter | Unavailable]) -> list[Step | SideBySide]:
    """Builds share a folder and come one after another; what follows is a chain for each Python."""
    builds, chains = [], []
    for version, each in found.items():
        if isinstance(each, Interpreter):
            builds.append(build_step(each, WHEELS, strict=True))
            chains.append(_chain(each))
        else:
            builds.append(absent_step(version, each))
    return [*builds, SideBySide(chains)]


def _chain(interpreter: Interpreter) -> list[Step]:
    version = interpreter.version
    name = f"CPython {version}"
    return [
        smoke_step(interpreter, WHEELS),
        Step(f"{name}: environment from the wheel", lambda: _make_environment(interpreter)),
        *(_pytest_step(version, backend) for backend in version.backends),
        Step(f"{name}: its own tests of cProfile, on ours", lambda: _run_stdlib_tests(version)),
        Step(f"{name}: the stub fits the extension", lambda: _check_stub(version)),
        Step(f"{name}: benchmarks run", lambda: _run_benchmarks(version)),
    ]


def _environment(version: Version) -> Path:
    return CACHE / f"python{version}"


def _python(version: Version) -> Path:
    return _environment(version) / "bin" / "python"


def _make_environment(interpreter: Interpreter) -> Outcome:
    wheel, folder = wheel_of(interpreter.version, WHEELS), _environment(interpreter.version)
    shutil.rmtree(folder, ignore_errors=True)  # no later step may find an older wheel there
    if wheel is None:
        say("There is no wheel to install.")
        return Outcome(failed=1)
    made = succeeds(interpreter.path, "-m", "venv", "--without-pip", folder)
    made = made and pip_install(folder, wheel, "--group", f"{ROOT / 'pyproject.toml'}:test")
    if not made:
        return Outcome(failed=1)
    return Outcome(passed=1) + _add_greenlets(interpreter.version, folder)


def _add_greenlets(version: Version, folder: Path) -> Outcome:
    """The libraries of greenlets, of which not every Python has wheels; their tests skip without."""
    if version.free_threaded:
        left_out = f"CPython {version}: greenlets, whose library switches the GIL on for all tests"
        return Outcome(untested=(left_out,))
    names = f"{ROOT / 'pyproject.toml'}:greenlets"
    if pip_install(folder, "--only-binary", ":all:", "--group", names):
        return Outcome()
    return Outcome(untested=(f"CPython {version}: greenlets, no wheels of greenlet and gevent",))


def _pytest_step(version: Version, backend: str) -> Step:
    report = REPORTS / f"pytest-{version}-{backend}.xml"
    # No cache: runs beside this one would write the same files.
    options = ["-p", "no:cacheprovider", "--junitxml", report, "-q", "-ra", "--tb=short"]
    return Step(
        f"CPython {version}: pytest on the wheel, backend {backend}",
        lambda: run_tests(
            report,
            *(_python(version), "-m", "pytest", *options, "python/tests"),
            environment={"SWIFTPROF_BACKEND": backend},
        ),
    )


def _run_stdlib_tests(version: Version) -> Outcome:
    command = (_python(version), "python/stdlib_tests/run_stdlib_tests.py")
    if not succeeds(*command, "--there"):
        return Outcome(untested=(f"CPython {version}'s own tests of cProfile: it came without",))
    return check(*command)


def _check_stub(version: Version) -> Outcome:
    mypy = _MYPY_OF_FREE_THREADED if version.free_threaded else "mypy"
    if not pip_install(_environment(version), mypy):
        return Outcome(failed=1)
    return check(_python(version), "-m", "mypy.stubtest", "swiftprof._bridge")


def _run_benchmarks(version: Version) -> Outcome:
    outcome, python = Outcome(), _python(version)
    if pip_install(_environment(version), "yappi"):
        outcome += check(python, "benchmarks/dropin.py", "--quick")
    else:
        left_out = f"CPython {version}: benchmarks beside yappi, which pip cannot install there"
        outcome += Outcome(untested=(left_out,))
    # Of its programs, the one whose package the tests need anyhow.
    outcome += check(python, "benchmarks/commands.py", "--quick", "--program", "pygments")
    outcome += check(python, "benchmarks/overhead.py", "--quick")
    outcome += check(python, "benchmarks/memory.py", "--events", "2000000")
    outcome += check(python, "benchmarks/concurrency.py", "--quick")
    outcome += check(python, "benchmarks/accuracy.py", "--quick", *_ACCURACY_PROGRAMS)
    outcome += check(python, "benchmarks/growth.py", "--quick")
    outcome += check(python, "benchmarks/varied.py", "--quick")
    outcome += check(python, "benchmarks/from_cprofile.py", "--quick")
    return outcome + check(python, "benchmarks/startup.py", "--processes", "1", "--quick")
