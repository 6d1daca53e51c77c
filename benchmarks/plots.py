"""Draws the plots of docs/performance.md from what the benchmarks have left in benchmarks/results/.

    pip install matplotlib
    python benchmarks/plots.py [NAME ...]          all, or these: accuracy growth

Needs no swiftprof. The same results give the same file.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {"svg.hashsalt": "swiftprof", "svg.fonttype": "none", "font.size": 8, "axes.grid": True}
)
matplotlib.rcParams.update(
    {"grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False}
)
from matplotlib import pyplot  # noqa: E402 - after the backend has been chosen

RESULTS = Path(__file__).with_name("results")
IMAGES = Path(__file__).parent.parent / "docs" / "images"

# Of the colour-blind safe palette of Okabe and Ito (https://jfly.uni-koeln.de/color/).
COLOURS = {
    "swiftprof": "#009E73",
    "swiftprof raw": "#56B4E9",
    "cProfile": "#E69F00",
    "yappi": "#D55E00",
    "no profiler": "#999999",
}
PYTHON_COLOURS = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#D55E00")


def accuracy() -> None:
    """A column for each Python; a dot for each program and profiler."""
    results = _results("accuracy")
    figure, rows = pyplot.subplots(
        2, len(results), figsize=(3.6 * len(results) + 1.2, 7.6), sharey=True, squeeze=False
    )
    for axes, (python, result) in zip(rows[0], results.items(), strict=True):
        axes.set_title(f"CPython {python}")
        axes.set_xlabel("share error, %")
        _dots(axes, result["programs"], "share_error", 100)
        axes.axvline(100 * result["bounds"]["share_error"], color="grey", linestyle=":")
    for axes, result in zip(rows[1], results.values(), strict=True):
        axes.set_xlabel("worst phase, times too large or small")
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        _dots(axes, result["programs"], "worst_factor", 1)
        axes.axvline(result["bounds"]["worst_factor"], color="grey", linestyle=":")
    rows[0][0].invert_yaxis()
    handles, labels = rows[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=len(labels), frameon=False)
    _save(figure, "accuracy")


def growth() -> None:
    """A panel for each series; a line for each Python."""
    results = _results("growth")
    series = list(next(iter(results.values()))["series"])
    figure, rows = pyplot.subplots(1, len(series), figsize=(2.6 * len(series), 3.0), sharey=True)
    for axes, name in zip(rows, series, strict=True):
        axes.set_xlabel(name)
        axes.set_xscale("log")
        for colour, (python, result) in zip(PYTHON_COLOURS, results.items(), strict=False):
            points = result["series"][name]
            sizes = [int(size) for size in points]
            added = [point["added_ns"] for point in points.values()]
            low, high = zip(*(point["added_ns_p10_p90"] for point in points.values()), strict=True)
            axes.plot(sizes, added, marker="o", markersize=3, color=colour, label=python)
            axes.fill_between(sizes, low, high, color=colour, alpha=0.15, linewidth=0)
    rows[0].set_ylabel("ns added to a call and its return")
    rows[0].set_ylim(bottom=0)
    rows[0].legend(frameon=False, title="CPython")
    _save(figure, "growth")


def _dots(axes: Any, programs: dict[str, Any], figure: str, scale: float) -> None:
    for order, (reading, colour) in zip((9, 8, 7, 6, 5), COLOURS.items(), strict=True):
        found = {
            program: readings[reading][figure] * scale
            for program, readings in programs.items()
            if figure in readings.get(reading, {})
        }
        axes.scatter(
            list(found.values()), list(found), s=18, color=colour, label=reading, zorder=order
        )


def _results(benchmark: str) -> dict[str, Any]:
    """By Python's version, oldest first."""
    files = {
        file.stem.removeprefix(f"{benchmark}-"): file
        for file in RESULTS.glob(f"{benchmark}-*.json")
    }
    if not files:
        sys.exit(f"plots.py: nothing to draw: run benchmarks/{benchmark}.py first")
    ordered = sorted(files, key=lambda version: [int(part) for part in version.split(".")])
    return {version: json.loads(files[version].read_text()) for version in ordered}


def _save(figure: Any, name: str) -> None:
    figure.tight_layout(rect=(0, 0, 1, 0.97))
    file = IMAGES / f"{name}.svg"
    figure.savefig(file, metadata={"Date": None, "Creator": None})  # or each run would differ
    print(file)


PLOTS = {"accuracy": accuracy, "growth": growth}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="*", metavar="NAME", help=", ".join(PLOTS))
    names = parser.parse_args().name or list(PLOTS)
    if unknown := set(names) - set(PLOTS):
        parser.error(f"no plot {', '.join(sorted(unknown))}; there are: {', '.join(PLOTS)}")
    for name in names:
        PLOTS[name]()


if __name__ == "__main__":
    main()
