"""Every swiftprof command that README.md and docs/ show runs, and ends as they say."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from commands import RunCommand

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
RECORDED = ("before", "after", "app", "work", "old-1", "old-2", "new-1", "new-2", "run-1", "run-2")


def documented() -> list[str]:
    """The commands of all console blocks, comments at their ends left out."""
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            found += [line[2:] for line in block.splitlines() if line.startswith("$ swiftprof ")]
    return found


def words_of(line: str) -> list[str]:
    """Without what is the shell's: where the output goes."""
    words = shlex.split(line, comments=True)[1:]
    return words[: words.index(">")] if ">" in words else words


def first_program(page: Path) -> str:
    match = re.search(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert match
    return match[1]


@pytest.fixture
def project(tmp_path: Path, before: Path, after: Path) -> Path:
    """What the documents' commands are about: a script, a package, profiles."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    package = tmp_path / "app"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "db.py").write_text("class Pool:\n    def get(self): return 1\n")
    program = (
        "import logging, app.db\ndef handle_all(): return app.db.Pool().get()\n"
        "def main(): handle_all()\nmain()\n"
    )
    (package / "__main__.py").write_text(program)
    (tmp_path / "pages.py").write_text(first_program(ROOT / "docs" / "async.md"))
    for name in ("app.py", "script.py"):
        (tmp_path / name).write_text(program)
    for name in RECORDED:
        profile = after if name.startswith(("after", "new")) else before
        (tmp_path / f"{name}.pb.gz").write_bytes(profile.read_bytes())
    return tmp_path


def test_there_are_documented_commands() -> None:
    commands = documented()
    assert len(commands) > 20
    used = {words_of(line)[0] for line in commands}
    assert {"report", "diff", "merge", "convert", "view", "formats"} <= used


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("line", documented())
def test_the_command_runs(command: RunCommand, line: str) -> None:
    answer = command(*words_of(line), BROWSER="true")
    expected = 1 if "--fail-on" in line else 0
    assert answer.returncode == expected, answer.stderr
    assert "Traceback" not in answer.stderr
