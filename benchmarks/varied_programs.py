"""Whole pieces of real code, and two loops as controls: what varied.py runs. Some milliseconds each.

All is Python code of the standard library, which every Python has: none of it is one long call of C.
"""

import ast
import asyncio
import copy
import difflib
import dis
import fractions
import html.parser
import io
import json
import json.encoder
import logging
import pprint
import textwrap
import tokenize
from collections.abc import Callable
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

# WHY: what is to be measured is the encoder written in Python; from 3.15 on C could do the indented one too.
json.encoder.c_make_encoder = None  # type: ignore[attr-defined]

LOOP_CALLS = 20_000
TASKS = 300

_ENCODER = json.JSONEncoder(indent=1)
_DATA = {str(i): [i, {"a": i * 0.5, "b": None, "c": [True, False]}] for i in range(120)}
_TEXT = "The quick brown fox jumps over the lazy dog. " * 30
_SOURCE = Path(textwrap.__file__).read_text()
_FUNCTION = """
def f(a, b=1, *c, **d):
    for x in a:
        if x > b: yield x + 1
        else: print(x, c, d['k'])
    return [i for i in c if i]
"""
_TREE = ast.parse(_FUNCTION * 24)
_PATTERNS = (
    r"(?P<a>\w+)\s*=\s*(?:\"([^\"]*)\"|(\d+))(?:x|y|z)*?[a-f0-9]{2,5}$",
    r"^\s*(?:def|class)\s+([A-Za-z_]\w*)",
    r"(a|b)*c+(d?)e{3}[^xyz]",
)
_PAGE = "<div class='a'><p>hello <b>world</b> &amp; all</p><br/></div>" * 40
_OLD_LINES = [str(i % 7) for i in range(150)]
_NEW_LINES = [str(i % 5) for i in range(150)]
_FRACTIONS = [fractions.Fraction(1, i) for i in range(1, 300)]

# WHY one for all runs: making one is mostly system calls. The copy (twin.py) has the same one, which does no
# harm: what runs in it waits for no file.
_EVENT_LOOP = asyncio.new_event_loop()


def calls() -> None:
    for i in range(LOOP_CALLS):
        _same(i)


def _same(value: int) -> int:
    return value


def calls_of_abs() -> None:
    for i in range(LOOP_CALLS):
        abs(i)


def encode_json() -> None:
    _ENCODER.encode(_DATA)


def fill_text() -> None:
    for _ in range(25):
        textwrap.fill(_TEXT, 60)


def run_tasks() -> None:
    _EVENT_LOOP.run_until_complete(_tasks())


async def _tasks() -> None:
    tasks = [asyncio.create_task(_task(i)) for i in range(TASKS)]
    for task in tasks:
        await task


async def _task(value: int) -> int:
    await asyncio.sleep(0)
    return value


def sleep() -> None:
    _EVENT_LOOP.run_until_complete(_sleeps())


async def _sleeps() -> None:
    for _ in range(TASKS):
        await asyncio.sleep(0)


def compile_patterns() -> None:
    for pattern in _PATTERNS * 4:
        _compiler.compile(pattern, 0)


def unparse() -> None:
    ast.unparse(_TREE)


class _Parser(html.parser.HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def parse_html() -> None:
    parser = _Parser()
    parser.feed(_PAGE)
    parser.close()


def compare_lines() -> None:
    list(difflib.unified_diff(_OLD_LINES, _NEW_LINES))


def pretty_print() -> None:
    pprint.pformat(_DATA)


def split_into_tokens() -> None:
    list(tokenize.generate_tokens(io.StringIO(_SOURCE).readline))


def copy_deeply() -> None:
    for _ in range(3):
        copy.deepcopy(_DATA)


def add_fractions() -> None:
    sum(_FRACTIONS, fractions.Fraction(0))


def log() -> None:
    logger = logging.Logger("varied")
    logger.addHandler(logging.StreamHandler(io.StringIO()))
    for i in range(200):
        logger.warning("hello %s %d", "a", i)


def disassemble() -> None:
    for method in (textwrap.TextWrapper._wrap_chunks, textwrap.dedent, tokenize.untokenize):
        list(dis.get_instructions(method))


CONTROLS: dict[str, Callable[[], None]] = {"calls": calls, "calls of abs": calls_of_abs}
PIECES: dict[str, Callable[[], None]] = {
    "json": encode_json,
    "textwrap": fill_text,
    "asyncio tasks": run_tasks,
    "asyncio sleeps": sleep,
    "re's compiler": compile_patterns,
    "ast.unparse": unparse,
    "html.parser": parse_html,
    "difflib": compare_lines,
    "pprint": pretty_print,
    "tokenize": split_into_tokens,
    "copy.deepcopy": copy_deeply,
    "fractions": add_fractions,
    "logging": log,
    "dis": disassemble,
}
PROGRAMS = CONTROLS | PIECES
