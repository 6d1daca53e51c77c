"""Everything that CI runs. Called by scripts/test and scripts/format, which see to the system's packages."""

import argparse
import sys

from interpreters.obtain import obtain_all
from interpreters.table import print_table
from interpreters.versions import VERSIONS, running

from . import (
    clients,
    commands,
    dropins,
    frameworks,
    fuzz,
    lint,
    package,
    pages,
    swift,
    tools,
    wheels,
)
from .run import run_steps
from .step import SideBySide, Step


def main() -> int:
    options = _options()
    tools.install()
    if options.format:
        steps: list[Step | SideBySide] = [Step("apply the formatters", lint.apply_formatters)]
    else:
        steps = _steps(quick=options.quick)
    return 1 if run_steps(steps).failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="no sanitizers, one Python: while you work on something",
    )
    parser.add_argument(
        "--format", action="store_true", help="apply the formatters and do nothing else"
    )
    return parser.parse_args()


def _steps(*, quick: bool) -> list[Step | SideBySide]:
    found = obtain_all([running()] if quick else VERSIONS)
    print_table(found)
    return [
        *lint.steps(),
        *swift.steps(sanitizers=not quick),
        *fuzz.steps(sanitizers=not quick),
        *wheels.steps(found),
        *clients.steps(found),
        *commands.steps(found),
        *frameworks.steps(found),
        *dropins.steps(found),
        *pages.steps(found),
        *package.steps(),
    ]


if __name__ == "__main__":
    sys.exit(main())
