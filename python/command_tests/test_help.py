"""--help: what there is, how it is used, 80 columns."""

import pytest

from commands import RunCommand
from swiftprof._cli._commands import COMMANDS


def test_help_lists_the_commands_and_is_short(command: RunCommand) -> None:
    answer = command("--help", COLUMNS="80")
    assert (answer.returncode, answer.stderr) == (0, "")
    for name in COMMANDS:
        assert f"\n  {name} " in answer.stdout
    assert len(answer.stdout.splitlines()) <= 30
    assert "./report" in answer.stdout
    assert "run report" in answer.stdout


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_into_80_columns(command: RunCommand, name: str) -> None:
    answer = command(*name.split(), "--help", COLUMNS="80")
    assert answer.returncode == 0
    assert max(map(len, answer.stdout.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples(command: RunCommand, name: str) -> None:
    text = command(name, "--help", COLUMNS="80").stdout
    assert text.startswith("usage: swiftprof ")
    assert f"swiftprof {name}" in text or name == "run"
    assert "examples:\n  swiftprof " in text


@pytest.mark.parametrize("name", ["report", "merge", "convert", "view", "diff", "run"])
def test_filters_are_everywhere(command: RunCommand, name: str) -> None:
    text = command(name, "--help").stdout
    for option in (
        "--include", "--exclude", "--focus", "--ignore", "--fold", "--thread", "--min-percent",
        "--depth", "--clock", "--raw",
    ):  # fmt: skip
        assert f"  {option} " in text


@pytest.mark.parametrize(
    "option",
    [
        "-o", "-f", "-s", "-n", "-q", "--tree", "--no-builtins", "--no-threads", "--threads-table",
        "--separate-threads", "--clock", "--pstats-threads", "--version", "-m", "-c",
        "--include", "--exclude", "--types", "--backend", "-t", "--target", "--below",
    ],
)  # fmt: skip
def test_help_of_run_has_every_option(command: RunCommand, option: str) -> None:
    assert option in command("run", "--help").stdout
