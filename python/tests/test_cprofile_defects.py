"""Programs that cProfile answers wrongly (docs/cprofile-defects.md): swiftprof answers them rightly."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

import swiftprof
from running import run_python

FOLDER = Path(__file__).parents[2] / "examples" / "cprofile_defects"
# WHY not worker_time: its answer is a time.
PROGRAMS = sorted(
    path.stem for path in FOLDER.glob("*.py") if path.stem not in ("run", "reading", "worker_time")
)


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location(f"defect_{name}", FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_runner_knows_every_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sorted(load("run", monkeypatch).PROGRAMS) == sorted([*PROGRAMS, "worker_time"])


@pytest.mark.parametrize("name", PROGRAMS)
def test_swiftprof_is_right_about(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = load(name, monkeypatch).RIGHT
    answer = run_python(FOLDER / "run.py", "--answer", "swiftprof", name, cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == right


def test_as_cprofile_is_right_where_it_does_not_follow_cprofile_on_purpose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["bound_builtin", "builtins_off", "same_name_and_line", "wrong_argument"]
    if sys.version_info >= (3, 12):  # else it records one thread, as cProfile does
        names.append("six_threads")
    for name in names:
        words = (
            "-m",
            "swiftprof",
            "--as-cprofile",
            FOLDER / "run.py",
            "--answer",
            "cProfile",
            name,
        )
        answer = run_python(*words, cwd=tmp_path)
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip() == load(name, monkeypatch).RIGHT


def test_no_call_of_one_thread_lasts_longer_than_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    worker_time = load("worker_time", monkeypatch)
    with swiftprof.profile() as p:
        worker_time.run()
    callers = {edge.caller.name for edge in p.callers(worker_time.leaf) if edge.caller}
    assert callers == {"spin"}
    for node in p.tree.walk():
        assert node.wall_total_ns <= node.thread.wall_ns


def test_the_runner_ends_what_hangs_and_says_so(tmp_path: Path) -> None:
    request = ("--timeout", "0.001", "same_name_and_line")
    answer = run_python(FOLDER / "run.py", *request, cwd=tmp_path)
    assert answer.returncode == 1
    assert answer.stdout.count("hangs (ended after 0.001 s)   <- wrong") == 2
