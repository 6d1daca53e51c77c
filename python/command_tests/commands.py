"""Running swiftprof's command line in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

RunCommand = Callable[..., "subprocess.CompletedProcess[str]"]


def run_command(
    *arguments: str | Path, cwd: Path, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "swiftprof", *map(str, arguments)],
        capture_output=True, text=True, timeout=60, cwd=cwd, stdin=subprocess.DEVNULL,
        env=clean_environment() | environment,
    )  # fmt: skip


def clean_environment() -> dict[str, str]:
    """This process's environment without what changes how text looks."""
    changing = {"COLUMNS", "LINES", "NO_COLOR", "TERM", "FORCE_COLOR", "BROWSER"}
    return {name: value for name, value in os.environ.items() if name not in changing}
