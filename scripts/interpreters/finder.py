"""Finds Pythons that can build, test and run swiftprof: on PATH, of pyenv, of the system, of our cache."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import cache
from .versions import Version

# What a Python must be and have: headers to build with; ssl and zlib, with which pip installs into it.
_USABLE = """
import os, platform, sys, sysconfig
import ssl, venv, zlib
include = sysconfig.get_path("include")
usable = (
    "%d.%d" % sys.version_info[:2] == sys.argv[1]
    and platform.python_implementation() == "CPython"
    and bool(sysconfig.get_config_var("Py_GIL_DISABLED")) == (sys.argv[2] == "True")
    and os.path.exists(os.path.join(include, "Python.h"))
)
print(platform.python_version())
sys.exit(not usable)
"""


@dataclass(frozen=True)
class Interpreter:
    """`release`: "3.14.10". `origin`: where it came from, for people."""

    version: Version
    release: str
    path: Path
    origin: str


def find(version: Version) -> Interpreter | None:
    """The first usable one."""
    found = (inspect(version, path, origin) for path, origin in _candidates(version))
    return next((each for each in found if each), None)


def find_cached(version: Version) -> Interpreter | None:
    """The newest usable one of our cache."""
    found = (inspect(version, path, origin) for path, origin in _cached(version))
    return next((each for each in found if each), None)


def inspect(version: Version, path: Path, origin: str) -> Interpreter | None:
    """None unless the program there is this version and has what is needed."""
    if not path.exists():
        return None
    # WHY ask: a pyenv shim is there for every version and fails for those not selected.
    # -I: what the user's environment adds is not the Python's own.
    command = [path, "-I", "-c", _USABLE, version.number, str(version.free_threaded)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if answer.returncode != 0:
        return None
    return Interpreter(version, answer.stdout.strip(), path, origin)


def _candidates(version: Version) -> Iterator[tuple[Path, str]]:
    yield Path(sys.executable), "runs this script"
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path), "PATH"
    yield from _elsewhere(version)
    yield from _cached(version)


def _elsewhere(version: Version) -> Iterator[tuple[Path, str]]:
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    pattern = f"versions/{version.number}.*/bin/python3"
    for path in sorted(pyenv.glob(pattern), key=_by_release, reverse=True):
        yield path, "pyenv"
    yield Path(f"/usr/bin/python{version}"), "system"
    yield Path(f"/usr/local/bin/python{version}"), "/usr/local"


def _by_release(path: Path) -> list[int]:
    """3.13.10 is newer than 3.13.9."""
    return [int(number) for number in re.findall(r"\d+", path.parent.parent.name)]


def _cached(version: Version) -> Iterator[tuple[Path, str]]:
    for home in cache.homes_of(str(version)):
        for folder in ("usr/bin", "bin"):
            yield home / folder / f"python{version}", f"cache: {home.name}"
