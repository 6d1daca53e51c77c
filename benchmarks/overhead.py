"""What profiling adds to a call and its return: swiftprof, its peers and the least possible.

    python benchmarks/overhead.py                  all of it, about five minutes
    python benchmarks/overhead.py --json FILE      the figures for a program, too
    python benchmarks/overhead.py --quick          does it run? (its times mean nothing)

The Python that runs it needs swiftprof and its own headers, and yappi to compare with it;
benchmarks/README.md says how. A mode that is not to be had here is left out, and it is said why.
Exit status 1: a promise was not kept (never with --quick).
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from statistics import median
from typing import Any

from measure import timed
from nullhook_build import compiled_nullhooks
from programs import Program, programs
from tables import print_left_out, print_table, print_verdicts
from targets import Added, verdicts

Samples = dict[
    str, dict[str, list[float]]
]  # samples[program][mode]: ns per call and return, one per round


def main() -> int:
    options = _options()
    if importlib.util.find_spec("swiftprof") is None:
        sys.exit("overhead.py: swiftprof is not installed here; see benchmarks/README.md")
    import machine
    from availability import available_modes

    modes, left_out = available_modes()
    print_left_out(left_out)
    selected = programs(quick=options.quick)
    with compiled_nullhooks() as nullhooks:
        samples = _measure_all(selected, modes, options, nullhooks)
    medians = {
        name: {mode: median(taken) for mode, taken in row.items() if taken}
        for name, row in samples.items()
    }
    added = _added(medians, modes)
    system = machine.description()
    found = verdicts(added, selected, str(system["default_backend"]))
    print_table(system, medians, added)
    print_verdicts(found, quick=options.quick)
    if options.json:
        figures = {"samples": samples, "medians": medians, "added": added, "left_out": left_out}
        targets = [{**vars(each), "kept": each.kept} for each in found]
        _write_json(options, {"machine": system, **figures, "targets": targets})
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


def _measure_all(
    selected: list[Program], modes: list[str], options: argparse.Namespace, nullhooks: Path
) -> Samples:
    """Round robin: every mode of a program within seconds of the others, so all meet the same machine."""
    samples: Samples = {program.name: {mode: [] for mode in modes} for program in selected}
    for round_number in range(1, options.rounds + 1):
        print(
            f"\rround {round_number} of {options.rounds} ...", end="", file=sys.stderr, flush=True
        )
        for program in selected:
            for mode in modes:
                taken = timed(
                    program.name, mode, runs=options.runs, quick=options.quick, nullhooks=nullhooks
                )
                if taken is not None:
                    samples[program.name][mode].append(taken)
    print(file=sys.stderr)
    return samples


def _added(medians: dict[str, dict[str, float]], modes: list[str]) -> Added:
    return {
        name: {
            mode: row[mode] - row["plain"] if mode in row else None
            for mode in modes
            if mode != "plain"
        }
        for name, row in medians.items()
    }


def _write_json(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    asked = {"rounds": options.rounds, "runs": options.runs, "quick": options.quick}
    document = {**asked, "unit": "ns per call and return", **figures}
    options.json.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
