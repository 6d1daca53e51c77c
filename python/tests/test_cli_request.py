"""Requests: options, output, and what is refused before the program runs."""

import os
import pstats
import re
from pathlib import Path

import pytest

import swiftprof
from running import RunCli, WriteScript

TOUCH = "open('ran', 'w').close()"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "nothing to run"),
        (["missing.py"], "missing.py.*No such file"),
        (["-m", "no_such_module"], "no_such_module"),
        (["-m", "no_such_package.module"], "no_such_package"),
        (["-m", "json.no_such_module"], "json.no_such_module"),
        (["-m", "collections"], "collections.__main__"),
        (["-m"], "-m needs a MODULE"),
        (["-c"], "-c needs a CODE"),
        (["empty"], "__main__"),
        (["-f", "nonsense", "-o", "x", "program.py"], "nonsense.*callgrind"),
        (["-s", "nonsense", "program.py"], "nonsense.*tsub"),
        (["-n", "many", "program.py"], "many"),
        (["-n", "-3", "program.py"], "-3"),
        (["--clock", "sundial", "-o", "x.pstats", "program.py"], "sundial"),
        (["-o", "x.nonsense", "program.py"], r"x\.nonsense"),
        (["-o", "no-folder/x.pstats", "program.py"], "no-folder"),
        (["-o", "empty", "-f", "pstats", "program.py"], "directory"),
        (["-f", "pstats", "program.py"], "-o FILE"),
        (["--separate-threads", "-o", "x.pstats", "program.py"], "--separate-threads"),
        (["--clock", "cpu", "-o", "x.callgrind", "program.py"], "--clock"),
        (["--nonsense", "program.py"], "--nonsense"),
        (["-o"], "-o"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_bad_request_is_one_line_and_status_2_before_the_program_runs(
    cli: RunCli, script: WriteScript, tmp_path: Path, arguments: list[str], says: str
) -> None:
    script(TOUCH)
    (tmp_path / "empty").mkdir()
    answer = cli(*arguments)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.startswith("swiftprof: ")
    assert answer.stderr.count("\n") == 1
    assert re.search(says, answer.stderr)
    assert sorted(os.listdir(tmp_path)) == ["empty", "program.py"]


def test_an_unreadable_script_is_refused(cli: RunCli, script: WriteScript) -> None:
    path = script(TOUCH)
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything; a folder in its place it cannot read
        path.unlink()
        path.symlink_to(path.name)
    answer = cli(path)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "program.py" in answer.stderr


def test_an_existing_output_survives_a_bad_request(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    (tmp_path / "x.pstats").write_text("precious")
    assert cli("-o", "x.pstats", "missing.py").returncode == 2
    assert (tmp_path / "x.pstats").read_text() == "precious"


@pytest.mark.parametrize("arguments", [["broken.py"], ["-m", "broken"], ["-c", "1 +"]])
def test_a_syntax_error_is_told_as_python_does(
    cli: RunCli, script: WriteScript, tmp_path: Path, arguments: list[str]
) -> None:
    script("x = (\n1 +", "broken.py")
    answer = cli(*arguments)
    assert answer.returncode == 1
    assert "SyntaxError" in answer.stderr
    assert "swiftprof" not in answer.stderr


def test_the_table_goes_to_standard_error_and_the_output_stays_clean(
    cli: RunCli, script: WriteScript
) -> None:
    answer = cli(script("print('mine')"))
    assert answer.stdout == "mine\n"
    assert "ncall" in answer.stderr
    assert "<module>" in answer.stderr


def test_quiet_says_nothing_and_still_writes(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    answer = cli("-q", "-o", "x.pstats", script("pass"))
    assert (answer.stdout, answer.stderr) == ("", "")
    pstats.Stats(str(tmp_path / "x.pstats"))


def test_a_file_written_is_named(cli: RunCli, script: WriteScript, tmp_path: Path) -> None:
    answer = cli("-o", "x.txt", script("pass"))
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert "x.txt" in answer.stderr
    assert "ncall" in (tmp_path / "x.txt").read_text()


@pytest.mark.parametrize(
    ("name", "format", "begins"),
    [
        ("x.out", "callgrind", b"# callgrind format"),
        ("x.pstats", "callgrind", b"# callgrind format"),
        ("x.callgrind", None, b"# callgrind format"),
        ("callgrind.out.7", None, b"# callgrind format"),
    ],
)
def test_the_format_is_as_asked_for_or_as_the_ending_tells(
    cli: RunCli, script: WriteScript, tmp_path: Path, name: str, format: str | None, begins: bytes
) -> None:
    assert cli(*(["-f", format] if format else []), "-o", name, script("pass")).returncode == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_sort_and_limit_shape_the_table(cli: RunCli, script: WriteScript) -> None:
    path = script("def often(): pass\nfor _ in range(1000):\n    often()")
    answer = cli("-s", "ncall", "-n", "1", path)
    assert "__main__.often" in answer.stderr
    assert "<module>" not in answer.stderr.split("ncall")[-1]


def test_builtins_and_threads_can_be_left_out(cli: RunCli, script: WriteScript) -> None:
    path = script("""\
        import threading
        def in_thread(): pass
        def in_main(): return abs(-1)
        thread = threading.Thread(target=in_thread); thread.start(); thread.join()
        in_main()
        """)
    everything = cli("-n0", path).stderr
    assert "builtins.abs" in everything
    assert "__main__.in_thread" in everything
    without = cli("-n0", "--no-builtins", "--no-threads", path).stderr
    assert "builtins.abs" not in without
    assert "__main__.in_thread" not in without
    assert "__main__.in_main" in without


def test_threads_table_adds_the_threads(cli: RunCli, script: WriteScript) -> None:
    path = script("""\
        import threading
        thread = threading.Thread(target=lambda: None, name="a-worker"); thread.start()
        """)
    assert "a-worker" in cli("--threads-table", path).stderr


def test_separate_threads_write_a_file_each(
    cli: RunCli, script: WriteScript, tmp_path: Path
) -> None:
    path = script("""\
        import threading
        thread = threading.Thread(target=lambda: None); thread.start()
        """)
    cli("--separate-threads", "-o", "x.callgrind", path)
    assert len(list(tmp_path.glob("x-*.callgrind"))) == 2


@pytest.mark.parametrize("how", ["merge", "roots"])
def test_threads_of_a_pstats_file_are_merged_or_have_roots(
    cli: RunCli, script: WriteScript, tmp_path: Path, how: str
) -> None:
    path = script("""\
        import threading
        thread = threading.Thread(target=lambda: None, name="a-worker"); thread.start()
        """)
    cli("--pstats-threads", how, "--clock", "cpu", "-o", "x.pstats", path)
    stats = pstats.Stats(str(tmp_path / "x.pstats")).stats  # type: ignore[attr-defined]
    assert any("a-worker" in key[2] for key in stats) == (how == "roots")


def test_version_tells_the_version(cli: RunCli) -> None:
    answer = cli("--version")
    assert answer.stdout.startswith(f"swiftprof {swiftprof.__version__}")
    assert answer.stdout.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--version", "-v"], ["-v", "--version"]])
def test_the_verbose_version_tells_the_backend_the_clocks_and_their_costs(
    cli: RunCli, arguments: list[str]
) -> None:
    lines = cli(*arguments).stdout.splitlines()
    assert re.match(r"backend: (monitoring|setprofile) \(.+\)", lines[1])
    assert re.match(r"wall: .* [\d.]+ ns a reading", lines[2])
    assert re.match(r"CPU: .* [\d.]+ ns a reading", lines[3])


def test_clock_info_is_what_the_command_line_prints(cli: RunCli) -> None:
    info = swiftprof.clock_info()
    assert info.wall_clock in cli("--version", "-v").stdout
    assert info.wall_cost_ns > 0
    assert info.cpu_cost_ns > 0
    assert info.cpu_system_call_cost_ns > 0
    assert info.wall_reason
    assert info.cpu_reason
