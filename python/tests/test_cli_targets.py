"""Targets on the command line, those in the script itself among them."""

import re
from pathlib import Path

import pytest

from backends import USABLE
from running import RunCli, WriteScript

each_backend = pytest.mark.parametrize("backend", USABLE)
PROGRAM = '''\
"""A program."""
from __future__ import annotations
import sys

def told(function):
    import functools
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)
    return wrapper

if True:
    @told
    def work(times: int = 2) -> int:
        return sum(helper() for _ in range(times))

def helper():
    return 1

class Box:
    def get(self):
        return helper()

async def waiting(): ...

def main():
    assert work(3) == 3
    Box().get()
    assert sys._getframe().f_lineno == LINE

LINE = 29
if __name__ == "__main__":
    main()
'''


def rows(table: str) -> dict[str, int]:
    """Calls by the name of the function, from a table of everything."""
    found = re.findall(r"^ *(\d+)(?:/\d+)? .* ([\w.<>]+) +\S+\.py:\d+$", table, re.MULTILINE)
    return {name: int(calls) for calls, name in found}


@each_backend
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["-t", "__main__:work"], {"__main__.work": 1}),
        (["--target", "__main__:work", "-t", "__main__:Box.get"],
         {"__main__.work": 1, "__main__.Box.get": 1}),
        (["-t", "__main__:Box.*", "--below"], {"__main__.Box.get": 1, "__main__.helper": 1}),
        (["-t", "__main__:h*", "-t*:main"], {"__main__.helper": 4, "__main__.main": 1}),
    ],
)  # fmt: skip
def test_functions_of_the_script_are_targets(
    cli: RunCli, script: WriteScript, backend: str, options: list[str], expected: dict[str, int]
) -> None:
    answer = cli("-n0", "--backend", backend, *options, script(PROGRAM))
    assert answer.returncode == 0, answer.stderr
    assert rows(answer.stderr) == expected
    assert "not recorded" not in answer.stderr


@each_backend
@pytest.mark.parametrize("kind", ["-c", "-m", "folder", "stdin", "module's own name"])
def test_programs_of_every_kind_have_targets(
    cli: RunCli, script: WriteScript, tmp_path: Path, backend: str, kind: str
) -> None:
    name = "packed/__main__.py" if kind == "folder" else "packed.py"
    script(PROGRAM, name)
    program: list[str] = {
        "-c": ["-c", PROGRAM], "-m": ["-m", "packed"], "folder": ["packed"], "stdin": ["-"],
        "module's own name": ["-m", "packed"],
    }[kind]  # fmt: skip
    target = "packed:work" if kind == "module's own name" else "__main__:work"
    answer = cli("-n0", "--backend", backend, "-t", target, *program, stdin=PROGRAM)
    assert answer.returncode == 0, answer.stderr
    assert re.search(r"^ *1 .*__main__\.work\b", answer.stderr, re.MULTILINE)
    assert "not recorded" not in answer.stderr


@each_backend
def test_functions_of_modules_that_the_script_imports_are_targets(
    cli: RunCli, script: WriteScript, backend: str
) -> None:
    script("def work(): return 1", "imported.py")
    path = script("import imported\nimported.work(); imported.work()")
    answer = cli("-n0", "--backend", backend, "-t", "imported:work", path)
    assert rows(answer.stderr) == {"imported.work": 2}


@each_backend
def test_a_target_never_found_is_told_at_the_end_with_the_profile(
    cli: RunCli, script: WriteScript, backend: str
) -> None:
    path = script("def work(): return 1\nwork()")
    answer = cli("--backend", backend, "-t", "__main__:wrok", "-t", "app:x", path)
    assert answer.returncode == 0
    assert re.search(
        r"^swiftprof: 2 targets were not recorded: '__main__:wrok': there is no function wrok in "
        r"__main__; did you mean work\?; 'app:x': the module app was never imported",
        answer.stderr,
        re.MULTILINE,
    )
    quiet = cli("-q", "--backend", backend, "-t", "app:x", path)
    assert quiet.stderr == ""


if "setprofile" in USABLE:

    def test_setprofile_tells_of_what_only_monitoring_can_target(
        cli: RunCli, script: WriteScript
    ) -> None:
        answer = cli("--backend", "setprofile", "-t", "__main__:waiting", script(PROGRAM))
        assert answer.returncode == 0
        assert re.search("'__main__:waiting': .*coroutine function.*monitoring", answer.stderr)

    def test_a_syntax_warning_is_told_once(cli: RunCli, script: WriteScript) -> None:
        path = script("def work(): return '\\d'\nwork()")
        answer = cli("--backend", "setprofile", "-t", "__main__:work", path, python=("-Wd",))
        assert answer.stderr.count("invalid escape sequence") == 1
        assert rows(answer.stderr) == {"__main__.work": 1}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-t", "work"], "no ':'.*__main__:work"),
        (["-t", "time:sleep"], "written in C.*--below"),
        (["-t", "math:sqrt"], "written in C.*--below"),
        (["-t", "builtins:len"], "written in C"),
        (["--below"], "--below is for targets.*-t"),
        (["-t"], "expected one argument"),
    ],
)
def test_a_bad_target_is_one_line_and_status_2_before_the_program_runs(
    cli: RunCli, script: WriteScript, arguments: list[str], says: str
) -> None:
    path = script("print('ran')")
    answer = cli("--backend", USABLE[0], *arguments, *([] if arguments == ["-t"] else [path]))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert re.search(says, answer.stderr)


@each_backend
def test_the_rest_of_the_program_gets_no_events(
    cli: RunCli, script: WriteScript, backend: str
) -> None:
    path = script("""\
        def often(): return 1
        def seldom(): return 2
        for _ in range(1000): often()
        seldom()
        """)
    answer = cli("--backend", backend, "-t", "__main__:seldom", path)
    assert re.search(r"^events +2 calls", answer.stderr, re.MULTILINE)
