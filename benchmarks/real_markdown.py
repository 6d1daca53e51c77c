"""The figures of real.py as the tables of docs/performance.md.

python benchmarks/real_markdown.py benchmarks/results/real-*.json
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Document = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="+", type=Path, help="written by benchmarks/real.py")
    files = parser.parse_args().file
    documents = {each.stem.removeprefix("real-"): json.loads(each.read_text()) for each in files}
    print(
        "Geometric mean of swiftprof's added time, as a part of the peer's (in brackets a null hook's):\n"
    )
    _print_by_python(documents, _mean)
    print("\nThe program where it is worst:\n")
    _print_by_python(documents, _worst)
    for python, document in documents.items():
        print(f"\nTimes slower on {python}, and by how many MB the peak of memory grew:\n")
        _print_programs(document)
    return 0


def _print_by_python(documents: dict[str, Document], cell: Callable[[Document, str], str]) -> None:
    peers = list(dict.fromkeys(peer for each in documents.values() for peer in each["ratios"]))
    _print_head(["Python", *peers])
    for python, document in documents.items():
        _print_row([python, *(cell(document, peer) for peer in peers)])


def _mean(document: Document, peer: str) -> str:
    mean, floor = (document[key].get(peer) for key in ("geometric_means", "null_hook_means"))
    if mean is None:
        return "-"
    return f"{mean:.2f}" if floor is None else f"{mean:.2f} ({floor:.2f})"


def _worst(document: Document, peer: str) -> str:
    row = document["ratios"].get(peer, {})
    known = [(ratio, program) for program, ratio in row.items() if ratio is not None]
    return "{:.2f} {}".format(*max(known)) if known else "-"


def _print_programs(document: Document) -> None:
    programs = document["programs"]
    modes = list(dict.fromkeys(mode for each in programs.values() for mode in each["modes"]))
    _print_head(["program", "plain ms", *modes])
    for name, each in programs.items():
        cells = [_cell(each["modes"].get(mode)) for mode in modes]
        _print_row([name, f"{each['plain_ms']:.0f}", *cells])


def _cell(row: dict[str, Any] | None) -> str:
    return "-" if row is None else f"{row['slowdown']:.2f}, {row['memory_bytes'] / 1e6:.1f}"


def _print_head(cells: list[str]) -> None:
    _print_row(cells)
    _print_row(["---", *["---:"] * (len(cells) - 1)])


def _print_row(cells: list[str]) -> None:
    print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    sys.exit(main())
