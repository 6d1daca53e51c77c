"""Are the reported times the true ones? swiftprof, cProfile and yappi on programs whose true times are known.

    python benchmarks/accuracy.py                    all of it, under five minutes; writes benchmarks/results/
    python benchmarks/accuracy.py --program recursion --program loops
    python benchmarks/accuracy.py --python .cache/3.12/bin/python --python .cache/3.13/bin/python
    python benchmarks/accuracy.py --quick            does it run? (its figures mean nothing)

Each program is made of phases that take equally long. A phase's true time is that of a copy of the process
without a profiler, taken just before and just after the profiled one (twin.py). Two figures for each program
and profiler:

  share error   half the sum over phases of |true share - reported share|: total variation distance
  worst         of the phases, reported over true inclusive time farthest from 1; x1.25: too large or too
                small by that

"no profiler" compares two unprofiled runs: what of the errors is the benchmark's own.

"swiftprof raw" is the same recording with swiftprof's own time left in. Phases in threads at once are
compared by CPU time, all others by wall time. With --clock cpu all are, for which a busy machine is quiet
enough; cProfile has no such clock. Exit status 1: swiftprof's times are not within the bounds (never with
--quick).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from accuracy_figures import control, figures
from accuracy_table import Results, misses, print_results
from rerun import add_options, on_pythons

RUN = Path(__file__).with_name("accuracy_run.py")
RESULTS = Path(__file__).with_name("results")
LIMIT_SECONDS = 120
PROFILERS = ("swiftprof", "cProfile", "yappi")


def main() -> int:
    options = _options()
    if options.python:
        return on_pythons(options.python, __file__)
    import machine
    from accuracy_programs import PROGRAMS

    unknown = set(options.program) - set(PROGRAMS)
    if unknown:
        sys.exit(f"accuracy.py: no program {', '.join(unknown)}; there are: {', '.join(PROGRAMS)}")
    system = machine.description()
    results = _measure_all(options.program or list(PROGRAMS), options)
    bounds = _bounds(str(system["default_backend"]))
    print(
        "{python}, {processor}, {processors} processors, backend {default_backend}\n".format(
            **system
        )
    )
    print_results(results)
    missed = misses(results, **bounds)
    if options.quick:
        print("\n--quick: these figures mean nothing, so nothing is said about the bounds.")
    else:
        _print_verdict(missed, bounds)
    some = options.quick or options.program or options.clock != "wall"
    file = options.json or (None if some else _result_file())
    if file:
        document = {
            "machine": system,
            "command": "python benchmarks/accuracy.py",
            "clock": options.clock,
            "seconds": options.seconds,
            "phase_ms": options.phase_ms,
            "bounds": bounds,
            "missed": missed,
            "programs": results,
        }
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(_rounded(document), indent=1) + "\n")
    return 1 if missed and not options.quick else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add_options(parser, "--program")
    add("--clock", choices=("wall", "cpu"), default="wall", help="default: %(default)s")
    add(
        "--seconds",
        type=float,
        default=3.0,
        help="for each program and profiler (default: %(default)s)",
    )
    add("--phase-ms", type=float, default=5.0, help="true time of a phase (default: %(default)s)")
    add(
        "--json",
        type=Path,
        metavar="FILE",
        help="default, for all programs: benchmarks/results/accuracy-VERSION.json",
    )
    add("--quick", action="store_true", help="a smoke test: short phases, few rounds, no verdict")
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.phase_ms = 0.0, 0.5
    return options


def _measure_all(programs: list[str], options: argparse.Namespace) -> Results:
    results: Results = {}
    for program in programs:
        readings: dict[str, Any] = {}
        for profiler in PROFILERS:
            print(f"{program}, {profiler} ...", file=sys.stderr, flush=True)
            run = _run(program, profiler, options)
            readings |= {profiler: run} if "left_out" in run else figures(run)
            if profiler == "swiftprof" and "left_out" not in run:
                readings |= control(run)
        results[program] = readings
    return results


def _run(program: str, profiler: str, options: argparse.Namespace) -> dict[str, Any]:
    request = {
        "program": program,
        "profiler": profiler,
        "clock": options.clock,
        "seconds": options.seconds,
        "phase_ms": options.phase_ms,
    }
    command = [sys.executable, str(RUN), json.dumps(request)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:  # as cProfile on free-threaded builds
        return {"left_out": f"it did not end within {LIMIT_SECONDS} seconds"}
    if done.returncode:  # what it had to say is on the standard error already
        sys.exit(f"{program!r} under {profiler} ended with status {done.returncode}")
    run: dict[str, Any] = json.loads(done.stdout)
    return run


def _bounds(backend: str) -> dict[str, float]:
    """WHY wider under PyEval_SetProfile: CPython 3.11 runs loops slower then, which no event tells of."""
    if backend == "monitoring":
        return {"share_error": 0.05, "worst_factor": 1.25}
    return {"share_error": 0.10, "worst_factor": 1.6}


def _print_verdict(missed: list[str], bounds: dict[str, float]) -> None:
    text = "share error at most {share_error:.0%}, worst phase within x{worst_factor}".format(
        **bounds
    )
    print(
        f"\n{text}: " + (f"NOT KEPT by {', '.join(missed)}" if missed else "kept by all programs")
    )


def _result_file() -> Path:
    return RESULTS / f"accuracy-{sys.version_info.major}.{sys.version_info.minor}.json"


def _rounded(value: Any) -> Any:
    """Four digits are more than was measured."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
