"""--by-task: who had the loop, for how long at most, and what the others waited for."""

import re
import textwrap
from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand

PROGRAM = """\
    import asyncio
    import time

    async def query(number):
        await asyncio.sleep(0.02)
        return number

    def parse(text):
        time.sleep(0.05)
        return text.upper()

    async def report():
        await asyncio.sleep(0.01)
        return parse("totals")

    async def page(number):
        rows = await asyncio.gather(query(number), query(number + 1))
        return len(rows)

    async def main():
        async with asyncio.TaskGroup() as group:
            for number in range(3):
                group.create_task(page(number), name=f"page {number}")
            group.create_task(report(), name="nightly report")

    asyncio.run(main())
    """
NAMES = ("page 0", "page 1", "page 2", "nightly report")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "shop.py"
    path.write_text(textwrap.dedent(PROGRAM))
    return path


def lines_with(text: str, part: str) -> list[str]:
    return [line for line in text.splitlines() if part in line]


@pytest.mark.parametrize("columns", [80, 200])
def test_every_task_has_a_row_that_fits_the_terminal(
    command: RunCommand, script: Path, columns: int
) -> None:
    answer = command("--by-task", script, COLUMNS=str(columns))
    assert answer.returncode == 0, answer.stderr
    assert max(map(len, answer.stderr.splitlines())) <= columns
    for name in NAMES:
        assert lines_with(answer.stderr, name), name


@pytest.mark.parametrize("columns", [80, 200])
def test_the_task_that_blocked_the_loop_stands_with_its_call_path(
    command: RunCommand, script: Path, columns: int
) -> None:
    text = command("--by-task", script, COLUMNS=str(columns)).stderr
    tasks = text[min(text.index(name) for name in NAMES) - columns :]
    assert "parse" in tasks
    assert "time.sleep" in tasks


def test_tasks_are_shown_on_request_only(command: RunCommand, script: Path) -> None:
    assert not lines_with(command("-n0", script, COLUMNS="200").stderr, "nightly report")


def test_a_file_has_the_tasks_too(command: RunCommand, script: Path, tmp_path: Path) -> None:
    assert command("-q", "-o", "shop.pb.gz", script).returncode == 0
    answer = command("report", "--by-task", "shop.pb.gz", COLUMNS="200")
    for name in NAMES:
        assert lines_with(answer.stdout, name)
    profile = swiftprof.Profile.load(tmp_path / "shop.pb.gz")
    assert {*NAMES} <= {task.name for task in profile.contexts}
    assert command("-o", "shop.txt", "--by-task", script, COLUMNS="200").returncode == 0
    assert lines_with((tmp_path / "shop.txt").read_text(), "nightly report")


def test_the_functions_show_how_long_they_were_suspended(command: RunCommand, script: Path) -> None:
    text = command("-n0", "-s", "twait", script, COLUMNS="200").stderr
    titles = next(line for line in text.splitlines() if line.lstrip().startswith("ncall"))
    assert "twait" in titles.split()
    query = next(line for line in text.splitlines() if re.search(r"__main__\.query\b", line))
    waited = float(query.split()[titles.split().index("twait")])
    assert waited >= 6 * 10


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_the_waiting_of_an_idle_loop_is_the_selectors(
    command: RunCommand, script: Path, tmp_path: Path
) -> None:
    """And nobody's work: no task ran meanwhile, and each was suspended."""
    assert command("-q", "-o", "shop.pb.gz", script).returncode == 0
    profile = swiftprof.Profile.load(tmp_path / "shop.pb.gz")
    (selector,) = [one for one in profile if one.display_name == "select.epoll.poll"]
    assert selector.wait_total > 0
    ran = [one for one in profile.contexts if one.name != "nightly report"]
    assert sum(one.wait_ns for one in ran) < selector.wait_total_ns
    assert all(one.suspended >= 0.01 for one in profile.contexts if one.name.startswith("page"))


def test_by_task_is_for_tables_alone(command: RunCommand, script: Path, tmp_path: Path) -> None:
    answer = command("--by-task", "-o", "shop.pstats", script)
    assert answer.returncode == 2
    assert answer.stderr == "swiftprof: --by-task is not for the format pstats\n"
    assert not (tmp_path / "shop.pstats").exists()


@pytest.mark.parametrize("name", ["run", "report"])
def test_help_tells_of_tasks(command: RunCommand, name: str) -> None:
    text = command(name, "--help", COLUMNS="80").stdout
    for option in ("--by-task", "--context", "twait", "tspan"):
        assert option in text
