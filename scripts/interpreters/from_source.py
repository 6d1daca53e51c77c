"""A Python built from the source in Debian: without the GIL, which Debian has no package of."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from .debian import Suite
from .unavailable import Unavailable
from .versions import Version

_PROGRAMS = {"make": "make", "tar": "tar", "xz": "xz-utils"}
# What pip needs; what else is here (sqlite3, readline, ...) CPython's configure finds and uses.
_HEADERS = {"zlib.h": "zlib1g-dev", "openssl/ssl.h": "libssl-dev", "ffi.h": "libffi-dev"}


def package_version(suite: Suite, version: Version) -> str:
    return suite.source_version(f"python{version.number}")


def make(suite: Suite, version: Version, workshop: Path, home: Path) -> Path:
    """Builds the Python in `workshop` such that it runs once moved to `home`. Raises Unavailable."""
    _check_requirements()
    source, made = workshop / "source", workshop / "installed"
    source.mkdir()
    archive = suite.source_archive(f"python{version.number}")
    _run(workshop, "tar", "--extract", "--file", archive, "--directory", source, "--strip=1")
    print(f"Building CPython {version} from {archive.name}: about three minutes", flush=True)
    options = ["--without-ensurepip", "--without-static-libpython", f"--prefix={home}"]
    _run(source, "./configure", "--quiet", *(["--disable-gil"] * version.free_threaded), *options)
    _run(source, "make", "--silent", f"-j{os.cpu_count() or 1}")
    _run(source, "make", "--silent", "install", f"DESTDIR={made}")
    return made / home.relative_to("/")


def _check_requirements() -> None:
    missing = [package for program, package in _PROGRAMS.items() if not shutil.which(program)]
    if shutil.which(_compiler()[0]) is None:
        missing.append("gcc libc6-dev")
    else:
        missing += [package for header, package in _HEADERS.items() if not _has_header(header)]
    if missing:
        raise Unavailable(f"building it needs more: apt-get install {' '.join(missing)}")


def _compiler() -> list[str]:
    return shlex.split(os.environ.get("CC") or "gcc")


def _has_header(name: str) -> bool:
    command = [*_compiler(), "-E", "-include", name, "-x", "c", os.devnull]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(folder: Path, *command: str | Path) -> None:
    """In a log beside the work, of which the last line is shown if it fails."""
    log = folder / "swiftprof-build.log"
    with log.open("wb") as output:
        status = subprocess.run(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, check=False
        ).returncode
    if status != 0:
        lines = log.read_text(errors="replace").strip().splitlines() or [f"exit status {status}"]
        raise Unavailable(f"`{Path(command[0]).name}` failed: {lines[-1]}")
