"""What the program sees when `python -m swiftprof` runs it: what it would see without."""

import json
import sys
import zipfile
from pathlib import Path

import pytest

from running import RunCli, WriteScript, run_python

TELL = """\
import json, sys
import __main__
facts = dict(
    name=__name__, file=globals().get("__file__"), package=__package__,
    spec=__spec__.name if __spec__ else None, argv=sys.argv, path_0=sys.path[0],
    is_main=__main__.__dict__ is globals(), builtins=type(__builtins__).__name__,
    names=sorted(name for name in globals() if name.startswith("__")), stdin=sys.stdin.read(),
    loader=type(__loader__).__name__ if not isinstance(__loader__, type) else __loader__.__name__,
    doc=__doc__, code_file=sys._getframe().f_code.co_filename, cached=globals().get("__cached__"),
)
print(json.dumps(facts))
"""


@pytest.fixture
def program(tmp_path: Path, script: WriteScript) -> Path:
    script(TELL, "folder/tell.py")
    script(TELL, "package/__main__.py")
    script("", "package/__init__.py")
    script(TELL, "package/inner.py")
    script(TELL, "application/__main__.py")
    (tmp_path / "link.py").symlink_to("folder/tell.py")
    with zipfile.ZipFile(tmp_path / "application.zip", "w") as archive:
        archive.writestr("__main__.py", TELL)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["folder/tell.py"],
        ["folder/tell.py", "-o", "x", "--help", "--", "-m"],
        ["./folder/../folder/tell.py"],
        ["link.py"],
        ["-m", "package", "-q"],
        ["-m", "package.inner", "x"],
        ["-m", "folder.tell"],
        ["application", "x"],
        ["application.zip", "x"],
        ["-c", TELL, "-n", "x"],
    ],
    ids=" ".join,
)
def test_it_sees_what_it_would_see_without_us(program: Path, arguments: list[str]) -> None:
    with_us = run_python("-m", "swiftprof", "-q", *arguments, stdin="typed in", cwd=program)
    without = run_python(*arguments, stdin="typed in", cwd=program)
    assert with_us.stderr == ""
    assert json.loads(with_us.stdout) == json.loads(without.stdout)


def test_a_program_from_standard_input_runs(program: Path) -> None:
    answer = run_python(
        "-m", "swiftprof", "-q", "-", "x", stdin="import sys; print(sys.argv)", cwd=program
    )
    assert answer.stdout == "['-', 'x']\n"


@pytest.mark.parametrize("flag", ["-P", "-I"])
def test_a_safe_path_stays_safe(program: Path, flag: str) -> None:
    code = "import sys, json; print(json.dumps(sys.path))"
    with_us = run_python(flag, "-m", "swiftprof", "-q", "-c", code, cwd=program)
    without = run_python(flag, "-c", code, cwd=program)
    assert with_us.stdout == without.stdout


def test_two_words_end_our_options(cli: RunCli, script: WriteScript) -> None:
    script("import sys; print(sys.argv)", "-odd.py")
    assert cli("-q", "--", "-odd.py", "--", "x").stdout == "['-odd.py', '--', 'x']\n"


@pytest.mark.parametrize("arguments", [["-mplain", "x"], ["-m", "plain", "x"]])
def test_the_module_may_stand_behind_its_flag(
    cli: RunCli, script: WriteScript, arguments: list[str]
) -> None:
    script("import sys; print(sys.argv[1:])", "plain.py")
    assert cli("-q", *arguments).stdout == "['x']\n"


def test_compiled_programs_run(cli: RunCli, script: WriteScript, tmp_path: Path) -> None:
    import py_compile

    py_compile.compile(str(script("print(__file__)")), cfile=str(tmp_path / "made.pyc"))
    assert cli("-q", tmp_path / "made.pyc").stdout == f"{tmp_path / 'made.pyc'}\n"


def test_a_source_in_another_encoding_is_read_as_python_does(cli: RunCli, tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes("# coding: latin-1\nprint(ascii('ä'))\n".encode("latin-1"))
    assert cli("-q", "latin.py").stdout == "'\\xe4'\n"


def test_the_packages_of_a_module_are_imported_as_part_of_the_program(
    cli: RunCli, script: WriteScript
) -> None:
    script("def set_up():\n    pass\n\nset_up()", "application/__init__.py")
    script("pass", "application/__main__.py")
    assert "application.set_up" in cli("-n0", "-m", "application").stderr


def test_the_tree_starts_at_the_program_and_nothing_of_ours_is_in_the_table(
    cli: RunCli, script: WriteScript
) -> None:
    path = script("""\
        import sys
        def work():
            frame, depth = sys._getframe(), 0
            return len("x")
        work()
        """)
    answer = cli("-n0", path)
    assert "__main__.work" in answer.stderr
    body = answer.stderr.split("ncall")[1]
    assert "swiftprof" not in body
    assert "exec" not in body
    assert "runpy" not in body


def test_pickles_of_the_programs_own_classes_work(cli: RunCli, script: WriteScript) -> None:
    path = script("""\
        import pickle
        class Thing: pass
        print(type(pickle.loads(pickle.dumps(Thing()))) is Thing)
        """)
    assert cli("-q", path).stdout == "True\n"


def test_processes_that_the_program_spawns_find_their_main(
    cli: RunCli, script: WriteScript
) -> None:
    path = script("""\
        import multiprocessing
        def work(value):
            return value * 2
        if __name__ == "__main__":
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                print(pool.map(work, [1, 2]))
        """)
    assert cli("-q", path).stdout == "[2, 4]\n"


def test_the_console_script_is_the_same_command(script: WriteScript, tmp_path: Path) -> None:
    import subprocess

    command = Path(sys.executable).with_name("swiftprof")
    assert command.exists(), f"{command} was not installed"
    script("import sys; print(sys.argv, sys.path[0])")
    answer = subprocess.run(
        [command, "-q", "program.py", "-x"], capture_output=True, text=True, cwd=tmp_path
    )
    assert answer.stdout == f"['program.py', '-x'] {tmp_path}\n"
    assert (answer.stderr, answer.returncode) == ("", 0)
