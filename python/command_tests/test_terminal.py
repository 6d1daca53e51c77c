"""What people see on a terminal: widths, colours, at 80 and 200 columns."""

import os
import pty
import select
import subprocess
import sys
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ

import pyte
import pytest

from commands import clean_environment

WIDTHS = (80, 200)
WIDE, ROWS = 1000, 300


def screen_of(arguments: list[str], columns: int, **environment: str) -> pyte.Screen:
    """What `swiftprof ARGUMENTS` draws on a terminal of so many columns.

    On a screen that is wider than that, so that a line that would be wrapped is seen as one.
    """
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, pack("HHHH", ROWS, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "swiftprof", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs,
        env=clean_environment() | {"TERM": "xterm-256color"} | environment,
    )  # fmt: skip
    os.close(theirs)
    written = b""
    try:
        while select.select([ours], [], [], 60)[0] and (chunk := os.read(ours, 1 << 16)):
            written += chunk
    except OSError:  # the other side is closed: the end, on Linux
        pass
    os.close(ours)
    assert process.wait(timeout=60) in (0, 1)
    screen = pyte.Screen(WIDE, ROWS)
    pyte.ByteStream(screen).feed(written)
    return screen


def lines_of(screen: pyte.Screen) -> list[str]:
    return [line.rstrip() for line in screen.display]


def colours_in(screen: pyte.Screen, row: int) -> set[str]:
    return {cell.fg for cell in screen.buffer[row].values()} - {"default"}


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("kind", ["report", "tree", "callers", "diff", "formats"])
def test_no_line_is_wider_than_the_terminal(
    before: Path, after: Path, kind: str, columns: int
) -> None:
    arguments = {
        "report": ["report", str(after)],
        "tree": ["report", "--tree", str(after)],
        "callers": ["report", "--callers", "*", str(after)],
        "diff": ["diff", str(before), str(after)],
        "formats": ["formats"],
    }[kind]
    lines = lines_of(screen_of(arguments, columns))
    assert max(map(len, lines)) <= columns
    assert max(map(len, lines)) > 50  # and something was drawn


@pytest.mark.parametrize("columns", WIDTHS)
def test_more_calls_are_red_and_fewer_green(before: Path, after: Path, columns: int) -> None:
    for sides, colour in (((before, after), "red"), ((after, before), "green")):
        screen = screen_of(["diff", *map(str, sides)], columns)
        rows = [row for row, line in enumerate(lines_of(screen)) if "__main__.query" in line]
        assert colour in colours_in(screen, rows[0])


def test_headings_are_bold(before: Path, after: Path) -> None:
    screen = screen_of(["diff", str(before), str(after)], 80)
    row = next(row for row, line in enumerate(lines_of(screen)) if line.startswith("called more"))
    assert screen.buffer[row][0].bold


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colours_can_be_switched_off(before: Path, after: Path, setting: dict[str, str]) -> None:
    screen = screen_of(["diff", str(before), str(after)], 80, **setting)
    assert not any(colours_in(screen, row) for row in range(ROWS))
    assert not any(cell.bold for row in range(ROWS) for cell in screen.buffer[row].values())


def test_a_terminal_gets_forty_rows_unless_it_asks_for_all(before: Path) -> None:
    def functions(*options: str) -> int:
        lines = lines_of(screen_of(["report", *options, str(before)], 200))
        start = next(row for row, line in enumerate(lines) if line.lstrip().startswith("ncall"))
        return len([line for line in lines[start + 2 :] if line and "more function" not in line])

    assert functions("-n", "2") == 2
    assert functions() == min(40, functions("-n", "0"))


def test_bytes_that_are_no_text_are_kept_off_the_terminal(before: Path) -> None:
    screen = subprocess_status(["convert", str(before), "-f", "pstats"])
    assert screen == 2


def subprocess_status(arguments: list[str]) -> int:
    ours, theirs = pty.openpty()
    process = subprocess.run(
        [sys.executable, "-m", "swiftprof", *arguments],
        stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False,
        env=clean_environment(), text=True,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert "give a file with -o FILE" in process.stderr
    return process.returncode
