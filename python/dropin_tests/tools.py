"""Running tools that are built on cProfile, unchanged: on cProfile, and on swiftprof in its place."""

import os
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

_ROW = re.compile(r"\s*(?P<calls>\d+(?:/\d+)?)(?:\s+\d+\.\d{3}){4}\s+(?P<function>\S.*)")
"""A line of what `pstats.Stats.print_stats` prints."""


def on_cprofile(*command: str | Path) -> str:
    """What `python COMMAND` prints."""
    return _run(command, {})


def on_swiftprof(backend: str, *command: str | Path) -> str:
    """What `python -m swiftprof --as-cprofile COMMAND` prints: nobody has changed the tool."""
    return _run(("-m", "swiftprof", "--as-cprofile", *command), {"SWIFTPROF_BACKEND": backend})


def _run(command: tuple[str | Path, ...], environment: dict[str, str]) -> str:
    answer = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        cwd=HERE,
        env={**os.environ, "PYTHONPATH": _with_paths_before(HERE), **environment},
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def _with_paths_before(folder: Path) -> str:
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))


def said(output: str, what: str) -> str:
    """What a program says about itself: "answer: 5"."""
    return next(line for line in output.splitlines() if line.startswith(f"{what}: "))


def rows(table: str) -> dict[str, str]:
    """The calls of each function in a table of pstats, "15/1"."""
    found = [match for line in table.splitlines() if (match := _ROW.fullmatch(line))]
    return {match["function"]: match["calls"] for match in found}


def calls_of_workload(calls: dict[str, str]) -> dict[str, str]:
    """Those of the functions in workload.py, by their names."""
    place = re.compile(r"(?:.*/)?workload\.py:\d+\((?P<name>\w+)\)")
    return {
        match["name"]: count
        for function, count in calls.items()
        if (match := place.fullmatch(function))
    }
