"""What a stream can show: how wide it is, and whether in colour."""

import os
from typing import TextIO


def width_of(stream: TextIO) -> int:
    """Columns of the terminal behind `stream`; COLUMNS wins; 0: not a terminal, no limit."""
    try:
        columns = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        columns = 0
    if columns > 0:
        return columns
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (AttributeError, ValueError, OSError):
        return 0


def shows_color(stream: TextIO) -> bool:
    """Only a terminal, never with NO_COLOR set (https://no-color.org) or TERM=dumb."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False
