"""Builds the Swift core as one shared library that needs no Swift at run time."""

import shutil
import subprocess
from pathlib import Path

from setuptools.errors import ExecError

from . import toolchain

ROOT = Path(__file__).resolve().parent.parent
FILE_NAME = "libSwiftProf.so"

# SwiftPM's build folder is in the project's, so that the build for a second Python finds everything done.
_BUILD = [
    "build",
    "--configuration=release",
    "--product=SwiftProf",
    # WHY not --static-swift-stdlib: SwiftPM applies that to executables only.
    *("-Xswiftc", "-static-stdlib"),
    # WHY: debug information and #filePath texts hold the paths of the machine that built the wheel.
    *("-Xswiftc", "-gnone"),
    *("-Xswiftc", "-file-prefix-map", "-Xswiftc", f"{ROOT}=."),
    *("-Xcc", f"-ffile-prefix-map={ROOT}=."),
    *("-Xlinker", f"--version-script={ROOT / 'native_build' / 'exported_symbols.map'}"),
    # WHY: without a name of its own the library is known by the path that it was linked at.
    *("-Xlinker", f"-soname={FILE_NAME}"),
]


def build() -> Path:
    """Build the library, or find it built. Gives its path; raises ExecError when Swift reports errors."""
    swift = toolchain.swift()
    if subprocess.run([swift, *_BUILD], cwd=ROOT, check=False).returncode != 0:
        raise ExecError("swiftprof could not be built: `swift build` reported the errors above.")
    folder = subprocess.run(
        [swift, *_BUILD, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    return Path(folder) / FILE_NAME


def copy_stripped(library: Path, folder: Path) -> Path:
    """Copy the library into `folder`, without the symbols that only a debugger reads."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / FILE_NAME
    copy.unlink(
        missing_ok=True
    )  # WHY: a running process may have the old one mapped; never write into it
    shutil.copyfile(library, copy)
    copy.chmod(0o755)
    strip = shutil.which("strip")
    if strip:
        subprocess.run([strip, "--strip-unneeded", str(copy)], check=True)
    return copy
