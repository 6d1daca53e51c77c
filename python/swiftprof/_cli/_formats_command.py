"""`swiftprof formats`: the file formats there are."""

import sys
import textwrap
from collections.abc import Sequence

from .. import _bridge
from .._terminal import width_of
from ._parser import Parser

EXAMPLES = """\
  swiftprof formats
  swiftprof convert app.pb.gz -f callgrind -o callgrind.out.app"""


def main(argv: Sequence[str]) -> int:
    Parser(
        "formats",
        usage="swiftprof formats",
        description="List the file formats: what can be read and written, and which endings\n"
        "of file names stand for which format.",
        examples=EXAMPLES,
    ).parse_args(argv)
    profiles = [
        (name, "read, write" if can_read else "write", " ".join(endings), summary)
        for name, endings, summary, can_read in _bridge.formats()
    ]
    comparisons = [
        (name, "write", " ".join(endings), summary)
        for name, endings, summary, _ in _bridge.diff_formats()
    ]
    lines = _table("profiles", profiles)
    lines += ["", *_table("comparisons (swiftprof diff)", comparisons)]
    print("\n".join(lines))
    return 0


def _table(title: str, rows: list[tuple[str, str, str, str]]) -> list[str]:
    head = ("format", "can", "endings", "what it is")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(3)]
    width = width_of(sys.stdout)
    lines = [f"{title}:"]
    for row in (head, *rows):
        start = "  " + "".join(
            cell.ljust(size) + "  " for cell, size in zip(row, widths, strict=False)
        )
        room = max(20, width - len(start)) if width else 10_000
        first, *more = textwrap.wrap(row[3], room) or [""]
        lines.append((start + first).rstrip())
        lines += [" " * len(start) + part for part in more]
    return lines
