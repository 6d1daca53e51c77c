"""The figures of accuracy.py as text, and whether they keep its bounds."""

from statistics import fmean
from typing import Any

from tables import print_left_out

Results = dict[str, dict[str, dict[str, Any]]]  # by program and reading: accuracy_figures.py

READINGS = ("swiftprof", "swiftprof raw", "cProfile", "yappi", "no profiler")
LABEL, CELL = 17, 25


def print_results(results: Results) -> None:
    """One line for each program, and what the whole of them comes to."""
    _row("", READINGS)
    _row("", ["share error      worst" for _ in READINGS])
    for program, readings in results.items():
        _row(program, [_cell(readings.get(reading)) for reading in READINGS])
    _row("mean", [_mean(results, reading) for reading in READINGS])
    _row("worst", [_worst(results, reading) for reading in READINGS])
    print("\n(from .. to): of single recordings, the middle 80 % of them")
    _print_worst_phases(results)
    for program, readings in results.items():
        reasons = {name: each["left_out"] for name, each in readings.items() if "left_out" in each}
        print_left_out(reasons, where=f"{program}: ")


def misses(results: Results, *, share_error: float, worst_factor: float) -> list[str]:
    """Programs of which swiftprof's times are outside of the bounds."""
    return [
        program
        for program, readings in results.items()
        if "phases" in (ours := readings["swiftprof"])
        and (ours["share_error"] > share_error or ours["worst_factor"] > worst_factor)
    ]


def _print_worst_phases(results: Results) -> None:
    print("\nswiftprof's worst phase of each program: reported over true time")
    for program, readings in results.items():
        ours = readings["swiftprof"]
        for phase in ours.get("phases", ()):
            if phase["name"] == ours["worst_phase"]:
                low, high = phase["ratio_p10_p90"]
                steady = f"{phase['steady']} of {ours['rounds']} rounds on a steady machine"
                ratio = f"{phase['ratio']:.2f} ({low:.2f} .. {high:.2f})"
                print(f"{program:{LABEL}}{phase['name']:20}{ratio:24}{steady}")


def _cell(figures: dict[str, Any] | None) -> str:
    if figures is None or "phases" not in figures:
        return "-"
    low, high = figures["share_error_p10_p90"]
    spread = f"({low * 100:.0f} .. {high * 100:.0f})"
    return f"{figures['share_error']:.1%} {spread:>10} x{figures['worst_factor']:5.2f}"


def _mean(results: Results, reading: str) -> str:
    found = _measured(results, reading)
    if not found:
        return "-"
    errors = fmean(each["share_error"] for each in found)
    return f"{errors:.1%}            x{fmean(each['worst_factor'] for each in found):5.2f}"


def _worst(results: Results, reading: str) -> str:
    found = _measured(results, reading)
    if not found:
        return "-"
    errors = max(each["share_error"] for each in found)
    return f"{errors:.1%}            x{max(each['worst_factor'] for each in found):5.2f}"


def _measured(results: Results, reading: str) -> list[dict[str, Any]]:
    found = (readings.get(reading) for readings in results.values())
    return [each for each in found if each is not None and "phases" in each]


def _row(label: str, cells: list[str] | tuple[str, ...]) -> None:
    print(f"{label:{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells))
