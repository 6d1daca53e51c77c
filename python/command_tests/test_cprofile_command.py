"""`python -m swiftprof.cprofile` beside `python -m cProfile`, `swiftprof --as-cprofile`, `install`."""

import os
import pstats
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from commands import RunCommand, clean_environment

PROGRAM = """\
    import sys

    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    def values():
        yield from range(3)

    def main():
        fib(7)
        print(sorted(values(), key=lambda value: -value), sys.argv[1:])
        if "exit" in sys.argv:
            sys.exit(3)
        if "fail" in sys.argv:
            raise ValueError("on purpose")

    if __name__ == "__main__":
        main()
    """
MODULES = ("cProfile", "swiftprof.cprofile")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program.py").write_text(textwrap.dedent(PROGRAM), encoding="utf-8")
    return tmp_path


def run(module: str, *words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        capture_output=True, text=True, timeout=60, cwd=folder, env=clean_environment(),
    )  # fmt: skip


def lines(answer: "subprocess.CompletedProcess[str]") -> list[str]:
    """What was printed, in any order of ties, without times."""
    text = re.sub(r"in \d+\.\d+ seconds", "in S seconds", answer.stdout)
    return sorted(re.sub(r"\d+\.\d+", "T", line) for line in text.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("program.py",),
        ("-s", "name", "program.py", "-o", "x"),
        ("-s", "tottime", "-m", "program", "--flag"),
        ("program.py", "exit"),
        ("program.py", "fail"),
        ("--", "program.py"),
        (),
        ("-s", "nonsense", "program.py"),
        ("-m", "no_such_module"),
        ("no_such_file.py",),
    ],
    ids=" ".join,
)
def test_the_command_prints_and_exits_as_the_original(words: tuple[str, ...], folder: Path) -> None:
    run(MODULES[0], *words, folder=folder)  # WHY: what it imports has its .pyc files then
    theirs, ours = (run(module, *words, folder=folder) for module in MODULES)
    assert ours.returncode == theirs.returncode
    assert lines(ours) == [line.replace("cProfile.py", MODULES[1]) for line in lines(theirs)]
    end = theirs.stderr.replace("cProfile.py", MODULES[1]).splitlines()[-1:]
    assert ours.stderr.splitlines()[-1:] == end


@pytest.mark.parametrize("words", [("-m",), ("-o", "x")], ids=" ".join)
def test_nothing_to_run_is_refused(words: tuple[str, ...], folder: Path) -> None:
    answer = run(MODULES[1], *words, folder=folder)  # the original ends with a traceback
    assert answer.returncode == 2 and answer.stdout.startswith("Usage: swiftprof.cprofile [-o ")


def test_a_file_is_written_where_the_program_began(folder: Path) -> None:
    (folder / "moves.py").write_text("import os; os.mkdir('down'); os.chdir('down')\n")
    assert run(MODULES[1], "-o", "out.prof", "moves.py", folder=folder).returncode == 0
    stats: Any = pstats.Stats(str(folder / "out.prof"))
    assert ("~", 0, "<built-in method posix.chdir>") in stats.stats


def test_the_script_is_the_main_module_that_others_import(folder: Path) -> None:
    (folder / "script.py").write_text("import __main__, pickle\ndef f(): pass\npickle.dumps(f)\n"
                                      "print(__main__.f is f, __name__)\n")  # fmt: skip
    assert "True __main__" in run(MODULES[1], "script.py", folder=folder).stdout


def test_the_usage_names_the_options_of_the_original(folder: Path) -> None:
    theirs, ours = (run(module, "--help", folder=folder).stdout for module in MODULES)
    options = re.compile(r"^  (-.*?)(?:  |$)", re.MULTILINE)
    assert options.findall(ours) == options.findall(theirs)


# ---- in the place of cProfile

USER = """\
    import cProfile
    import sys
    from cProfile import Profile

    def work():
        return len([1])

    with Profile() as profile:
        work()
    print(cProfile.__name__, Profile.__module__, isinstance(profile, cProfile.Profile), sys.argv[1:])
    profile.print_stats()
    sys.exit(5)
    """


def test_as_cprofile_gives_the_program_ours_and_records_nothing_itself(
    command: RunCommand, tmp_path: Path
) -> None:
    (tmp_path / "user.py").write_text(textwrap.dedent(USER), encoding="utf-8")
    for words in (("user.py",), ("-m", "user")):
        answer = command("--as-cprofile", *words, "-o", "x")
        assert answer.returncode == 5 and answer.stderr == ""
        assert "swiftprof.cprofile swiftprof.cprofile True ['-o', 'x']" in answer.stdout
        assert "user.py:5(work)" in answer.stdout


def test_as_cprofile_refuses_options_of_recordings(command: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text("print('runs')\n")
    answer = command("--as-cprofile", "-o", "x.prof", "--no-threads", "user.py")
    assert answer.returncode == 2 and answer.stdout == ""
    assert "--as-cprofile records nothing itself" in answer.stderr
    assert "output, threads" in answer.stderr


INSTALLED = """\
    import cProfile as early
    import sys
    from cProfile import Profile as original

    import swiftprof.cprofile
    swiftprof.cprofile.install()
    swiftprof.cprofile.install()
    import cProfile
    ours = swiftprof.cprofile
    assert cProfile is ours and early.Profile is ours.Profile and early.run is ours.run
    if sys.version_info >= (3, 15):
        import profiling.tracing
        assert profiling.tracing is ours
    ours.uninstall()
    import cProfile
    assert cProfile is early and early.Profile is original
    ours.uninstall()
    print("done")
    """


def test_install_is_for_the_whole_process_and_can_be_taken_back(tmp_path: Path) -> None:
    (tmp_path / "installs.py").write_text(textwrap.dedent(INSTALLED), encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "installs.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ,
    )
    assert answer.stdout == "done\n", answer.stderr


def test_importing_swiftprof_imports_neither_this_nor_cprofile(tmp_path: Path) -> None:
    code = (
        "import sys, swiftprof; print([name for name in sys.modules if 'rofile' in name.lower()])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, env=os.environ
    )
    assert "cprofile" not in answer.stdout.lower() and answer.returncode == 0
