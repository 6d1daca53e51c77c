"""The same numbers are printed as the same text."""

import io
import re

import pytest

from yappi_pair import BOTH


@pytest.mark.parametrize(
    "key", ["name", "ncall", "callcount", "ttot", "totaltime", "TSUB", "subtime", "tavg"]
)
@pytest.mark.parametrize("order", ["asc", "desc", "ascending", "DESCENDING"])
def test_the_same_numbers_are_printed_as_the_same_table(saved: str, key: str, order: str) -> None:
    tables = []
    for yappi in BOTH:
        out = io.StringIO()
        yappi.YFuncStats(saved).sort("name").sort(key, order).print_all(out=out)
        tables.append(out.getvalue())
    assert tables[1] == tables[0]
    assert "fib" in tables[1]


@pytest.mark.parametrize(
    "columns",
    [
        {0: ("name", 20), 1: ("ttot", 12)},
        {5: ("tavg", 9), 1: ("ncall", 6), 3: ("name", 10)},
        {0: ("tsub", 4), 1: ("ttot", 5), 2: ("ncall", 5)},
        {0: ("name", 4)},
    ],
)
@pytest.mark.parametrize("limit", [None, 0, 2])
def test_columns_and_limit_are_those_that_were_asked_for(
    saved: str, columns: dict[int, tuple[str, int]], limit: int | None
) -> None:
    tables = []
    for yappi in BOTH:
        out = io.StringIO()
        yappi.YFuncStats(saved).print_all(out=out, columns=columns, limit=limit)
        stats = yappi.YFuncStats(saved).sort("name")
        next(stat for stat in stats if "program" in stat.name).children.sort("name").print_all(
            out=out, columns=columns, limit=limit
        )
        tables.append(out.getvalue())
    assert tables[1] == tables[0]


@pytest.mark.parametrize(
    "number", [0.0, 9.9999999, 12.3456789, 12345.6789, 1234567.89, 123456789.0]
)
def test_large_times_are_cut_as_yappi_cuts_them(saved: str, number: float) -> None:
    lines = []
    for yappi in BOTH:
        stats, out = yappi.YFuncStats(saved).sort("name"), io.StringIO()
        for stat in stats:
            stat.ttot = stat.tsub = number
        stats.print_all(out=out, limit=2)
        lines.append(out.getvalue())
    assert lines[1] == lines[0]


def test_debug_print_is_the_same(saved: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for yappi in BOTH:
        yappi.YFuncStats(saved).sort("name").debug_print()
        texts.append(re.sub("index: [0-9]+", "index", capsys.readouterr().out))
    assert texts[1] == texts[0]
    assert "child_full_name" in texts[1]
