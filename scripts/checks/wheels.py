"""Steps for each Python: the wheel, an environment from it alone, pytest, the benchmark's smoke test."""

import subprocess
from pathlib import Path

import pythons
from step import CACHE, REPORTS, ROOT, Outcome, Step, check, run_tests, succeeds
from tools import pip_install, tool

WHEELS = CACHE / "wheels"
# CI wants to hear of every warning; users' builds do not fail on them (native_build/extension.py).
STRICT = {"SWIFTPROF_WARNINGS_AS_ERRORS": "1"}


def steps(versions: list[str]) -> list[Step]:
    found: list[Step] = []
    for version in versions:
        python = pythons.find(version)
        if python is None:
            found.append(Step(f"CPython {version}", lambda version=version: _absent(version)))
        else:
            found += _steps_for(version, python)
    return found


def newest_wheel(version: str) -> Path | None:
    tag = "cp" + version.replace(".", "")
    wheels = sorted(
        WHEELS.glob(f"swiftprof-*-{tag}-{tag}-*.whl"), key=lambda path: path.stat().st_mtime
    )
    return wheels[-1] if wheels else None


def environment_folder(version: str) -> Path:
    return CACHE / f"python{version}"


def _steps_for(version: str, python: Path) -> list[Step]:
    return [
        Step(f"CPython {version}: build the wheel ({python})", lambda: _build(version, python)),
        Step(f"CPython {version}: pytest on the wheel", lambda: _test(version, python)),
        Step(f"CPython {version}: the stub fits the extension", lambda: _check_stub(version)),
        Step(f"CPython {version}: benchmarks run", lambda: _run_benchmarks(version)),
    ]


def _absent(version: str) -> Outcome:
    return Outcome(
        untested=(
            f"CPython {version}: no python{version} with headers on PATH, in pyenv or in /usr/bin",
        )
    )


def _build(version: str, python: Path) -> Outcome:
    for old in WHEELS.glob(f"*-cp{version.replace('.', '')}-*.whl"):
        old.unlink()
    builder = CACHE / f"builder{version}"
    if not succeeds(python, "-m", "venv", "--clear", "--without-pip", builder):
        return Outcome(failed=1)
    pip = [tool("python"), "-m", "pip", "--python", builder / "bin" / "python", "wheel"]
    return check(*pip, "--quiet", "--no-deps", "--wheel-dir", WHEELS, ".", environment=STRICT)


def _test(version: str, python: Path) -> Outcome:
    wheel = newest_wheel(version)
    if wheel is None:
        print("There is no wheel to test.")
        return Outcome(failed=1)
    environment = environment_folder(version)
    subprocess.run([python, "-m", "venv", "--clear", "--without-pip", environment], check=True)
    pip_install(environment, wheel, "--group", f"{ROOT / 'pyproject.toml'}:test")
    report = REPORTS / f"pytest-{version}.xml"
    pytest = [
        environment / "bin" / "python",
        "-m",
        "pytest",
        "--junitxml",
        report,
        "-q",
        "-ra",
        "--tb=short",
    ]
    return run_tests(report, *pytest, "python/tests")


def _check_stub(version: str) -> Outcome:
    python = environment_folder(version) / "bin" / "python"
    if not python.exists():
        return Outcome(failed=1)
    pip_install(environment_folder(version), "mypy")
    return check(python, "-m", "mypy.stubtest", "swiftprof._bridge")


def _run_benchmarks(version: str) -> Outcome:
    python = environment_folder(version) / "bin" / "python"
    if not python.exists():
        return Outcome(failed=1)
    pip_install(environment_folder(version), "yappi")
    outcome = check(python, "benchmarks/overhead.py", "--quick")
    outcome += check(python, "benchmarks/memory.py", "--events", "2000000")
    return outcome + check(python, "benchmarks/startup.py", "--processes", "1", "--quick")
