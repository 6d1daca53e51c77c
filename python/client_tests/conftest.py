"""Profiles of real programs, and their files."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import programs
import swiftprof

Save = Callable[..., Path]
Run = Callable[..., str]
_PROGRAMS = {"rich": programs.rich, "hostile": programs.hostile, "flat": programs.flat}


@pytest.fixture(scope="session")
def profiles() -> dict[str, swiftprof.Profile]:
    recorded = {}
    for name, program in _PROGRAMS.items():
        swiftprof.start()
        program()
        recorded[name] = swiftprof.stop()
    return recorded


@pytest.fixture(params=_PROGRAMS)
def profile(
    request: pytest.FixtureRequest, profiles: dict[str, swiftprof.Profile]
) -> swiftprof.Profile:
    return profiles[request.param]


@pytest.fixture
def save(profile: swiftprof.Profile, tmp_path: Path) -> Save:
    """Write the profile in a format and give the file."""

    def write(format: str, ending: str = ".file", **options: Any) -> Path:
        (path,) = profile.save(tmp_path / f"{format}{ending}", format, **options)
        return Path(path)

    return write


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a client and give its output. That it is not there is a failure."""

    def client(*command: str | Path, stdin: str | None = None) -> str:
        answer = subprocess.run(
            [str(word) for word in command], input=stdin, capture_output=True, text=True,
            timeout=120, cwd=tmp_path, check=False, errors="surrogateescape",
        )  # fmt: skip
        assert answer.returncode == 0, f"{command}: {answer.stdout[-2000:]}{answer.stderr[-2000:]}"
        return answer.stdout

    return client
