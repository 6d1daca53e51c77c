"""A Python out of Debian's packages, of any suite: unpacked, not installed, with a C library of its own."""

import shutil
import subprocess
from pathlib import Path

from checks import tools

from .debian import Suite
from .unavailable import Unavailable
from .versions import Version

_MULTIARCH = "x86_64-linux-gnu"
_LOADER = "ld-linux-x86-64.so.2"


def package_version(suite: Suite, version: Version) -> str:
    return suite.version(f"python{version.number}")


def make(suite: Suite, version: Version, workshop: Path, home: Path) -> Path:
    """Lays the Python out in `workshop` such that it runs once moved to `home`. Raises Unavailable."""
    made = workshop / "tree"
    suite.unpack(_packages(suite, version), made)
    program = made / "usr" / "bin" / f"python{version.number}"
    folders = [f"{usr}lib/{_MULTIARCH}" for usr in ("usr/", "") if (made / usr / "lib").is_dir()]
    loader = next((each for each in folders if (made / each / _LOADER).exists()), None)
    if loader is None or not program.exists():
        raise Unavailable(f"Debian {suite.name}'s packages of it are laid out in an unknown way")
    _patch(program, home / loader / _LOADER, [home / each for each in folders])
    _make_headers_self_contained(made / "usr" / "include", version)
    return made


def _packages(suite: Suite, version: Version) -> list[str]:
    """Of all that it depends on: the Python, its headers, the standard library's tests, shared libraries."""
    number = version.number
    wanted = [f"python{number}", f"libpython{number}-dev", f"libpython{number}-testsuite"]
    return [
        name for name in suite.with_dependencies(*wanted) if name in wanted or _is_library(name)
    ]


def _is_library(name: str) -> bool:
    return name.startswith(("lib", "python3", "zlib1g")) and not name.endswith(("-dev", "-bin"))


def _patch(program: Path, loader: Path, libraries: list[Path]) -> None:
    """The program's own loader and libraries, named by path: this system's may be older."""
    # RPATH, not RUNPATH: it also holds for the libraries that the libraries need (ld.so(8)).
    search = ["--force-rpath", "--set-rpath", ":".join(map(str, libraries))]
    command = [tools.tool("patchelf"), "--set-interpreter", loader, *search, program]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Unavailable("the tools in .cache/tools lack patchelf") from None
    if answer.returncode != 0:
        raise Unavailable(f"patchelf failed: {answer.stderr.strip()}")


def _make_headers_self_contained(include: Path, version: Version) -> None:
    """Debian's pyconfig.h includes the architecture's, by a path that compilers know for /usr only."""
    name = f"python{version.number}"
    shutil.copyfile(include / _MULTIARCH / name / "pyconfig.h", include / name / "pyconfig.h")
