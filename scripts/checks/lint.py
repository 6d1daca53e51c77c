"""Steps: formatters and linters."""

import subprocess
from pathlib import Path

from .step import ROOT, Outcome, Step, check
from .tools import tool

SWIFT_FOLDERS = ("Sources", "Tests", "Package.swift")


def steps() -> list[Step]:
    return [
        Step(
            "swift format",
            lambda: check("swift", "format", "lint", "--strict", "--recursive", *SWIFT_FOLDERS),
        ),
        Step(
            "clang-format", lambda: check(tool("clang-format"), "--dry-run", "-Werror", *_c_files())
        ),
        Step("ruff check", lambda: check(tool("ruff"), "check", ".")),
        Step("ruff format", lambda: check(tool("ruff"), "format", "--check", ".")),
        Step("mypy --strict", lambda: check(tool("mypy"))),  # what and how: pyproject.toml
        Step(
            "shellcheck", lambda: check(tool("shellcheck"), "--external-sources", *_shell_files())
        ),
    ]


def apply_formatters() -> Outcome:
    outcome = check("swift", "format", "--in-place", "--recursive", *SWIFT_FOLDERS)
    outcome += check(tool("clang-format"), "-i", *_c_files())
    outcome += check(tool("ruff"), "check", "--fix", "--exit-zero", "--quiet", ".")
    return outcome + check(tool("ruff"), "format", ".")


def _c_files() -> list[str]:
    return [name for name in _tracked() if name.endswith((".c", ".h"))]


def _shell_files() -> list[str]:
    return [name for name in _tracked() if _is_shell(ROOT / name)]


def _is_shell(path: Path) -> bool:
    if path.suffix == ".sh":
        return True
    with path.open("rb") as file:
        return file.readline().startswith(b"#!/usr/bin/env bash")


def _tracked() -> list[str]:
    """Files that git knows or would know; those deleted but not yet committed left out."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return [name for name in names if (ROOT / name).is_file()]
