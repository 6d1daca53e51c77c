"""Draws what real.py found, for one or more Pythons: added time by program and profiler, geometric means.

    python benchmarks/plot_real.py benchmarks/results/real-*.json      (pip install matplotlib)

Writes docs/images/real-PYTHON.svg for each file, and docs/images/real-means.svg over all of them.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "swiftprof", "svg.fonttype": "none", "font.size": 9})

from matplotlib import pyplot  # noqa: E402  # after the choice of what draws

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LEAST_ADDED = 0.01  # drawn so; less has no place on an axis of powers of ten
COLOURS = {
    "null hook": "#bbbbbb",
    "swiftprof": "#d1495b",
    "cProfile": "#30638e",
    "profiling.tracing": "#7aa6c9",
    "yappi wall": "#edae49",
    "yappi cpu": "#b07d12",
    "viztracer": "#66a182",
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="+", type=Path, help="written by benchmarks/real.py")
    parser.add_argument("--images", type=Path, default=IMAGES, help="default: docs/images")
    options = parser.parse_args()
    documents = {
        each.stem.removeprefix("real-"): json.loads(each.read_text()) for each in options.file
    }
    options.images.mkdir(parents=True, exist_ok=True)
    for python, document in documents.items():
        draw_programs(document, options.images / f"real-{python}.svg")
    draw_means(documents, options.images / "real-means.svg")
    return 0


def draw_programs(document: dict[str, Any], file: Path) -> None:
    """A group of bars per program: time that each profiler adds, in multiples of the plain program's."""
    programs = document["programs"]
    modes = [mode for mode in COLOURS if any(mode in each["modes"] for each in programs.values())]
    figure, axes = pyplot.subplots(figsize=(10, 4.2), layout="constrained")
    width = 0.84 / len(modes)
    for place, mode in enumerate(modes):
        rows = [
            (at, each["modes"][mode])
            for at, each in enumerate(programs.values())
            if mode in each["modes"]
        ]
        axes.bar(
            [at + (place - (len(modes) - 1) / 2) * width for at, _ in rows],
            [max(row["slowdown"] - 1, LEAST_ADDED) for _, row in rows],
            width,
            label=mode,
            color=COLOURS[mode],
        )
    axes.set_yscale("log")
    axes.set_ylim(LEAST_ADDED, 200)  # room for the legend
    axes.set_xticks(range(len(programs)), programs, rotation=35, ha="right")
    axes.set_ylabel("added time / time without a profiler")
    machine = document["machine"]
    axes.set_title(f"What profiling adds: {machine['python']}, {machine['processor']}", fontsize=9)
    axes.grid(axis="y", alpha=0.3)
    axes.legend(ncols=len(modes), fontsize=8, loc="upper center")
    _save(figure, file)


def draw_means(documents: dict[str, dict[str, Any]], file: Path) -> None:
    """Geometric mean of swiftprof's added time as a part of each peer's, a group of bars per Python."""
    peers = [
        mode
        for mode in COLOURS
        if any(mode in each["geometric_means"] for each in documents.values())
    ]
    figure, axes = pyplot.subplots(figsize=(7, 3.2), layout="constrained")
    width = 0.8 / max(1, len(peers))
    for place, peer in enumerate(peers):
        rows = [
            (at, each["geometric_means"][peer])
            for at, each in enumerate(documents.values())
            if peer in each["geometric_means"]
        ]
        bars = axes.bar(
            [at + (place - (len(peers) - 1) / 2) * width for at, _ in rows],
            [mean for _, mean in rows],
            width,
            label=peer,
            color=COLOURS[peer],
        )
        axes.bar_label(bars, fmt="%.2f", fontsize=7)
    axes.axhline(0.5, color="#444", linewidth=0.8, linestyle="--")
    axes.set_xticks(range(len(documents)), documents)
    axes.set_ylabel("swiftprof's added time / the peer's")
    axes.set_ylim(0, 1.25 * axes.get_ylim()[1])  # room for the legend
    axes.legend(ncols=len(peers), fontsize=8, loc="upper center")
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    # WHY no date: the same figures give the same file, and no commit says that it changed.
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
    print(file, flush=True)


if __name__ == "__main__":
    sys.exit(main())
