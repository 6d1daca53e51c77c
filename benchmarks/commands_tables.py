"""The figures of commands.py as text."""

from collections.abc import Callable
from typing import Any

from commands_lines import PLAIN
from real_modes import CONTROL, OURS
from real_verdicts import LEAST_RESOLUTION

LABEL, CELL = 20, 19

# The figures of one command of one program, by name; None where there are none.
Figures = dict[str, Any] | None


def print_all(document: dict[str, Any]) -> None:
    print("{python}, {processor}, {processors} processors".format(**document["machine"]))
    print(f"median of {document['rounds']} rounds")
    commands = document["commands"]
    profilers = [each for each in commands if each not in (PLAIN, CONTROL)]
    _print_table(document, "whole command, s", commands, lambda each: f"{each['wall_s']:.3f}")
    _print_table(document, "added, s", commands[1:], lambda each: f"{each['added_s']:.3f}")
    _print_table(document, "file, kB", profilers, lambda each: f"{each['file_bytes'] / 1e3:,.1f}")
    _print_ratios(document, [each for each in profilers if each != OURS])


def _print_table(
    document: dict[str, Any], title: str, commands: list[str], cell: Callable[[Any], str]
) -> None:
    _print_row("\n" + f"{title:{LABEL}}", commands)
    for name, rows in document["programs"].items():
        found: list[Figures] = [rows.get(command) for command in commands]
        _print_row(name, ["-" if each is None else cell(each) for each in found])


def _print_ratios(document: dict[str, Any], peers: list[str]) -> None:
    _print_row("\n" + f"{'swiftprof adds, of':{LABEL}}", peers)
    for name in document["programs"]:
        row = [document["ratios"].get(peer, {}).get(name) for peer in peers]
        _print_row(name, [_ratio(each) for each in row])
    means = [document["geometric_means"].get(peer) for peer in peers]
    _print_row("geometric mean", [_ratio(each) for each in means])
    print(
        f"-: both add less than {LEAST_RESOLUTION:.0%} of the plain command's time or than "
        f"`{CONTROL}` does, or one of them failed."
    )


def _print_row(label: str, cells: list[str]) -> None:
    print(f"{label:{LABEL}}" + "".join(f"{each:>{CELL}}" for each in cells))


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
