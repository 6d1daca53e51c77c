"""Fixtures of all tests, and the rule that no test leaves a profile hook behind."""

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import swiftprof
from swiftprof import _bridge

# WHY: tests are imported by file (--import-mode=importlib); this is where their common parts are.
sys.path.insert(0, str(Path(__file__).parent))

from running import RunCli, WriteScript, run_python


@pytest.fixture(autouse=True)
def no_hook_left_behind() -> Iterator[None]:
    yield
    left = []
    if swiftprof.is_running():
        swiftprof.stop()
        left.append("a running swiftprof recording")
    left += [f"{one.description} on {one.thread_ident}" for one in _bridge.foreign_profilers()]
    if sys.getprofile() is not None:
        left.append(f"sys.getprofile() is {sys.getprofile()}")
    if threading.getprofile() is not None:
        left.append(f"threading.getprofile() is {threading.getprofile()}")
    if sys.version_info >= (3, 12):
        left += [
            f"sys.monitoring's tool id {number} held by {tool}"
            for number in range(6)
            if (tool := sys.monitoring.get_tool(number)) == "swiftprof"
        ]
    if greenlet := sys.modules.get("greenlet"):
        # Where another thread has ended the recording, ours goes at the thread's next switch.
        greenlet.greenlet(lambda: None).switch()
        if is_ours(greenlet.gettrace()):
            left.append("greenlet.settrace's function")
    left += [f"{finder} on sys.meta_path" for finder in sys.meta_path if is_ours(finder)]
    assert not left, f"the test left behind: {', '.join(left)}"


def is_ours(finder: object) -> bool:
    return type(finder).__module__.partition(".")[0] == "swiftprof"


@pytest.fixture
def script(tmp_path: Path) -> WriteScript:
    """Write a program into the test's own folder and give its path."""

    def write(text: str, name: str = "program.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def cli(tmp_path: Path) -> RunCli:
    """Run `python -m swiftprof` in the test's own folder."""

    def run(
        *arguments: str | Path,
        stdin: str = "",
        environment: dict[str, str] | None = None,
        python: tuple[str, ...] = (),
    ) -> "subprocess.CompletedProcess[str]":
        return run_python(
            *python, "-m", "swiftprof", *arguments,
            stdin=stdin, cwd=tmp_path, environment=environment,
        )  # fmt: skip

    return run


@pytest.fixture
def output_of(script: WriteScript, tmp_path: Path) -> Callable[[str], str]:
    """Run a program in a process of its own and give what it prints."""

    def run(text: str) -> str:
        answer = run_python(script(text), cwd=tmp_path)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    return run


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The errors that were told to sys.unraisablehook."""
    errors: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: errors.append(told.exc_value))
    return errors


@pytest.fixture
def no_context_left_behind() -> Iterator[None]:
    from context_programs import expected

    expected.clear()
    yield
    swiftprof.set_context(None)
