"""What a program pays for one rarely called function being profiled: at most 1 % is promised.

    python benchmarks/targeted.py [--pairs N] [--quick]

Runs targeted_program.py without and with the recording of one target in turn, in one process, the order
within a pair changing from pair to pair. The figure is the median over the pairs of the ratio of the two
times. A control, the program against itself, shows what the machine adds to that: where its spread is wider
than the promise, look for a quieter moment. For comparison, the same with everything recorded.
Exit status 1: the promise was not kept (never with --quick).
"""

import argparse
import inspect
import platform
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

import backends
import swiftprof
import targeted_program

LIMIT = 1.01
TARGET = "targeted_program:target"

Recorded = Callable[[], int]  # runs the program once; its wall ns, without starting and stopping


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=21, help="at least 15 (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="a smoke test: no verdict")
    options = parser.parse_args()
    if not options.quick and options.pairs < 15:
        parser.error("fewer than 15 pairs say nothing about one per cent")
    pairs = 2 if options.quick else options.pairs
    _plain(), _plain()  # warm up
    print(f"CPython {platform.python_version()}, {backends.default_backend()}, {pairs} pairs")
    print(
        f"the program takes {_plain() / 1e9:.2f} s, {targeted_program.CALLS_OF_TARGET} calls of the target"
    )
    _show("against itself", _ratios(_plain, pairs))
    kept = True
    if "targets" in inspect.signature(swiftprof.start).parameters:
        ratio = _show("with the target recorded", _ratios(_with_target, pairs))
        kept = ratio <= LIMIT
        print(f"at most {LIMIT:.3f}: {'kept' if kept else 'NOT KEPT'}")
    else:
        print(
            f"left out: one target: swiftprof {swiftprof.__version__} records everything or nothing"
        )
    _show("with everything recorded", _ratios(_with_everything, min(pairs, 5)))
    return 0 if kept or options.quick else 1


def _plain() -> int:
    start = time.perf_counter_ns()
    targeted_program.run()
    return time.perf_counter_ns() - start


def _with_everything() -> int:
    swiftprof.start()
    taken = _plain()
    swiftprof.stop()
    return taken


def _with_target() -> int:
    """Also sees to it that it is the target's calls that were recorded, all of them."""
    arguments: dict[str, Any] = {"targets": [TARGET]}
    swiftprof.start(**arguments)
    taken = _plain()
    profile = swiftprof.stop()
    found = profile[targeted_program.target].ncall
    if found != targeted_program.CALLS_OF_TARGET:
        sys.exit(f"{TARGET} was called {targeted_program.CALLS_OF_TARGET} times, not {found}")
    return taken


def _ratios(recorded: Recorded, pairs: int) -> list[float]:
    """Of recorded to plain, one per pair: what drifts during a pair meets each of them first in turn."""
    found = []
    for pair in range(pairs):
        if pair % 2:
            taken, plain = recorded(), _plain()
        else:
            plain, taken = _plain(), recorded()
        found.append(taken / plain)
    return found


def _show(what: str, ratios: list[float]) -> float:
    middle = median(ratios)
    first, _, third = quantiles(ratios, n=4)
    print(
        f"{what:26}{middle:8.4f} of its plain time   half of the pairs {first:.4f} to {third:.4f},"
        f" all {min(ratios):.4f} to {max(ratios):.4f}"
    )
    return middle


if __name__ == "__main__":
    sys.exit(main())
