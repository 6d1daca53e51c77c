"""What profiling adds to a call and its return: swiftprof, its peers and the least possible.

    python benchmarks/overhead.py                  all of it, about five minutes
    python benchmarks/overhead.py --json FILE      the figures for a program, too
    python benchmarks/overhead.py --quick          does it run? (its times mean nothing)

The Python that runs it needs swiftprof, yappi and its own headers; benchmarks/README.md says how.
Exit status 1: a promise was not kept (never with --quick).
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from statistics import median

import machine
from measure import timed
from modes import MODES
from nullhook_build import compiled_nullhook
from programs import Program, programs
from targets import Added, Verdict, verdicts

Samples = dict[
    str, dict[str, list[float]]
]  # samples[program][mode]: ns per call and return, one per round


def main() -> int:
    options = _options()
    missing = [name for name in ("swiftprof", "yappi") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"overhead.py: {' and '.join(missing)} not installed here; see benchmarks/README.md"
        )
    selected = programs(quick=options.quick)
    with compiled_nullhook() as nullhook:
        samples = _measure_all(selected, options, nullhook)
    medians = {
        name: {mode: median(taken) for mode, taken in row.items() if taken}
        for name, row in samples.items()
    }
    added = _added(medians)
    found = verdicts(added, selected)
    _print_table(medians, added)
    _print_verdicts(found, quick=options.quick)
    if options.json:
        _write_json(options.json, options, samples, medians, added, found)
    return 0 if options.quick or all(each.kept for each in found) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rounds",
        type=int,
        default=9,
        help="processes per program and mode (default: %(default)s)",
    )
    parser.add_argument(
        "--runs", type=int, default=5, help="timed runs in each process (default: %(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument(
        "--quick", action="store_true", help="a smoke test: few calls, one round, no verdict"
    )
    options = parser.parse_args()
    if options.quick:
        options.rounds = options.runs = 1
    return options


def _measure_all(selected: list[Program], options: argparse.Namespace, nullhook: Path) -> Samples:
    """Round robin: every mode of a program within seconds of the others, so all meet the same machine."""
    samples: Samples = {program.name: {mode: [] for mode in MODES} for program in selected}
    for round_number in range(1, options.rounds + 1):
        print(
            f"\rround {round_number} of {options.rounds} ...", end="", file=sys.stderr, flush=True
        )
        for program in selected:
            for mode in MODES:
                taken = timed(
                    program.name, mode, runs=options.runs, quick=options.quick, nullhook=nullhook
                )
                if taken is not None:
                    samples[program.name][mode].append(taken)
    print(file=sys.stderr)
    return samples


def _added(medians: dict[str, dict[str, float]]) -> Added:
    return {
        name: {
            mode: row[mode] - row["plain"] if mode in row else None
            for mode in MODES
            if mode != "plain"
        }
        for name, row in medians.items()
    }


def _print_table(medians: dict[str, dict[str, float]], added: Added) -> None:
    system = machine.description()
    print("{python}, {processor}, {processors} processors, clock {clock_source}".format(**system))
    print(
        "ns per call and return: plain, then what each mode adds to it; in brackets swiftprof's part of it\n"
    )
    peers = [mode for mode in MODES if mode != "plain"]
    print(f"{'':17}{'plain':>7}" + "".join(f"{mode:>18}" for mode in peers))
    for name, row in added.items():
        cells = "".join(f"{_cell(mode, row):>18}" for mode in peers)
        print(f"{name:17}{medians[name]['plain']:7.1f}{cells}")
    print(
        "\ncProfile sees one thread and one clock; the others see every thread. yappi: one clock at a time."
        f"\nA reading of swiftprof's wall clock takes {system['wall_clock_ns']} ns here; a pair needs two."
    )


def _cell(mode: str, row: dict[str, float | None]) -> str:
    value, ours = row[mode], row["swiftprof"]
    if value is None:
        return "-"
    if mode in ("null hook", "swiftprof") or ours is None:
        return f"{value:.1f}"
    return f"{value:.1f} ({ours / value:.3f})"


def _print_verdicts(found: list[Verdict], *, quick: bool) -> None:
    if quick:
        print("\n--quick: these times mean nothing, so nothing is said about the targets.")
        return
    print(
        f"\n{'target: time that swiftprof adds':40}{'at most':>12}{'found':>12}   in the worst program"
    )
    for each in found:
        limit, value = f"{each.limit:.3f} {each.unit}", f"{each.found:.3f} {each.unit}"
        verdict = "kept" if each.kept else "NOT KEPT"
        print(f"{each.promise:40}{limit:>12}{value:>12}   {each.program:18}{verdict}")


def _write_json(path: Path, options, samples, medians, added, found: list[Verdict]) -> None:
    document = {
        "machine": machine.description(),
        "rounds": options.rounds,
        "runs": options.runs,
        "quick": options.quick,
        "unit": "ns per call and return",
        "samples": samples,
        "medians": medians,
        "added": added,
        "targets": [{**vars(each), "kept": each.kept} for each in found],
    }
    path.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
