"""What profiling adds with yappi and cProfile, and with swiftprof in their place by another import.

    python benchmarks/dropin.py                  about three minutes
    python benchmarks/dropin.py --json FILE      the figures for a program, too
    python benchmarks/dropin.py --quick          does it run? (its times mean nothing)

The Python that runs it needs swiftprof and yappi. Figures are nanoseconds per call and return, added to
what the program takes alone; each is measured in a process of its own, all modes in turn, and is the
median of the rounds. What is promised is promised of each program.
Exit status 1: a promise was not kept (never with --quick).
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from programs import Program, programs

LIMIT_SECONDS = 120
# name of the mode -> (original, drop-in, settings, at most so much of the original's cost)
PAIRS: dict[str, tuple[str, str, dict[str, Any], float]] = {
    "yappi, wall": ("yappi", "swiftprof.yappi", {"clock": "wall"}, 1 / 3),
    "yappi, wall, builtins": (
        "yappi",
        "swiftprof.yappi",
        {"clock": "wall", "builtins": True},
        1 / 3,
    ),
    "yappi, cpu": ("yappi", "swiftprof.yappi", {"clock": "cpu"}, 1 / 12),
    "yappi, cpu, builtins": (
        "yappi",
        "swiftprof.yappi",
        {"clock": "cpu", "builtins": True},
        1 / 12,
    ),
    "cProfile": ("cProfile", "swiftprof.cprofile", {}, 1.0),
}


def main() -> int:
    options = _options()
    selected = [each for each in programs(quick=options.quick) if not each.threads]
    pairs = {name: pair for name, pair in PAIRS.items() if _is_there(pair[1])}
    samples = _measure_all(selected, pairs, options)
    kept = _print(selected, pairs, samples)
    if options.json:
        _write(options.json, samples)
    return 0 if kept or options.quick else 1


def _print(
    selected: list[Program],
    pairs: dict[str, Any],
    samples: dict[tuple[str, str, int], list[float]],
) -> bool:
    """Print a line for each program, with what is promised of it. Whether all of that is kept.

    WHY not of their sum: "1,000 callees", where yappi searches a list, would hide the others.
    """
    kept = True
    print(f"{'ns added per call':<24}{'program':<18}{'original':>10}{'swiftprof':>10}{'ratio':>8}")
    for name, (_, _, _, at_most) in pairs.items():
        for program in selected:
            added = [median(samples[name, program.name, which]) for which in (0, 1)]
            holds = added[1] <= at_most * added[0]
            kept &= holds
            verdict = "kept" if holds else "NOT KEPT"
            print(f"{_line(name, program.name, added)}  {verdict}: at most 1/{1 / at_most:.0f}")
        print()
    return kept


def _line(name: str, program: str, added: list[float]) -> str:
    ratio = added[1] / added[0] if added[0] > 0 else float("inf")
    return f"{name:<24}{program:<18}{added[0]:>10.1f}{added[1]:>10.1f}{ratio:>8.3f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add(
        "--rounds",
        type=int,
        default=7,
        help="processes per program and mode (default: %(default)s)",
    )
    add("--runs", type=int, default=5, help="timed runs in each process (default: %(default)s)")
    add("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    add("--quick", action="store_true", help="a smoke test: few calls, one round, no verdict")
    options = parser.parse_args()
    if options.quick:
        options.rounds = options.runs = 1
    return options


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def _measure_all(
    selected: list[Program], pairs: dict[str, Any], options: argparse.Namespace
) -> dict[tuple[str, str, int], list[float]]:
    """Round robin, so that all meet the same machine."""
    samples: dict[tuple[str, str, int], list[float]] = {}
    for _ in range(options.rounds):
        for program in selected:
            for name, pair in pairs.items():
                for which in (0, 1):
                    request = [program.name, pair[which], pair[2], options.runs, options.quick]
                    added = _in_a_process(request)
                    samples.setdefault((name, program.name, which), []).append(added)
    return samples


def _in_a_process(request: list[Any]) -> float:
    command = [sys.executable, __file__, "--measure", json.dumps(request)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS)
    if done.returncode:
        sys.exit(f"{request} ended with status {done.returncode}")
    added: float = json.loads(done.stdout)
    return added


def _measure(name: str, module: str, settings: dict[str, Any], runs: int, quick: bool) -> float:
    """ns that the profiler adds to a call of this program, in this process."""
    program = next(each for each in programs(quick=quick) if each.name == name)
    program.run()
    alone = min(_elapsed_ns(program.run) for _ in range(runs))
    start, stop = _switches(import_module(module), **settings)
    start()
    try:
        program.run()
        profiled = min(_elapsed_ns(program.run) for _ in range(runs))
    finally:
        stop()
    return (profiled - alone) / program.pairs


def _switches(
    profiler: Any, clock: str = "", builtins: bool = False
) -> tuple[Callable[[], object], Callable[[], object]]:
    if not clock:
        profile = profiler.Profile()
        return profile.enable, profile.disable
    profiler.set_clock_type(clock)
    return lambda: profiler.start(builtins=builtins), profiler.stop


def _elapsed_ns(run: Callable[[], object]) -> int:
    start = time.perf_counter_ns()
    run()
    return time.perf_counter_ns() - start


def _write(path: Path, samples: dict[tuple[str, str, int], list[float]]) -> None:
    import machine

    figures = [
        {"mode": name, "program": program, "by": ("original", "swiftprof")[which], "samples": taken}
        for (name, program, which), taken in samples.items()
    ]
    document = {
        "unit": "ns per call and return",
        "machine": machine.description(),
        "figures": figures,
    }
    path.write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(_measure(*json.loads(sys.argv[2]))))
    else:
        sys.exit(main())
