"""Every example runs, as it is and under swiftprof."""

from pathlib import Path

import pytest

from running import run_python

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))
PLAIN = [example for example in EXAMPLES if "import swiftprof" not in example.read_text("utf-8")]


def test_there_are_examples() -> None:
    assert EXAMPLES
    assert PLAIN


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_example_runs(example: Path, tmp_path: Path) -> None:
    answer = run_python(example, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("example", PLAIN, ids=lambda path: path.name)
def test_an_example_that_does_not_profile_itself_can_be_profiled(
    example: Path, tmp_path: Path
) -> None:
    answer = run_python("-m", "swiftprof", "--threads-table", example, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "MainThread" in answer.stderr
