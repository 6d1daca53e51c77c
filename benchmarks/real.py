"""What profiling adds to real programs: swiftprof and its peers on twelve of pyperformance's and three tools.

    python benchmarks/real.py                         all of it, about five minutes
    python benchmarks/real.py --python PYTHON ...     the same on other Pythons, one after the other
    python benchmarks/real.py --program jinja2        one program (may be given again)
    python benchmarks/real.py --quick                 does it run? (its times mean nothing)

The figures go to benchmarks/results/real-PYTHON.json when all programs were run and it was not --quick, or
to the file that --json names. The Python that is measured needs swiftprof, its peers and its own headers;
benchmarks/README.md says how. A peer that is not to be had here is left out, and it is said why. How it is
timed: real_worker.py.
Exit status 1: a promise was not kept (never with --quick), or swiftprof broke a program.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from nullhook_build import compiled_nullhooks
from real_modes import CONTROL, FLOOR, OURS, available_modes
from real_programs import PROGRAMS
from real_tables import print_all, print_promises
from real_verdicts import Slowdowns, geometric_means, ratios, verdicts
from rerun import add_options, on_pythons
from tables import print_left_out

WORKER = Path(__file__).with_name("real_worker.py")
RESULTS = Path(__file__).with_name("results")
# WHY: a peer that hangs (cProfile does on free-threaded builds) must not hang the benchmark.
LIMIT_SECONDS = 60
PACKAGES = ("viztracer", "pyperformance", "pyperf", "pygments", "jinja2")


def main() -> int:
    options = _options()
    if options.python:
        return on_pythons(options.python, __file__)
    if importlib.util.find_spec("swiftprof") is None:
        sys.exit("real.py: swiftprof is not installed here; see benchmarks/README.md")
    modes, left_out = available_modes()
    print_left_out(left_out)
    with compiled_nullhooks() as nullhooks:
        programs, failures = _measure_all(options, modes, nullhooks)
    document = _document(options, programs, left_out, failures)
    if not document["ratios"]:
        sys.exit("real.py: nothing to compare: " + "; ".join(failures))
    print_all(document)
    promises = verdicts(_slowdowns(programs))
    print_promises(promises, quick=options.quick)
    for failure in failures:
        print(f"FAILED: {failure}")
    document["targets"] = [{**vars(each), "kept": each.kept} for each in promises]
    _write(options, document)
    broken = any(failure.startswith(f"{OURS}:") for failure in failures)
    return 1 if broken or not (options.quick or all(each.kept for each in promises)) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser, "--program", PROGRAMS)
    parser.add_argument(
        "--seconds",
        type=float,
        default=1.0,
        help="of runs per program and mode (default: %(default)s)",
    )
    parser.add_argument("--pairs", type=int, default=5, help="at least (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--quick", action="store_true", help="a smoke test: two pairs, no verdict")
    options = parser.parse_args()
    if options.python and options.json:
        parser.error(
            "--json is for one Python: leave it out, and each has a file in benchmarks/results"
        )
    if options.quick:
        options.seconds, options.pairs = 0.0, 2
    return options


def _measure_all(
    options: argparse.Namespace, modes: list[str], nullhooks: Path
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """(figures by program, sentences on what failed). Modes of a program run right after each other."""
    figures: dict[str, dict[str, Any]] = {}
    failures: list[str] = []
    asked = {"seconds": options.seconds, "pairs": options.pairs, "path": str(nullhooks)}
    for name in options.program or PROGRAMS:
        print(f"\r{name:24}", end="", file=sys.stderr, flush=True)
        found = {mode: _measure({"program": name, "mode": mode, **asked}) for mode in modes}
        failures += [
            f"{mode}: {name}: {each}" for mode, each in found.items() if isinstance(each, str)
        ]
        rows = {mode: each for mode, each in found.items() if isinstance(each, dict)}
        failures += [
            f"{mode}: {name} gave another result than without it"
            for mode, row in rows.items()
            if not row["same_result"]
        ]
        if CONTROL in rows:
            figures[name] = {
                "shape": PROGRAMS[name].shape,
                "plain_ms": rows[CONTROL]["plain_ms"],
                "modes": rows,
            }
    print(file=sys.stderr)
    return figures, failures


def _measure(request: dict[str, Any]) -> dict[str, Any] | str:
    """The figures of one process, or what is wrong with it."""
    command = [sys.executable, str(WORKER), json.dumps(request)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        return f"did not end within {LIMIT_SECONDS} s"
    if done.returncode:
        return f"ended with status {done.returncode}: {done.stderr.strip()[-300:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    low, slowdown, high = quantiles(found["slowdowns"])
    return {
        "slowdown": slowdown,
        "quartiles": [low, high],
        "pairs": len(found["slowdowns"]),
        "plain_ms": median(found["plain_probes"]) * found["probe_ns"] / 1e6,
        "memory_bytes": found["memory_bytes"],
        "calls": found["calls"],
        "same_result": found["same_result"],
    }


def _document(
    options: argparse.Namespace,
    programs: dict[str, dict[str, Any]],
    left_out: dict[str, str],
    failures: list[str],
) -> dict[str, Any]:
    import machine

    slowdowns = _slowdowns(programs)
    found = ratios(slowdowns)
    return {
        "command": " ".join(["python", "benchmarks/real.py", *sys.argv[1:]]),
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": options.seconds,
        "machine": {**machine.description(), **{name: machine.version(name) for name in PACKAGES}},
        "units": {"slowdown": "CPU time of the program, times that without a profiler"},
        "programs": programs,
        "ratios": found,
        "geometric_means": geometric_means(found),
        "null_hook_means": geometric_means(ratios(slowdowns, FLOOR)),
        "left_out": left_out,
        "failures": failures,
    }


def _slowdowns(programs: dict[str, dict[str, Any]]) -> Slowdowns:
    return {
        name: {mode: row["slowdown"] for mode, row in each["modes"].items()}
        for name, each in programs.items()
    }


def _write(options: argparse.Namespace, document: dict[str, Any]) -> None:
    threading = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    name = f"real-{sys.version_info.major}.{sys.version_info.minor}{threading}.json"
    file: Path | None = options.json
    if file is None and not options.program and not options.quick:
        RESULTS.mkdir(exist_ok=True)
        file = RESULTS / name
    if file is not None:
        file.write_text(json.dumps(document, indent=1) + "\n")
        print(f"\nwritten to {file}")


if __name__ == "__main__":
    sys.exit(main())
