"""`python -m swiftprof.yappi` does what `python -m yappi` does."""

import pstats
import re
import subprocess
import sys
from pathlib import Path

import pytest

from yappi_pair import ours

PROGRAM = """
import sys, threading

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

class Work(threading.Thread):
    def run(self):
        fib(6)

fib(8)
work = Work()
work.start()
work.join()
print("arguments", sys.argv[1:], len([]))
if "exit" in sys.argv:
    sys.exit(3)
if "raise" in sys.argv:
    raise KeyError("on purpose")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


def run(module: str, script: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=script.parent, timeout=60)


def table(output: str) -> dict[str, str]:
    """Calls of the script's own functions and of those in C, by the end of the name."""
    rows = re.findall(
        r"^(?:\S*program\.py:\d+ |builtins\.)(\S+) +([\d/]+) +[\d.]+ +[\d.]+ +[\d.]+ *$",
        output,
        re.M,
    )
    return dict(rows)


@pytest.mark.parametrize(
    "options", [[], ["-b"], ["-c", "wall"], ["-b", "--clock-type", "cpu"], ["-s"]]
)
def test_the_table_has_the_same_calls(script: Path, options: list[str]) -> None:
    theirs, own = (
        run(module, script, *options, "program.py", "one", "-b")
        for module in ("yappi", "swiftprof.yappi")
    )
    assert own.returncode == theirs.returncode == 0
    assert own.stdout.splitlines()[0] == theirs.stdout.splitlines()[0]
    expected = table(theirs.stdout)
    assert expected["fib"].endswith("/1" if "-s" in options else "/2")
    names = [name for name in ("fib", "Work.run", "print") if name in expected]
    # On 3.11 yappi names methods without their class.
    assert len(names) >= 2 - ("-s" in options) - (sys.version_info < (3, 12))
    assert [table(own.stdout)[name] for name in names] == [expected[name] for name in names]
    assert re.search("^Clock type: (WALL|CPU)$", own.stdout, re.M)
    assert re.search("^name +id +tid +ttot +scnt", own.stdout, re.M)


@pytest.mark.parametrize(
    "words",
    [["program.py", "exit"], ["program.py", "raise"], ["-c", "sundial", "program.py"], ["--nothing"],
     ["-f", "nothing", "program.py"], ["-o"], ["nowhere.py"]],
)  # fmt: skip
def test_exit_codes_are_the_same(script: Path, words: list[str]) -> None:
    theirs, own = (run(module, script, *words) for module in ("yappi", "swiftprof.yappi"))
    assert own.returncode == theirs.returncode != 0


def test_an_exception_is_told_as_python_tells_it(script: Path) -> None:
    own = run("swiftprof.yappi", script, "program.py", "raise")
    plain = subprocess.run(
        [sys.executable, "program.py", "raise"], capture_output=True, text=True, cwd=script.parent
    )
    assert own.stderr.splitlines()[-1] == plain.stderr.splitlines()[-1]
    assert "swiftprof" not in own.stderr
    assert table(own.stdout)["fib"]


def test_usage_is_shown_without_a_script(script: Path) -> None:
    own = run("swiftprof.yappi", script)
    assert own.returncode == 2
    assert own.stderr.startswith("Usage:")


@pytest.mark.parametrize("format", ["pstat", "callgrind", "ystat"])
def test_statistics_are_written_in_each_format(script: Path, format: str) -> None:
    done = run("swiftprof.yappi", script, "-o", "out", "-f", format, "program.py")
    assert done.returncode == 0
    assert "Clock type" not in done.stdout
    out = script.parent / "out"
    if format == "pstat":
        assert any(key[2] == "fib" for key in pstats.Stats(str(out)).stats)  # type: ignore[attr-defined]
    elif format == "callgrind":
        assert "events: Ticks" in out.read_text()
    else:
        (own,) = (stat for stat in ours.YFuncStats(str(out)) if stat.name == "fib")
        assert (own.ncall, own.nactualcall) == (67 + 25, 2)


def test_a_file_that_cannot_be_written_is_refused_before_the_program_runs(script: Path) -> None:
    done = run("swiftprof.yappi", script, "-o", "nowhere/out", "program.py")
    assert done.returncode == 1
    assert "arguments" not in done.stdout
    assert "cannot write" in done.stderr
