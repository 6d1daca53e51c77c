"""The csv and json modules and a Markdown renderer read our tables."""

import csv
import json
from html.parser import HTMLParser

from markdown_it import MarkdownIt

import swiftprof
from conftest import Save


def test_csv_holds_every_function_with_its_names_and_numbers(
    profile: swiftprof.Profile, save: Save
) -> None:
    with save("csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    expected = sorted(profile.functions, key=lambda each: each.index)
    found = {row_key(row): row for row in rows}
    assert len(rows) == len(expected) == len(found)
    for function in expected:
        row = found[tuple(str(getattr(function, name)) for name in KEY)]
        for name in NUMBERS:
            assert int(row[name]) == getattr(function, name), (function, name)


KEY = ("name", "qualified_name", "module", "file", "line", "kind", "wall_self_ns", "cpu_total_ns")
NUMBERS = (
    "line", "ncall", "nprim", "resumptions", "open", "wall_self_ns", "wall_total_ns", "cpu_self_ns",
    "cpu_total_ns", "wait_total_ns",
)  # fmt: skip


def row_key(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in KEY)


def test_json_holds_the_tree(profile: swiftprof.Profile, save: Save) -> None:
    file = json.loads(save("json").read_bytes())
    assert file["schema"] == {"name": "swiftprof.profile", "version": 1}
    functions, nodes = file["functions"], file["nodes"]
    assert functions["display_name"] == [one.display_name for one in profile.functions]
    assert functions["wall_total_ns"] == [one.wall_total_ns for one in profile.functions]
    totals = list(nodes["wall_self_ns"])
    for row in reversed(range(nodes["count"])):
        if nodes["parent"][row] >= 0:
            totals[nodes["parent"][row]] += totals[row]
    walked = [node for node in profile.tree.walk() if node.function is not None]
    assert totals == [node.wall_total_ns for node in walked]
    assert nodes["function"] == [node.function.index for node in walked if node.function]


class _Table(HTMLParser):
    """The text of each cell of the one table, by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag in {"p", "table", "thead", "tbody", "tr", "th", "td", "code"}, tag
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_markdown_shows_a_row_for_each_function_and_each_name_in_one_cell(
    profile: swiftprof.Profile, save: Save
) -> None:
    text = save("markdown", limit=None).read_text("utf-8")
    table = _Table()
    table.feed(MarkdownIt("commonmark").enable("table").render(text))
    head, *rows = table.rows
    assert len(rows) == len(profile.functions)
    assert all(len(row) == len(head) == 7 for row in rows)
    names = {row[5].strip() for row in rows}
    for function in profile.functions:
        if function.display_name.isprintable():
            assert function.display_name.strip() in names, function


def test_markdown_shows_thirty_functions_unless_asked(
    profile: swiftprof.Profile, save: Save
) -> None:
    lines = save("markdown").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 2 + min(30, len(profile.functions))
