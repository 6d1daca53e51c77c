"""Everything that CI runs. Called by scripts/test and scripts/format, which see to the system's packages."""

import argparse
import sys

import lint
import package
import pythons
import swift
import tools
import wheels
from step import Step, run_steps


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/test", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="no sanitizers, one Python: while you work on something",
    )
    parser.add_argument(
        "--format", action="store_true", help="apply the formatters and do nothing else"
    )
    options = parser.parse_args()
    install = Step("tools for checks and formatting, in .cache/tools", tools.install)
    if options.format:
        steps = [install, Step("apply the formatters", lint.apply_formatters)]
    else:
        versions = list(pythons.VERSIONS[:1] if options.quick else pythons.VERSIONS)
        steps = [
            install,
            *lint.steps(),
            *swift.steps(sanitizers=not options.quick),
            *wheels.steps(versions),
            *package.steps(),
        ]
    return 1 if run_steps(steps).failed else 0


if __name__ == "__main__":
    sys.exit(main())
