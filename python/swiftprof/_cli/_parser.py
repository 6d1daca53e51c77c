"""What the parsers of all commands have in common."""

import argparse
import sys
from typing import Any

TERMINAL_ROWS = 40  # of a table, unless -n says otherwise


class Parser(argparse.ArgumentParser):
    """Refuses with one line, not the usage: what is wrong is easier to see."""

    def __init__(self, command: str, *, usage: str, description: str, examples: str) -> None:
        super().__init__(
            prog=f"swiftprof {command}".strip(),
            usage=usage,
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=_Formatter,
            allow_abbrev=False,
        )

    def error(self, message: str) -> Any:
        self.exit(2, f"{self.prog}: {message}\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, max_help_position=26, **options)


def number_of_rows(text: str) -> int:
    """The value of -n. Raises ArgumentTypeError."""
    try:
        limit = int(text)
    except ValueError:
        limit = -1
    if limit < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows")
    return limit


def rows_of_terminal(limit: int | None) -> int | None:
    """The limit for standard output: what was asked for, else all but on a terminal."""
    if limit is None and sys.stdout.isatty():
        return TERMINAL_ROWS
    return limit
