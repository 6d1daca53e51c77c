"""Other interpreters in the process: a clear refusal there, and no harm to the recording here."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from running import run_python


def interpreters_module() -> ModuleType:
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    pytest.fail("this CPython has no module for subinterpreters")


RUN_THERE = f"""
import {interpreters_module().__name__} as interpreters
def run_there(program):
    other = interpreters.create()
    try:
        failure = interpreters.run_string(other, program)
        return "" if failure is None else failure.formatted
    except Exception as error:
        return str(error)
    finally:
        interpreters.destroy(other)
"""


def test_importing_it_there_says_that_it_works_in_the_main_interpreter_only(tmp_path: Path) -> None:
    program = RUN_THERE + "print(run_there('import swiftprof'))"
    result = run_python("-c", program, cwd=tmp_path)
    assert "swiftprof works in the main interpreter only" in result.stdout
    assert (result.returncode, result.stderr) == (0, "")


HERE_AND_THERE = """
import swiftprof
def work(): pass
swiftprof.start()
work()
answers = [run_there("def work(): pass\\nfor i in range(1000): work()") for _ in range(3)]
work()
profile = swiftprof.stop()
print(answers, profile[work].ncall, profile.header.unmatched_returns)
"""


def test_what_runs_there_is_no_part_of_the_recording_here(tmp_path: Path) -> None:
    result = run_python("-c", RUN_THERE + HERE_AND_THERE, cwd=tmp_path)
    assert (result.stdout, result.stderr) == ("['', '', ''] 2 0\n", "")
    assert result.returncode == 0
