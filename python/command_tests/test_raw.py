"""`--raw`: times with that of swiftprof itself among them, on every command."""

import json
from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand

TAKEN_OUT = "swiftprof itself: taken out"
NOT_TAKEN_OUT = "swiftprof itself: not taken out (raw)"


@pytest.mark.parametrize("arguments", [[], ["--tree"], ["-s", "tover"]])
def test_a_report_says_whether_times_are_raw(
    command: RunCommand, before: Path, arguments: list[str]
) -> None:
    plain = command("report", *arguments, before, COLUMNS="200").stdout
    raw = command("report", "--raw", *arguments, before, COLUMNS="200").stdout
    assert TAKEN_OUT in plain
    assert NOT_TAKEN_OUT not in plain
    assert NOT_TAKEN_OUT in raw


def test_run_prints_and_writes_raw_times(command: RunCommand, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("def f(): pass\nfor _ in range(2000): f()\n")
    assert NOT_TAKEN_OUT in command("run", "--raw", program).stderr
    file = tmp_path / "out.pb.gz"
    command("run", "-q", "--raw", "-o", file, program)
    profile = swiftprof.Profile.load(file)
    assert profile.header.raw
    assert profile.overhead > 0
    assert all(function.wall_self_overhead_ns == 0 for function in profile)


def test_converted_raw_files_hold_raw_times(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    profile = swiftprof.Profile.load(before)
    for raw in (False, True):
        path = tmp_path / f"{raw}.json"
        command("convert", *(["--raw"] if raw else []), before, "-o", path)
        file = json.loads(path.read_text())
        wanted = profile.raw if raw else profile
        assert file["header"]["raw"] is raw
        assert file["functions"]["wall_self_ns"] == [one.wall_self_ns for one in wanted]
        assert file["functions"]["wall_self_overhead_ns"] == [
            one.wall_self_overhead_ns for one in wanted
        ]


def test_save_takes_raw_for_every_format(before: Path, tmp_path: Path) -> None:
    profile = swiftprof.Profile.load(before)
    for ending in ("pb.gz", "json", "csv", "collapsed", "pstats", "callgrind", "html", "txt"):
        profile.save(tmp_path / f"a.{ending}", raw=True)
        profile.raw.save(tmp_path / f"b.{ending}")
        a, b = ((tmp_path / f"{name}.{ending}").read_bytes() for name in "ab")
        assert a == b, ending


def test_raw_comes_back_from_a_file_that_is_not(before: Path, tmp_path: Path) -> None:
    profile = swiftprof.Profile.load(before)
    profile.save(tmp_path / "plain.pb.gz")
    profile.raw.save(tmp_path / "raw.pb.gz")
    plain, raw = (swiftprof.Profile.load(tmp_path / f"{name}.pb.gz") for name in ("plain", "raw"))
    assert [one.wall_self_ns for one in plain.raw] == [one.wall_self_ns for one in raw]
    assert sum(one.wall_self_overhead_ns for one in plain) > 0


def test_comparisons_of_raw_times_say_so(command: RunCommand, before: Path, after: Path) -> None:
    assert "not taken out (raw)" in command("diff", "--raw", before, after).stdout
    assert "raw" not in command("diff", before, after).stdout
    old, new = swiftprof.Profile.load(before), swiftprof.Profile.load(after)
    for diff in (swiftprof.diff(before, after, raw=True), old.diff(new, raw=True)):
        assert diff.before[0].header.raw
        assert diff.after[0].header.raw


def test_merged_profiles_are_raw_if_asked(
    command: RunCommand, before: Path, tmp_path: Path
) -> None:
    command("merge", "--raw", before, before, "-o", tmp_path / "sum.pb.gz")
    merged = swiftprof.Profile.load(tmp_path / "sum.pb.gz")
    one = swiftprof.Profile.load(before).raw
    assert merged.header.raw
    assert merged.threads[0].wall_self_ns == 2 * one.threads[0].wall_self_ns
