"""The examples find what their texts say."""

import pstats
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *map(str, arguments)]
    answer = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer


def test_word_index_prints_the_same_under_swiftprof_and_reads_each_file_once(
    tmp_path: Path,
) -> None:
    example = EXAMPLES / "word_index.py"
    plain = run(example, folder=tmp_path)
    profiled = run("-m", "swiftprof", "-o", "index.pstats", example, folder=tmp_path)
    assert profiled.stdout == plain.stdout
    files = profiled.stdout.split()[0]
    functions = pstats.Stats(str(tmp_path / "index.pstats")).get_stats_profile().func_profiles
    assert functions["read_words"].ncalls == files
    assert functions["work"].ncalls == "4"


def test_api_example_finds_what_it_says(tmp_path: Path) -> None:
    printed = run(EXAMPLES / "api.py", folder=tmp_path).stdout
    assert "collatz: " in printed
    assert "999 of them from outside" in printed
    assert "longest below 500 starts at 327" in printed


def test_readme_names_every_example() -> None:
    text = (EXAMPLES / "README.md").read_text()
    assert [path.name for path in EXAMPLES.glob("*.py") if path.name not in text] == []
