"""`swiftprof report`."""

import pstats
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands import RunCommand, clean_environment


def test_the_table_of_a_file_is_that_of_the_recording(command: RunCommand, before: Path) -> None:
    answer = command("report", before)
    assert answer.stderr == ""
    assert re.search(r"^ +50 .* __main__\.render +\S*shop\.py:4$", answer.stdout, re.MULTILINE)
    assert re.search(r"^ +5 .* __main__\.query ", answer.stdout, re.MULTILINE)
    assert "shop.py" in answer.stdout.splitlines()[0]  # the command


def test_several_files_are_added_up(command: RunCommand, before: Path) -> None:
    text = command("report", before, before, before).stdout
    assert re.search(r"^ +15 .* __main__\.query ", text, re.MULTILINE)


def test_sort_limit_and_threads_table_shape_the_table(command: RunCommand, before: Path) -> None:
    text = command("report", "-s", "ncall", "-n", "1", "--threads-table", before).stdout
    assert len(re.findall(r"__main__\.", text)) == 1
    assert re.search(r"more functions", text)
    assert "MainThread" in text


@pytest.mark.parametrize(("clock", "key"), [("wall", "tsub"), ("cpu", "cpuself"), ("wait", "wait")])
def test_the_clock_says_what_the_table_is_sorted_by(
    command: RunCommand, before: Path, clock: str, key: str
) -> None:
    assert f"sorted    by {key}:" in command("report", "--clock", clock, before).stdout


def test_the_tree_shows_who_called_whom(command: RunCommand, before: Path) -> None:
    text = command("report", "--tree", "--min-percent", "0", before).stdout
    places = [text.index(name) for name in ("main", "view", "query")]
    assert places == sorted(places)


def test_callers_and_callees_are_told(command: RunCommand, after: Path) -> None:
    text = command("report", "--callers", "__main__.query", after).stdout
    assert re.search(r"^ +50 +90\.9% .* __main__\.render ", text, re.MULTILINE)
    assert re.search(r"^ +5 +9\.1% .* __main__\.view ", text, re.MULTILINE)
    text = command("report", "--callees", "*.view", "--callees", "*.main", after).stdout
    assert text.index("__main__.view") < text.index("__main__.main ")
    assert re.search(r"^ +5 .* __main__\.query ", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("filters", "there", "not_there"),
    [
        (["--focus", "*.query"], ["query", "view", "main"], ["render", "old_cache"]),
        (["--ignore", "*.query"], ["render", "view"], ["__main__.query", "time.sleep"]),
        (["--exclude", "*.render"], ["view", "query"], ["__main__.render"]),
        (["--include", "__main__.view"], ["__main__.view"], ["__main__.query", "__main__.main"]),
        (["--depth", "2"], ["__main__.main", "(deeper)"], ["__main__.view"]),
        (["--thread", "MainThread"], ["view", "render"], []),
        (["--raw"], ["view", "render"], []),
    ],
    ids=lambda value: " ".join(value),
)
def test_filters_choose_what_is_shown(
    command: RunCommand, before: Path, filters: list[str], there: list[str], not_there: list[str]
) -> None:
    text = command("report", *filters, before).stdout
    for name in there:
        assert name in text
    for name in not_there:
        assert name not in text.partition("ncall")[2]


def test_a_report_can_be_written_in_any_format(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    answer = command("report", "-o", "x.pstats", before)
    assert answer.stdout == ""
    assert re.match(r"swiftprof: wrote x\.pstats \(pstats: \d+ functions, .*\)\n", answer.stderr)
    pstats.Stats(str(tmp_path / "x.pstats"))
    assert command("report", "-f", "callgrind", before).stdout.startswith("# callgrind format")


def test_a_filter_that_fits_nothing_recorded_loses_no_profile(
    command: RunCommand, tmp_path: Path
) -> None:
    (tmp_path / "app.py").write_text("def work(): pass\nwork()")
    answer = command("--thread", "nobody", "-o", "x.txt", "app.py")
    assert answer.returncode == 2
    assert "nobody" in answer.stderr
    assert "here is all of it" in answer.stderr
    assert "__main__.work" in (tmp_path / "x.txt").read_text()


def test_run_prints_what_the_filters_want(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("def a(): b()\ndef b(): pass\ndef c(): pass\na(); c()")
    table = command("--focus", "*.b", "app.py").stderr
    assert "__main__.a" in table and "__main__.c" not in table
    tree = command("--tree", "--min-percent", "0", "app.py").stderr
    assert re.search(r"└─ __main__\.<module>.*\n.*├─ __main__\.[ac] ", tree)


def test_a_reader_that_stops_is_no_error(before: Path) -> None:
    command = [sys.executable, "-m", "swiftprof", "report", *[str(before)] * 3]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()  # nobody reads on
    assert process.stderr.read() == b""
    assert process.wait() == 141
