"""A program's profile that the format of -o cannot hold, or that no file can: it is not lost."""

from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand

NAME = "f" * 250
DEEP = f"""
import sys
sys.setrecursionlimit(60_000)
def {NAME}(depth):
    if depth: {NAME}(depth - 1)
def other(): pass
other()
{NAME}(12_000)
"""
"""As collapsed stacks, 36 GB: 12,000 lines of up to 3 MB."""


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    path = tmp_path / "deep.py"
    path.write_text(DEEP)
    return path


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    path = tmp_path / "temporary"
    path.mkdir()
    return path


def test_what_the_format_refuses_is_kept_as_a_native_file_and_said_so(
    command: RunCommand, deep: Path, temporary: Path, tmp_path: Path
) -> None:
    answer = command("-o", "x.collapsed", deep, TMPDIR=str(temporary))
    assert answer.returncode == 2
    refusal, place = answer.stderr.splitlines()
    assert refusal.startswith("swiftprof: a file of collapsed stacks would take ")
    (kept,) = temporary.glob("*/*")
    assert place == f"swiftprof: the profile is in {kept} instead"
    assert kept.name == "x.collapsed.pb.gz"
    assert max(one.ncall for one in swiftprof.Profile.load(kept).functions) == 12_001
    assert not (tmp_path / "x.collapsed").exists()


def test_the_native_file_holds_all_even_if_the_filters_wanted_a_part(
    command: RunCommand, deep: Path, temporary: Path
) -> None:
    command("--focus", f"*{NAME}", "-o", "x.collapsed", deep, TMPDIR=str(temporary))
    (kept,) = temporary.glob("*/*")
    assert "__main__.other" in swiftprof.Profile.load(kept)


def test_quiet_or_not_a_profile_that_went_elsewhere_is_told(
    command: RunCommand, deep: Path, temporary: Path
) -> None:
    answer = command("-q", "-o", "x.collapsed", deep, TMPDIR=str(temporary))
    assert answer.returncode == 2
    assert f"the profile is in {temporary}" in answer.stderr


def test_a_profile_that_no_file_can_hold_is_printed(
    command: RunCommand, temporary: Path, tmp_path: Path
) -> None:
    program = tmp_path / "full.py"
    program.write_text(
        "import os, resource, signal\n"
        "def work(): sum(range(10_000_000))\n"
        "work()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
    )
    answer = command("-q", "-o", "x.pb.gz", program, TMPDIR=str(temporary))
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"swiftprof: cannot write {tmp_path}/x.pb.gz: File too large\n")
    assert "the profile could not be kept; here is its table" in answer.stderr
    assert "builtins.sum" in answer.stderr
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "x.pb.gz").exists()
