"""The standard library at work: calls of all kinds, mixed as programs mix them."""

import ast
import difflib
import heapq
import inspect
import io
import json
import re
import string
import textwrap
import tokenize
from json import decoder, scanner
from pathlib import Path

from . import Program


def object_work() -> Program:
    numbers = [(i * 7919) % 10_007 for i in range(500)]

    def heap(n):
        for _ in range(n):
            values: list[int] = []
            for number in numbers:
                heapq.heappush(values, number)
            while values:
                heapq.heappop(values)

    def sorting_by_key(n):
        for _ in range(n):
            sorted(numbers, key=lambda number: -number)

    def formatting(n):
        for _ in range(n):
            "".join([f"{i}:{i * 2}" for i in numbers])

    def counting(n):
        table: dict[int, int] = {}
        for i in range(n):
            table[i & 1023] = table.get(i & 511, 0) + 1

    def templates(n):
        template = string.Template("$one and $two")
        for i in range(n):
            template.substitute(one=i, two="2")

    return Program((heap, sorting_by_key, formatting, counting, templates))


def standard_library() -> Program:
    prose = Path(textwrap.__file__).read_text()[:4_000]
    source = inspect.getsource(textwrap.dedent)
    lines = prose.splitlines()
    text = json.dumps([{"a": i, "b": [i] * 5, "c": "x" * 20} for i in range(20)])
    pure = decoder.JSONDecoder()
    pure.parse_string = decoder.py_scanstring  # type: ignore[attr-defined]
    pure.scan_once = scanner.py_make_scanner(pure)  # type: ignore[attr-defined]

    def json_in_python(n):
        for _ in range(n):
            pure.decode(text)

    def json_in_c(n):
        for _ in range(n):
            json.loads(text)

    def tokenizing(n):
        for _ in range(n):
            list(tokenize.generate_tokens(io.StringIO(source).readline))

    def regular_expressions(n):
        for _ in range(n):
            re.findall(r"\b\w+\b", prose)

    def wrapping(n):
        for _ in range(n):
            textwrap.wrap(prose, 60)

    def walking(n):
        tree = ast.parse(source)
        for _ in range(n):
            for _ in ast.walk(tree):
                pass

    def comparing(n):
        for _ in range(n):
            difflib.SequenceMatcher(None, lines[:40], lines[20:60]).ratio()

    return Program(
        (
            json_in_python,
            json_in_c,
            tokenizing,
            regular_expressions,
            wrapping,
            walking,
            comparing,
        )
    )


PROGRAMS = {"object work": object_work, "standard library": standard_library}
