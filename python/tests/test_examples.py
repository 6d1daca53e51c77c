"""Every example runs, as it is and under swiftprof."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from running import run_python

NO_GEVENT = pytest.mark.skipif(
    importlib.util.find_spec("gevent") is None, reason="not tested: no gevent for this Python"
)
# The longest is run with and without swiftprof in test_example_results.py.
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*[!x].py"))
PLAIN = [example for example in EXAMPLES if "import swiftprof" not in example.read_text("utf-8")]


def test_there_are_examples() -> None:
    assert EXAMPLES
    assert PLAIN


def cases(examples: list[Path]) -> list[Any]:
    return [
        pytest.param(each, id=each.name, marks=[NO_GEVENT] if "gevent" in each.name else [])
        for each in examples
    ]


@pytest.mark.parametrize("example", cases(EXAMPLES))
def test_the_example_runs(example: Path, tmp_path: Path) -> None:
    answer = run_python(example, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("example", cases(PLAIN))
def test_an_example_that_does_not_profile_itself_can_be_profiled(
    example: Path, tmp_path: Path
) -> None:
    answer = run_python("-m", "swiftprof", "--threads-table", example, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "MainThread" in answer.stderr
