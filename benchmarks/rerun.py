"""The same benchmark, with the same options, on other Pythons."""

import subprocess
import sys


def on_pythons(pythons: list[str], script: str) -> int:
    """Runs `script` with each of `pythons` and this process's other options. The worst exit status."""
    options = _without_python(sys.argv[1:])
    return max(subprocess.run([python, script, *options]).returncode for python in pythons)


def _without_python(arguments: list[str]) -> list[str]:
    rest = iter(arguments)
    kept = []
    for argument in rest:
        if argument == "--python":
            next(rest)
        elif not argument.startswith("--python="):
            kept.append(argument)
    return kept
