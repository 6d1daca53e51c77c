"""What must be installed to build, and the one sentence for each thing that is not."""

import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from setuptools.errors import PlatformError

OLDEST_SWIFT = (6, 2)  # the first with `@c @implementation` (SE-0495)
_NEEDS_SWIFT = f"swiftprof needs Swift {OLDEST_SWIFT[0]}.{OLDEST_SWIFT[1]} or newer to build"


def check() -> None:
    """Raise PlatformError, whose text setuptools shows without a traceback, unless everything is there."""
    _check_platform()
    _check_swift()
    _check_c_compiler()
    _check_python_headers()


def swift() -> str:
    """Path of the `swift` command."""
    found = shutil.which("swift")
    if found is None:
        raise PlatformError(
            f"{_NEEDS_SWIFT} and there is no `swift` on PATH: "
            "install a toolchain from https://www.swift.org/install/ and try again."
        )
    return found


def _check_platform() -> None:
    if not (sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")):
        raise PlatformError(
            f"swiftprof runs on Linux x86-64 so far, and this is {sys.platform} {platform.machine()}: "
            "see Sources/CRecording/include/platform.h for what another platform needs."
        )


def _check_swift() -> None:
    answer = subprocess.run([swift(), "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"Swift version (\d+)\.(\d+)", answer.stdout + answer.stderr)
    if version is None:
        raise PlatformError(
            f"{_NEEDS_SWIFT} and {swift()} does not say its version: "
            "install a toolchain from https://www.swift.org/install/ and put it first on PATH."
        )
    found = (int(version[1]), int(version[2]))
    if found < OLDEST_SWIFT:
        raise PlatformError(
            f"{_NEEDS_SWIFT} and {swift()} is {found[0]}.{found[1]}: "
            "install a newer toolchain from https://www.swift.org/install/ and put it first on PATH."
        )


def _check_c_compiler() -> None:
    # The same choice as setuptools makes: $CC, else the compiler that Python was built with.
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    program = shlex.split(command)[0]
    if shutil.which(program) is None:
        raise PlatformError(
            f"swiftprof needs a C compiler to build and there is no `{program}` on PATH: "
            "install one (Debian, Ubuntu: apt-get install gcc libc6-dev) or name yours in the variable CC."
        )


def _check_python_headers() -> None:
    header = Path(sysconfig.get_path("include")) / "Python.h"
    if not header.is_file():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise PlatformError(
            f"swiftprof needs the headers of Python {version} to build and there is no {header}: "
            f"install them (Debian, Ubuntu: apt-get install libpython{version}-dev)."
        )
