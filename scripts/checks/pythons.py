"""Finds the Pythons to test on: on PATH, of pyenv, of the system."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13")

# A Python counts when it is that version, is not built without the GIL (not supported) and has its headers.
_USABLE = """
import os, platform, sys, sysconfig
usable = (
    "%d.%d" % sys.version_info[:2] == sys.argv[1]
    and platform.python_implementation() == "CPython"
    and not sysconfig.get_config_var("Py_GIL_DISABLED")
    and os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))
)
sys.exit(not usable)
"""


def find(version: str) -> Path | None:
    """The first usable interpreter of this version."""
    return next((each for each in _candidates(version) if _usable(each, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    yield Path(sys.executable)
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python3"), reverse=True)
    yield Path(f"/usr/bin/python{version}")
    yield Path(f"/usr/local/bin/python{version}")


def _usable(python: Path, version: str) -> bool:
    if not python.exists():
        return False
    # A pyenv shim is there for every version and fails for those not selected.
    return (
        subprocess.run(
            [python, "-c", _USABLE, version], capture_output=True, check=False
        ).returncode
        == 0
    )
