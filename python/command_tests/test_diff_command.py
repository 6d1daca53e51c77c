"""`swiftprof diff`, and the comparison it shows."""

import os
import re
from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand


def test_counts_that_changed_come_first_with_who_calls(
    command: RunCommand, before: Path, after: Path
) -> None:
    answer = command("diff", before, after)
    assert (answer.returncode, answer.stderr) == (0, "")
    part = answer.stdout.partition("called more or less often: ")[2].partition("\n\n")[0]
    assert re.search(r"^ +5 +55 +\+50 .* __main__\.query ", part, re.MULTILINE)
    assert re.search(r"^ +0 +50 +\+50 .*   by __main__\.render$", part, re.MULTILINE)
    assert "__main__.view" not in part.replace("by __main__.view", "")


def test_new_and_gone_functions_are_told(command: RunCommand, before: Path, after: Path) -> None:
    text = command("diff", before, after).stdout
    assert "new_cache" in text.partition("\nnew: 1 function")[2].partition("\n\n")[0]
    assert "old_cache" in text.partition("\ngone: 1 function")[2]
    assert "1 new, 1 gone" in " ".join(text.split())


def test_shifted_lines_are_no_change(command: RunCommand, before: Path, after: Path) -> None:
    assert "moved" not in command("diff", before, after).stdout


def test_a_profile_compared_with_itself_has_no_change(command: RunCommand, before: Path) -> None:
    text = " ".join(command("diff", before, before).stdout.split())
    assert "nothing changed" in text


def test_several_runs_a_side_tell_the_spread(
    command: RunCommand, before: Path, after: Path
) -> None:
    text = command("diff", before, before, "--to", after, after, after).stdout
    assert "runs      2 before, 3 after" in text
    assert "±" in text


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("ncall(__main__.query) > +0", 1),
        ("ncall(__main__.query) > +50", 0),
        ("ncall(__main__.query) >= +1000%", 1),
        ("ncall(__main__.query) > 55", 0),
        ("ncall(*.old_cache) < +0", 1),
        ("nprim(*.new_cache) == 1", 1),
        ("tsub(__main__.query) > 1min", 0),
    ],
)
def test_a_condition_that_holds_fails_with_status_1(
    command: RunCommand, before: Path, after: Path, condition: str, status: int
) -> None:
    answer = command("diff", before, after, "--fail-on", condition)
    assert answer.returncode == status
    assert (f"swiftprof: failed: {condition}\n" in answer.stderr) == bool(status)


def test_the_functions_that_failed_are_named(
    command: RunCommand, before: Path, after: Path
) -> None:
    answer = command("diff", before, after, "--fail-on", "ncall(__main__.*) > +0")
    assert "  ncall 5 -> 55  __main__.query\n" in answer.stderr
    assert "  ncall 0 -> 1  __main__.new_cache\n" in answer.stderr
    assert "__main__.view" not in answer.stderr


def test_every_condition_is_looked_at(command: RunCommand, before: Path, after: Path) -> None:
    conditions = ["ncall(__main__.query) > +0", "ncall(__main__.new_cache) > +0"]
    options = [word for condition in conditions for word in ("--fail-on", condition)]
    answer = command("diff", before, after, *options)
    assert answer.returncode == 1
    assert all(f"failed: {condition}\n" in answer.stderr for condition in conditions)


def test_a_condition_about_nothing_is_told(command: RunCommand, before: Path, after: Path) -> None:
    answer = command("diff", before, after, "--fail-on", "ncall(shop.typo.*) > +0")
    assert answer.returncode == 0
    assert "no function fits 'ncall(shop.typo.*) > +0'" in answer.stderr


def test_filters_choose_what_is_compared(command: RunCommand, before: Path, after: Path) -> None:
    text = command("diff", "--include", "__main__.query", before, after).stdout
    assert "__main__.query" in text
    assert "new_cache" not in text


def test_limit_and_sort_shape_it(command: RunCommand, before: Path, after: Path) -> None:
    text = command("diff", "-n", "1", "-s", "ncall", "--clock", "cpu", before, after).stdout
    assert "more function" in text
    assert "cpuself" in text


def test_a_diff_can_be_written(
    command: RunCommand, before: Path, after: Path, tmp_path: Path
) -> None:
    answer = command("diff", before, after, "-o", "x.txt")
    assert answer.stdout == ""
    assert re.match(r"swiftprof: wrote x\.txt \(table: \d+ functions, \d+ changed\)", answer.stderr)
    assert "__main__.query" in (tmp_path / "x.txt").read_text()


def test_a_diff_can_be_looked_at_in_the_browser(
    command: RunCommand, before: Path, after: Path, tmp_path: Path
) -> None:
    browser = tmp_path / "browser"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > opened\n')
    browser.chmod(0o755)
    answer = command("diff", "--view", before, after, "-o", "x.html", BROWSER=f"{browser} %s")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / "opened").read_text() == (tmp_path / "x.html").resolve().as_uri()
    assert (tmp_path / "x.html").read_bytes().lstrip().lower().startswith(b"<!doctype html>")


def test_names_that_are_no_unicode_are_told_and_no_error(
    command: RunCommand, before: Path, after: Path, tmp_path: Path
) -> None:
    strange = os.fsdecode(b"x\xff.pb.gz")
    (tmp_path / strange).write_bytes(before.read_bytes())
    condition = f"ncall({strange}*) > +0"
    answer = command("diff", strange, after, "--fail-on", condition)
    assert answer.returncode == 0
    assert r"before    x\udcff.pb.gz" in answer.stdout
    assert "no function fits" in answer.stderr
    assert command("report", "--callers", f"{strange}*", strange).returncode == 2


def test_what_an_old_file_lacks_is_not_compared(
    command: RunCommand, before: Path, after: Path
) -> None:
    command("convert", before, "-o", "old.pstats")
    answer = command("diff", "old.pstats", after)
    assert "missing   not measured on both sides: CPU time" in answer.stdout
    assert "__main__.query" in answer.stdout
    answer = command("diff", "old.pstats", after, "--fail-on", "cpu(*) > +0")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "cpu was not measured on both sides" in answer.stderr


def test_the_api_says_the_same(before: Path, after: Path) -> None:
    diff = swiftprof.diff(before, after)
    query = diff["__main__.query"]
    assert (query.status, query.calls_changed) == ("same", True)
    assert (query.ncall.before.median, query.ncall.after.median) == (5, 55)
    assert query.ncall.difference == 50
    assert query.ncall.ratio == 11
    assert query.old_place != query.place
    assert diff["__main__.new_cache"].status == "new"
    assert diff["__main__.old_cache"].status == "gone"
    assert {one.display_name for one in diff.where("ncall(__main__.*) > +0")} == {
        "__main__.query", "__main__.new_cache"
    }  # fmt: skip
    edge = next(
        one for one in diff.edges
        if one.caller is not None and one.caller.name == "render" and one.callee is query
    )  # fmt: skip
    assert edge.calls_changed and edge.ncall.difference == 50


def test_sides_may_be_profiles_paths_or_several(before: Path, after: Path) -> None:
    profile = swiftprof.Profile.load(before)
    one = profile.diff(after)
    several = swiftprof.diff([profile, str(before)], [after, swiftprof.Profile.load(after)])
    assert len(one.before) == len(one.after) == 1
    assert len(several.before) == len(several.after) == 2
    names = {function.display_name for function in one.functions}
    assert names == {function.display_name for function in several.functions}
    with pytest.raises(ValueError, match="each side of a comparison needs a profile"):
        swiftprof.diff([], after)
    with pytest.raises(swiftprof.InputError, match=r"nothing\.pb\.gz"):
        swiftprof.diff(before, "nothing.pb.gz")
