"""Does profiling scale with the threads? Made for free-threaded builds; with a GIL nothing scales.

    python benchmarks/threads_scaling.py [--quick] [--json FILE]

The same fib on 1, 2 and 4 threads: without a profiler, under the null hooks, swiftprof and cProfile, each
in a process of its own. Scaling is calls per second, as a multiple of those of one thread; in brackets, as
a part of what the program without a profiler reaches on so many threads. On N processors no more than N
can be had.

Locks: one more run on 4 threads counts the mutexes and reader-writer locks of the C library that the whole
process asks for, free or taken (lockcount/). A profiler that takes one at each event shows more of them than
calls: the null hook that does so is there to compare with ("locking"). What is locked by other means, as
CPython's own PyMutex, shows in the scaling alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import machine
from availability import available_modes
from modes import LOCKING
from nullhook_build import compiled, compiled_nullhooks

WORK = Path(__file__).with_name("threads_work.py")
THREADS = (1, 2, 4)
FIB_CALLS = {15: 1_973, 27: 635_621}
LIMIT_SECONDS = 20

Times = dict[int, list[float]]  # wall ns by number of threads, one for each round; none: it hung


def main() -> int:
    options = _options()
    modes = [name for name in available_modes()[0] if _takes_part(name)]
    if "null monitoring" in modes:
        modes[modes.index("null monitoring") + 1 : 0] = LOCKING
    fib, rounds = (15, 1) if options.quick else (27, options.rounds)
    with compiled_nullhooks() as path:
        request = {"fib": fib, "runs": 1 if options.quick else 3, "path": str(path)}
        times, gil = _measure(modes, rounds, request)
        ended = [mode for mode in modes if times[mode][4]]
        locks = {mode: _locks({**request, "mode": mode, "runs": 1}) for mode in ended}
    _print(times, gil, locks, FIB_CALLS[fib])
    if options.quick:
        print("\n--quick: these times mean nothing.")
    if options.json:
        figures = {
            "calls_a_thread": FIB_CALLS[fib],
            "wall_ns": times,
            "gil": gil,
            "locks": locks,
        }
        options.json.write_text(json.dumps({"machine": machine.description(), **figures}, indent=2))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7, help="default: %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--quick", action="store_true", help="a smoke test: no figures to go by")
    return parser.parse_args()


def _takes_part(mode: str) -> bool:
    """cProfile sees other threads from 3.12 on; fib calls no builtins; yappi has a GIL of its own."""
    if mode == "cProfile":
        return sys.version_info >= (3, 12)
    return mode == "plain" or (mode.startswith(("null", "swiftprof")) and "no-" not in mode)


def _measure(
    modes: list[str], rounds: int, request: dict[str, Any]
) -> tuple[dict[str, Times], dict[str, bool]]:
    """Round robin, so that all modes meet the same machine. Also: whether the GIL was on under each."""
    times: dict[str, Times] = {mode: {threads: [] for threads in THREADS} for mode in modes}
    gil: dict[str, bool] = {}
    hung: set[tuple[str, int]] = set()
    for _ in range(rounds):
        for threads in THREADS:
            for mode in modes:
                if (mode, threads) in hung:
                    continue
                answer = _ask({**request, "mode": mode, "threads": threads})
                if answer is None:
                    hung.add((mode, threads))
                    times[mode][threads].clear()
                    continue
                times[mode][threads].append(answer["ns"])
                gil[mode] = answer["gil"]
    return times, gil


def _ask(request: dict[str, Any], added: dict[str, str] | None = None) -> dict[str, Any] | None:
    """The answer of threads_work.py; None when it does not end."""
    command = [sys.executable, str(WORK), json.dumps(request)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(added or {})}
    ) as process:
        try:
            output, _ = process.communicate(timeout=LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    if process.returncode:  # what it had to say is on the standard error already
        sys.exit(f"{request['mode']!r} on {request['threads']} threads ended badly")
    answer: dict[str, Any] = json.loads(output)
    return answer


def _locks(request: dict[str, Any]) -> int | None:
    """Locks that a process with 4 threads asks for; None when it hangs."""
    path = Path(request["path"])
    with tempfile.TemporaryDirectory(prefix="locks-") as folder:
        count = Path(folder) / "count"
        environment = {"LD_PRELOAD": str(compiled("lockcount", path)), "LOCKCOUNT": str(count)}
        answer = _ask({**request, "threads": 4}, environment)
        return None if answer is None else int(count.read_text())


def _print(
    times: dict[str, Times], gil: dict[str, bool], locks: dict[str, int | None], calls: int
) -> None:
    print("{python}, {processor}, {processors} processors".format(**machine.description()))
    print(f"\n{'':24}{'ns per call, 1 thread':>22}{'2 threads':>18}{'4 threads':>18}{'locks':>10}")
    plain = times["plain"]
    for mode, taken in times.items():
        alone = f"{median(taken[1]) / calls:.1f}" if taken[1] else "hangs"
        cells = "".join(f"{_scaling(taken, plain, threads):>18}" for threads in THREADS[1:])
        note = "   GIL on" if gil.get(mode) else ""
        count = locks.get(mode)
        print(f"{mode:24}{alone:>22}{cells}{'-' if count is None else count:>10}{note}")
    if (os.cpu_count() or 1) < max(THREADS):
        print(f"{os.cpu_count()} processors: no figure above {os.cpu_count()} can be had")


def _scaling(taken: Times, plain: Times, threads: int) -> str:
    if not taken[threads] or not taken[1]:
        return "hangs"
    multiple = _multiple(taken, threads)
    return f"x {multiple:.2f} ({multiple / _multiple(plain, threads):.2f})"


def _multiple(taken: Times, threads: int) -> float:
    return threads * median(taken[1]) / median(taken[threads])


if __name__ == "__main__":
    sys.exit(main())
