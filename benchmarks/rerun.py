"""Options of benchmarks that measure several things on several Pythons."""

import argparse
import subprocess
import sys
from collections.abc import Iterable


def add_options(
    parser: argparse.ArgumentParser, part: str, names: Iterable[str] | None = None
) -> None:
    """Adds `--python` and `part`, such as "--program", for one of `names`; both may be repeated."""
    parser.add_argument(
        part,
        action="append",
        default=[],
        choices=names,
        metavar="NAME",
        help="only this one; may be repeated",
    )
    parser.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="PYTHON",
        help="run with this one; may be repeated",
    )


def on_pythons(pythons: list[str], script: str) -> int:
    """Runs `script` with each of `pythons` and this process's other options. 1 if any run failed."""
    options = _without_python(sys.argv[1:])
    ends = [
        subprocess.run([python, script, *options], check=False).returncode for python in pythons
    ]
    return 1 if any(ends) else 0


def _without_python(arguments: list[str]) -> list[str]:
    rest = iter(arguments)
    kept = []
    for argument in rest:
        name, equals, _ = argument.partition("=")
        # WHY beginnings of it too: argparse takes them where they fit no other option.
        if not (len(name) > len("--") and "--python".startswith(name)):
            kept.append(argument)
        elif not equals:
            next(rest)
    return kept
