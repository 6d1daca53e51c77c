"""The programs in docs/spans-and-sessions.md run, and what they claim holds."""

import re
from pathlib import Path

import pytest

from running import WriteScript, run_python

PAGE = Path(__file__).parents[2] / "docs" / "spans-and-sessions.md"
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_there_are_programs() -> None:
    assert len(PROGRAMS) == 3
    assert all("assert" in program for program in PROGRAMS)


@pytest.mark.parametrize("program", PROGRAMS, ids=["spans", "contexts", "sessions"])
def test_the_program_runs(script: WriteScript, tmp_path: Path, program: str) -> None:
    answer = run_python(script(program), cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stderr == ""
