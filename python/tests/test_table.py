"""The table: what it shows, at any width, in real runs."""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sample
import swiftprof
from running import RunCli, WriteScript, clean_environment

PROGRAM = """\
    import json, threading

    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    def a_function_with_a_rather_long_name_that_needs_much_room_in_the_last_column():
        return fib(12)

    class Pool:
        def get(self):
            return json.dumps({"key": [1, 2, 3]})

    threads = [threading.Thread(target=Pool().get, name=f"worker-{n}") for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    a_function_with_a_rather_long_name_that_needs_much_room_in_the_last_column()
    """
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    swiftprof.start()
    sample.outer()
    sample.fib(6)
    return swiftprof.stop()


def table_of(profile: swiftprof.Profile, **options: object) -> str:
    stream = io.StringIO()
    profile.print_table(file=stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def rows_of(table: str) -> list[str]:
    """The names in the order of the table's rows."""
    lines = table.splitlines()
    start = next(number for number, line in enumerate(lines) if re.match(r"\s*ncall\s", line))
    column = lines[start].index("name")
    return [line[column:].split("  ")[0].strip() for line in lines[start + 2 :]]


def test_it_goes_to_standard_output_by_default(
    profile: swiftprof.Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.print_table()
    assert "sample.fib" in capsys.readouterr().out


def test_it_has_the_columns_people_know(profile: swiftprof.Profile) -> None:
    header = next(line for line in table_of(profile).splitlines() if "ncall" in line)
    for column in ("ncall", "tsub", "ttot", "tavg", "wait", "name"):
        assert column in header


def test_calls_are_total_and_primitive_where_these_differ(profile: swiftprof.Profile) -> None:
    lines = {line.split()[-1]: line for line in table_of(profile).splitlines() if line.split()}
    fib = next(line for line in table_of(profile).splitlines() if "sample.fib" in line)
    leaf = next(line for line in table_of(profile).splitlines() if "sample.leaf" in line)
    assert fib.split()[0] == "25/1"
    assert leaf.split()[0] == "6"
    assert lines


def test_it_can_be_limited(profile: swiftprof.Profile) -> None:
    names = [function.display_name for function in profile.functions]
    limited = table_of(profile, limit=2, sort="ncall")
    shown = [name for name in names if re.search(rf"\s{re.escape(name)}(\s|$)", limited, re.M)]
    assert len(shown) == 2
    assert {"sample.fib", "sample.leaf"} == set(shown)


@pytest.mark.parametrize("key", ["ncall", "tsub", "ttot", "tavg", "cpu", "calls", "cumulative"])
def test_it_can_be_sorted(profile: swiftprof.Profile, key: str) -> None:
    figure = {
        "ncall": lambda one: one.ncall, "calls": lambda one: one.ncall,
        "tsub": lambda one: one.wall_self_ns, "ttot": lambda one: one.wall_total_ns,
        "cumulative": lambda one: one.wall_total_ns, "tavg": lambda one: one.wall_average,
        "cpu": lambda one: one.cpu_total_ns,
    }[key]  # fmt: skip
    by_name = {function.display_name: function for function in profile.functions}
    shown = [by_name[name] for name in rows_of(table_of(profile, sort=key)) if name in by_name]
    assert len(shown) == len(profile.functions)
    assert [figure(one) for one in shown] == sorted(map(figure, shown), reverse=True)


def test_a_thread_table_is_added_on_request(profile: swiftprof.Profile) -> None:
    assert "MainThread" not in table_of(profile).split("ncall")[1]
    assert "MainThread" in table_of(profile, threads_table=True).split("ncall")[1]


@pytest.mark.parametrize("columns", [80, 200])
def test_no_line_is_wider_than_the_terminal(script: WriteScript, cli: RunCli, columns: int) -> None:
    path = script(PROGRAM)
    answer = cli("--threads-table", "-n0", path, environment={"COLUMNS": str(columns)})
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr.count("\n") > 10
    too_wide = [line for line in answer.stderr.splitlines() if len(line) > columns]
    assert too_wide == []
    assert "fib" in answer.stderr
    assert "worker-1" in answer.stderr


def test_a_narrow_table_still_has_every_row_and_figure(script: WriteScript, cli: RunCli) -> None:
    path = script(PROGRAM)
    answer = cli("-n0", path, environment={"COLUMNS": "80"})
    fib = next(line for line in answer.stderr.splitlines() if re.search(r"\bfib\b", line))
    assert fib.split()[0] == "465/1"


def test_paths_are_relative_to_where_things_are(
    script: WriteScript, cli: RunCli, tmp_path: Path
) -> None:
    answer = cli("-n0", "-scpu", script(PROGRAM), environment={"COLUMNS": "200"})
    assert "program.py:3" in answer.stderr
    body = answer.stderr.split("ncall")[1]
    assert str(tmp_path) not in body
    assert "json/encoder.py" in body
    assert os.path.dirname(os.__file__) not in body


def in_a_terminal(arguments: list[str], cwd: Path, **environment: str) -> str:
    """What a program prints to a terminal of its own as standard error."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=cwd, stderr=follower, stdout=subprocess.DEVNULL,
        env=clean_environment() | {"TERM": "xterm"} | environment,
    ):  # fmt: skip
        os.close(follower)
        chunks = []
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:  # Linux tells the end of a terminal by EIO
                break
            if not chunk:
                break
            chunks.append(chunk)
    os.close(leader)
    return b"".join(chunks).decode()


def test_colour_is_for_terminals_only(script: WriteScript, cli: RunCli, tmp_path: Path) -> None:
    path = str(script(PROGRAM))
    run = ["-m", "swiftprof", path]
    assert ESCAPE.search(in_a_terminal(run, tmp_path))
    assert not ESCAPE.search(cli(path).stderr)


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_refused(
    script: WriteScript, tmp_path: Path, setting: dict[str, str]
) -> None:
    text = in_a_terminal(["-m", "swiftprof", str(script(PROGRAM))], tmp_path, **setting)
    assert "ncall" in text
    assert not ESCAPE.search(text)


def test_a_stream_that_cannot_show_a_name_still_gets_the_table() -> None:
    namespace: dict[str, object] = {"__name__": "m"}
    exec(compile("def größe(): pass\ngröße()", "g.py", "exec"), namespace)
    swiftprof.start()
    namespace["größe"]()  # type: ignore[operator]
    profile = swiftprof.stop()
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    profile.print_table(file=stream)
    stream.flush()
    assert b"gr\\xf6\\xdfe" in raw.getvalue()
