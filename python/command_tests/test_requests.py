"""Bad requests: one line, what to do, status 2, before any work; and which word is a command."""

import os
import re
from pathlib import Path

import pytest

from commands import RunCommand

MISSING = "missing.pb.gz"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("report", "FILE"),
        (f"report {MISSING}", f"cannot read {MISSING}: No such file"),
        (f"report app.pb.gz {MISSING}", f"cannot read {MISSING}: No such file"),
        ("report folder", "Is a directory; name the files in it"),
        ("report text.txt", "cannot read text.txt: "),
        ("report empty.pb.gz", "cannot read empty.pb.gz: the file is empty"),
        ("report cut.pb.gz", "cannot read cut.pb.gz: "),
        ("report -s nonsense app.pb.gz", "nonsense.*tsub"),
        ("report -n many app.pb.gz", "'many' is not a number of rows"),
        ("report --fold all app.pb.gz", "'all'.*library"),
        ("report --min-percent 101 app.pb.gz", "'101' is no number from 0 to 100"),
        ("report --min-percent nan app.pb.gz", "'nan' is no number from 0 to 100"),
        ("report --depth 0 app.pb.gz", "'0' is no depth; 1 is what threads call"),
        ("report --clock sundial app.pb.gz", "sundial"),
        ("report --thread nobody app.pb.gz", "nobody"),
        ("report --callers nobody.* app.pb.gz", r"no function of this profile fits 'nobody\.\*'"),
        ("report --callers shop -o x.txt app.pb.gz", "leave --tree, -o and -f out"),
        ("report --clock cpu -f callgrind app.pb.gz", "--clock is not for the format callgrind"),
        ("report -o x.nonsense app.pb.gz", "x.nonsense"),
        ("report -o nowhere/x.txt app.pb.gz", "cannot write nowhere/x.txt"),
        ("report --nonsense app.pb.gz", "--nonsense"),
        ("merge app.pb.gz", "-o"),
        (f"merge app.pb.gz {MISSING} -o x.pb.gz", f"cannot read {MISSING}"),
        ("convert app.pb.gz", "to what.*-o OUT, or -f FORMAT"),
        ("convert app.pb.gz -f nonsense", "nonsense"),
        ("convert app.pb.gz app.pb.gz -o x.pstats", "unrecognized"),
        ("convert app.pb.gz -o folder", "does not tell the format"),
        ("convert app.pb.gz -f pstats -o folder", "Is a directory"),
        ("view", "FILE"),
        (f"view --no-browser {MISSING}", f"cannot read {MISSING}"),
        ("diff app.pb.gz", "give two files, BEFORE and AFTER"),
        ("diff app.pb.gz app.pb.gz app.pb.gz", "give two files"),
        (f"diff app.pb.gz {MISSING}", f"cannot read {MISSING}"),
        ("diff app.pb.gz app.pb.gz -f pstats", "pstats"),
        ("diff app.pb.gz app.pb.gz -o x.pstats", "x.pstats"),
        ("diff app.pb.gz app.pb.gz -s tavg", "tavg"),
        (f"diff --fail-on calls(f)>0 {MISSING} {MISSING}", "--fail-on:.*no quantity 'calls'"),
        ("formats everything", "unrecognized"),
    ],
)
def test_a_bad_request_is_one_line_and_status_2(
    command: RunCommand, tmp_path: Path, before: Path, arguments: str, says: str
) -> None:
    (tmp_path / "app.pb.gz").write_bytes(before.read_bytes())
    (tmp_path / "cut.pb.gz").write_bytes(before.read_bytes()[:200])
    (tmp_path / "empty.pb.gz").write_bytes(b"")
    (tmp_path / "text.txt").write_text("no profile\n")
    (tmp_path / "folder").mkdir()
    there = sorted(os.listdir(tmp_path))
    answer = command(*arguments.split())
    assert (answer.returncode, answer.stdout) == (2, "")
    assert re.match(r"swiftprof( \w+)?: ", answer.stderr)
    assert answer.stderr.count("\n") == 1
    assert re.search(says, answer.stderr), answer.stderr
    assert sorted(os.listdir(tmp_path)) == there


def test_a_bad_output_is_refused_before_the_files_are_read(command: RunCommand) -> None:
    assert "nowhere" in command("merge", MISSING, "-o", "nowhere/x.pb.gz").stderr


def test_a_word_that_is_a_command_is_the_command(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "formats").write_text("print('a script')")
    assert command("formats").stdout.startswith("profiles:")


@pytest.mark.parametrize("words", [["./formats"], ["--", "formats"], ["run", "formats"]])
def test_a_script_of_such_a_name_runs_when_told_so(
    command: RunCommand, tmp_path: Path, words: list[str]
) -> None:
    (tmp_path / "formats").write_text("import sys; print('a script', sys.argv[1:])")
    assert command(*words, "--help").stdout == "a script ['--help']\n"


def test_run_may_be_said_or_left_out(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import sys; sys.exit(len(sys.argv))")
    said, left_out = command("run", "-n3", "app.py", "x"), command("-n3", "app.py", "x")
    assert said.returncode == left_out.returncode == 2
    assert "__main__.<module>" in said.stderr
    assert "__main__.<module>" in left_out.stderr


def test_an_existing_file_survives_a_bad_request(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "x.pb.gz").write_text("precious")
    assert command("merge", MISSING, "-o", "x.pb.gz").returncode == 2
    assert (tmp_path / "x.pb.gz").read_text() == "precious"
