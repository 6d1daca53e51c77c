"""Builds a wheel for each Python that can be had, repairs and checks it with auditwheel, and tries it.

Each is tried in a fresh environment in which neither Swift nor a C compiler is on PATH. A Python that
cannot be had is named at the end; `scripts/pythons --help` says how they are got.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from checks import tools
from checks.run import run_steps
from checks.step import ROOT, Step
from interpreters.finder import Interpreter
from interpreters.obtain import obtain_all
from interpreters.table import print_table
from interpreters.versions import VERSIONS, Version, argument

from .build import wheel_of
from .steps import absent_step, build_step, smoke_step


def main() -> int:
    options = _options()
    folder = options.folder.resolve()
    tools.install()
    found = obtain_all(options.python or VERSIONS)
    print_table(found)
    steps: list[Step] = []
    for version, each in found.items():
        if isinstance(each, Interpreter):
            steps += [build_step(each, folder, strict=False), smoke_step(each, folder)]
        else:
            steps.append(absent_step(version, each))
    total = run_steps(steps)
    _print_wheels(found, folder)
    return 1 if total.failed or (total.untested and not options.best_effort) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/wheels",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Exit status 1: a wheel failed, or there is none for one of the Pythons.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=ROOT / "dist",
        help="where the wheels go (default: dist)",
    )
    parser.add_argument(
        "--python",
        action="append",
        type=argument,
        metavar="VERSION",
        help=f"for this one alone; repeatable (default: {' '.join(map(str, VERSIONS))})",
    )
    parser.add_argument(
        "--best-effort",
        action="store_true",
        help="exit status 0 even if a Python could not be had",
    )
    return parser.parse_args()


def _print_wheels(versions: Iterable[Version], folder: Path) -> None:
    print(f"\n{'Python':<8}{'size':>9}  wheel in {folder}")
    for version in versions:
        wheel = wheel_of(version, folder)
        if wheel is None:
            print(f"{version!s:<8}{'-':>9}  none")
        else:
            print(f"{version!s:<8}{wheel.stat().st_size / 1e6:>6.2f} MB  {wheel.name}")


if __name__ == "__main__":
    sys.exit(main())
