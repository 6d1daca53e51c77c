"""The build from the outside: one-sentence errors, and a source distribution that lacks nothing."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def unpack(sdist: Path, folder: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (top,) = folder.iterdir()
    return top


def test_build_without_swift_ends_with_one_sentence(sdist: Path, tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "setup.py", "--quiet", "build"],
        cwd=unpack(sdist, tmp_path),
        env={**os.environ, "PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    (line,) = answer.stderr.splitlines()
    assert line.startswith("error: swiftprof needs Swift 6.2 or newer to build")


def test_source_distribution_holds_every_file_of_the_project(sdist: Path, tmp_path: Path) -> None:
    source = unpack(sdist, tmp_path)
    command = ["git", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    wanted = [name for name in listed.splitlines() if (ROOT / name).exists()]
    assert [name for name in wanted if not (source / name).exists()] == [".gitignore"]
