"""`swiftprof view`: profiles in the browser."""

import argparse
import os
import sys
import tempfile
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from ._filters import add_filter_options, filters_of
from ._inputs import check_readable, load_all
from ._outputs import checked_output
from ._parser import Parser

EXAMPLES = """\
  swiftprof view app.pb.gz
  swiftprof view --focus app.db run-*.pb.gz      several: their sum
  swiftprof view --no-browser -o app.html app.pb.gz"""


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    filters = filters_of(options)
    path = options.output or temporary_path(options.files[0])
    output = checked_output(path, "html", filters, {})
    check_readable(options.files)
    output.write(load_all(options.files), quiet=True)
    if options.no_browser:
        print(path)
    else:
        open_in_browser(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        "view",
        usage="swiftprof view [options] FILE...",
        description=(
            "Open the profile in FILE in the browser; of several, their sum. The page is one\n"
            "file and asks no network for anything."
        ),
        examples=EXAMPLES,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=argparse.SUPPRESS)
    group = parser.add_argument_group("the page")
    group.add_argument("-o", "--output", metavar="FILE",
        help="write it to FILE (default: a temporary file, which stays)")  # fmt: skip
    group.add_argument("--no-browser", action="store_true", help="print its path, open nothing")
    add_filter_options(parser)
    return parser


def temporary_path(file: str) -> str:
    """A page's place: a new file in a folder of its own, so that the browser's tab has the profile's name."""
    stem = os.path.basename(file).partition(".")[0] or "profile"
    return os.path.join(tempfile.mkdtemp(prefix="swiftprof-"), f"{stem}.html")


def open_in_browser(path: str) -> None:
    """Open a page, and say so on standard error; or say that no browser could be started."""
    if webbrowser.open(Path(path).resolve().as_uri()):
        print(f"swiftprof: opened {path}", file=sys.stderr)
    else:
        print(f"swiftprof: no browser could be started; open {path} in one", file=sys.stderr)
