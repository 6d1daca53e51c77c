"""Fixtures of the command line's tests: programs, their profiles, commands in processes of their own."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

# WHY: tests are imported by file (--import-mode=importlib); this is where their common parts are.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "tests"))  # random_programs

from commands import RunCommand, run_command

BEFORE = """\
    import time

    def query(): time.sleep(0.001)
    def render(item): return str(item)
    def view(): query(); return [render(item) for item in range(10)]
    def old_cache(): pass

    def main():
        old_cache()
        for _ in range(5): view()

    main()
    """
AFTER = """\
    import time

    # lines that shift all others

    def query(): time.sleep(0.001)
    def render(item): query(); return str(item)
    def view(): query(); return [render(item) for item in range(10)]
    def new_cache(): pass

    def main():
        new_cache()
        for _ in range(5): view()

    main()
    """


@pytest.fixture
def command(tmp_path: Path) -> RunCommand:
    """Run a command in the test's own folder."""

    def run(*arguments: str | Path, **options: str) -> "subprocess.CompletedProcess[str]":
        return run_command(*arguments, cwd=tmp_path, **options)

    return run


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Profile a program once and give its file; the same name gives the same file again."""
    folder = tmp_path_factory.mktemp("profiles")

    def record(name: str, program: str) -> Path:
        path = folder / f"{name}.pb.gz"
        if not path.exists():
            script = folder / "shop.py"
            script.write_text(textwrap.dedent(program))
            answer = run_command("-q", "-o", path, script, cwd=folder)
            assert answer.returncode == 0, answer.stderr
        return path

    return record


@pytest.fixture
def before(recorded: Callable[[str, str], Path]) -> Path:
    """A program's profile: 5 queries."""
    return recorded("before", BEFORE)


@pytest.fixture
def after(recorded: Callable[[str, str], Path]) -> Path:
    """The profile of its next version: 55 queries, one helper new, one gone, all lines shifted."""
    return recorded("after", AFTER)
