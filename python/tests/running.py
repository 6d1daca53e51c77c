"""Running Python in a process of its own."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

RunCli = Callable[..., "subprocess.CompletedProcess[str]"]
WriteScript = Callable[..., Path]


def run_python(
    *arguments: str | Path,
    cwd: Path,
    stdin: str = "",
    environment: dict[str, str] | None = None,
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=120, cwd=cwd,
        env=clean_environment() | (environment or {}),
    )  # fmt: skip


def run_text(program: str, *, timeout: float = 60) -> "subprocess.CompletedProcess[str]":
    """Runs a program with this process's own environment."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def clean_environment() -> dict[str, str]:
    """This process's environment without what changes how a table looks or Python starts."""
    changing = {"COLUMNS", "LINES", "NO_COLOR", "TERM", "PYTHONPATH", "PYTHONSAFEPATH"}
    return {name: value for name, value in os.environ.items() if name not in changing}
