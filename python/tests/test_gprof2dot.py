"""gprof2dot opens what we write."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import sample
import swiftprof


@pytest.mark.parametrize("format", ["pstats", "callgrind"])
def test_gprof2dot_draws_our_functions_and_calls(tmp_path: Path, format: str) -> None:
    swiftprof.start()
    sample.fib(14)
    sample.outer()
    swiftprof.stop().save(tmp_path / "x", format=format)
    answer = subprocess.run(
        [sys.executable, "-m", "gprof2dot", "-f", format, "-n0", "-e0", tmp_path / "x"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert answer.returncode == 0, f"{answer.stderr}; is gprof2dot installed?"
    assert answer.stdout.startswith("digraph")
    label = next(text for text in re.findall(r'label="([^"]*)"', answer.stdout) if "fib" in text)
    assert "1219" in label
