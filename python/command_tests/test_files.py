"""`swiftprof merge`, `convert`, `view`, `formats`: files in, files out."""

import pstats
import re
from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand


def test_merge_adds_up(command: RunCommand, before: Path, after: Path, tmp_path: Path) -> None:
    answer = command("merge", before, after, before, "-o", "all.pb.gz")
    assert (answer.returncode, answer.stdout) == (0, "")
    assert answer.stderr.startswith("swiftprof: wrote all.pb.gz (")
    merged = swiftprof.Profile.load(tmp_path / "all.pb.gz")
    assert merged.runs == 3
    assert sum(one.ncall for one in merged.functions if one.name == "query") == 5 + 55 + 5


def test_merge_keeps_what_the_filters_want(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    command("merge", before, before, "--include", "__main__.query", "-o", "all.pb.gz")
    merged = swiftprof.Profile.load(tmp_path / "all.pb.gz")
    calls = {one.display_name: one.ncall for one in merged.functions}
    assert calls == {"__main__.query": 10, "time.sleep": 10}


@pytest.mark.parametrize("words", [["-o", "x.pstats"], ["-o", "x", "-f", "pstats"]])
def test_convert_writes_another_format(
    command: RunCommand, before: Path, tmp_path: Path, words: list[str]
) -> None:
    assert command("convert", before, *words).returncode == 0
    stats = pstats.Stats(str(tmp_path / words[1])).stats  # type: ignore[attr-defined]
    assert [value[1] for key, value in stats.items() if key[2] == "query"] == [5]


def test_convert_to_standard_output_writes_just_the_file(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    answer = command("convert", before, "-f", "callgrind")
    command("convert", before, "-o", "x.callgrind")
    assert answer.stderr == ""
    assert answer.stdout == (tmp_path / "x.callgrind").read_text()


def test_convert_reads_what_cprofile_wrote(command: RunCommand, tmp_path: Path) -> None:
    import cProfile

    profiler = cProfile.Profile()
    profiler.runcall(sorted, range(3), key=lambda number: -number)
    profiler.dump_stats(tmp_path / "old.pstats")
    assert command("convert", "old.pstats", "-o", "new.pb.gz").returncode == 0
    functions = swiftprof.Profile.load(tmp_path / "new.pb.gz").functions
    assert [one.ncall for one in functions if "<lambda>" in one.name] == [3]


def test_view_writes_a_page_and_prints_its_path(command: RunCommand, before: Path) -> None:
    answer = command("view", "--no-browser", before)
    assert (answer.returncode, answer.stderr) == (0, "")
    page = Path(answer.stdout.strip())
    try:
        assert page.name == "before.html"
        assert page.read_bytes().lstrip().lower().startswith(b"<!doctype html>")
    finally:
        page.unlink()
        page.parent.rmdir()


def test_view_opens_the_page_in_the_browser(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > opened\n')
    browser.chmod(0o755)
    answer = command("view", before, "-o", "x.html", BROWSER=f"{browser} %s")
    assert answer.returncode == 0
    assert answer.stdout == ""
    assert "opened x.html" in answer.stderr
    assert (tmp_path / "opened").read_text() == (tmp_path / "x.html").resolve().as_uri()


def test_view_without_a_browser_says_what_to_open(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    answer = command("view", before, "-o", "x.html", BROWSER="/bin/false", PATH="")
    assert answer.returncode == 0
    assert "no browser could be started; open x.html" in answer.stderr
    assert (tmp_path / "x.html").exists()


def test_formats_lists_names_endings_and_what_can_be_read(command: RunCommand) -> None:
    text = command("formats").stdout
    assert re.search(r"^  pstats +(read, )?write +\S*\.pstats", text, re.MULTILINE)
    assert re.search(r"^  pprof +read, write +\S*\.pb\.gz", text, re.MULTILINE)
    assert re.search(r"^comparisons .*\n.*\n  table +write", text, re.MULTILINE)


@pytest.mark.parametrize("columns", ["80", "120"])
def test_formats_fit_the_terminal(command: RunCommand, columns: str) -> None:
    lines = command("formats", COLUMNS=columns).stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
