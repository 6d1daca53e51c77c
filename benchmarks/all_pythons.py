"""Runs overhead.py on several Pythons and prints one table, a column for each.

    python benchmarks/all_pythons.py .cache/3.11/bin/python .cache/3.13/bin/python [--quick] [--json FILE]

Each PYTHON is of an environment that has swiftprof (benchmarks/README.md says how to make one). They run one
after the other. Exit status 1: one of them did not keep a promise, or did not run at all.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tables import print_left_out

OVERHEAD = Path(__file__).with_name("overhead.py")
LABEL, CELL = 44, 26

Figures = dict[str, Any]  # what overhead.py --json writes


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("python", nargs="+", metavar="PYTHON")
    parser.add_argument("--rounds", type=int, default=9, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a smoke test: no verdict")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures of all, by PYTHON")
    options = parser.parse_args()
    arguments = ["--quick"] if options.quick else [f"--rounds={options.rounds}"]
    figures = {python: _measure(python, arguments) for python in options.python}
    measured = {python: each for python, each in figures.items() if each is not None}
    if options.json:
        options.json.write_text(json.dumps(measured, indent=2) + "\n")
    if measured:
        _print(list(measured.values()), quick=options.quick)
    failed = [python for python in figures if python not in measured]
    for python in failed:
        print(f"NOT MEASURED: {python}: see its messages above")
    kept = all(target["kept"] for each in measured.values() for target in each["targets"])
    return 0 if not failed and (options.quick or kept) else 1


def _measure(python: str, arguments: list[str]) -> Figures | None:
    """None when overhead.py found nothing to write; its messages are on standard error by then."""
    print(f"{python} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="overhead-") as folder:
        file = Path(folder) / "overhead.json"
        command = [python, str(OVERHEAD), "--json", str(file), *arguments]
        try:
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        except OSError as error:
            print(f"{python} cannot be run: {error}", file=sys.stderr)
        figures: Figures | None = json.loads(file.read_text()) if file.exists() else None
    return figures


def _print(columns: list[Figures], *, quick: bool) -> None:
    machine = columns[0]["machine"]
    print("{processor}, {processors} processors, clock {clock_source}\n".format(**machine))
    _row("", [each["machine"]["python"].replace("CPython ", "")[: CELL - 2] for each in columns])
    _row("default backend", [each["machine"]["default_backend"] for each in columns])
    print("\nns that it adds to a call and its return (part of what cProfile adds)")
    for program in columns[0]["added"]:
        _row(program, [_added(each, program) for each in columns])
    if quick:
        print("\n--quick: these times mean nothing, so nothing is said about the targets.")
        return
    print("\ntarget: found, at most; ! where it is not kept")
    for promise in dict.fromkeys(
        target["promise"] for each in columns for target in each["targets"]
    ):
        _row(promise, [_target(each, promise) for each in columns])
    for each in columns:
        print_left_out(each["left_out"], where=f"{each['machine']['python']}: ")


def _added(figures: Figures, program: str) -> str:
    row = figures["added"][program]
    ours = row["swiftprof " + figures["machine"]["default_backend"]]
    theirs = row["cProfile"]
    return f"{ours:.1f}" + ("" if theirs is None else f" ({ours / theirs:.3f})")


def _target(figures: Figures, promise: str) -> str:
    for target in figures["targets"]:
        if target["promise"] == promise:
            mark = "" if target["kept"] else "! "
            return f"{mark}{target['found']:.3f}, {target['limit']:.3f} {target['unit']}"
    return "-"


def _row(label: str, cells: list[str]) -> None:
    print(f"{label:{LABEL}}" + "".join(f"{cell:>{CELL}}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
