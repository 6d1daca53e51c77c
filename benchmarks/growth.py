"""Does a call cost more in a larger program? Up to a million contexts, 50,000 open calls, 64 threads.

    python benchmarks/growth.py                      all of it, under four minutes; writes benchmarks/results/
    python benchmarks/growth.py --series depth       one of the series
    python benchmarks/growth.py --python .cache/3.12/bin/python --python .cache/3.13/bin/python
    python benchmarks/growth.py --quick              does it run? (its figures mean nothing)

What swiftprof adds to a call and its return, in nanoseconds of CPU time: with it less without it, the latter
in a copy of the process that never had a profiler, in turn (twin.py). A series is flat when its largest
figure is at most 1.5 times its smallest. Exit status 1: a series is not flat, and docs/performance.md does
not explain it.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from rerun import add_options, on_pythons

RUN = Path(__file__).with_name("growth_run.py")
RESULTS = Path(__file__).with_name("results")
DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
LIMIT_SECONDS = 180
FLAT = 1.5

# What is not flat for a reason, by series: the heading in docs/performance.md that gives the reason.
EXPLAINED = {
    "contexts in turn": "### Why a million contexts cost more",
    "contexts at random": "### Why a million contexts cost more",
}

Points = dict[str, dict[str, Any]]  # by size, of one series


def main() -> int:
    options = _options()
    if options.python:
        return on_pythons(options.python, __file__)
    import machine
    from growth_programs import SERIES

    system = machine.description()
    print(
        "{python}, {processor}, {processors} processors, backend {default_backend}".format(**system)
    )
    series: dict[str, Points] = {}
    for name in options.series or SERIES:
        sizes = SERIES[name].sizes[:2] if options.quick else SERIES[name].sizes
        calls = SERIES[name].calls // (10 if options.quick else 1)
        print(
            f"\n{name:20}{'added ns':>9}{'(of rounds, the middle 80 %)':>32}{'plain':>8}{'contexts':>12}"
        )
        series[name] = {}
        for size in sizes:
            series[name][str(size)] = point = _point(name, size, calls, options.seconds)
            _print_point(size, point)
    verdicts = {name: _verdict(name, points) for name, points in series.items()}
    if options.quick:
        print("\n--quick: these figures mean nothing, so nothing is said about them.")
        return 0
    _print_verdicts(verdicts)
    file = options.json or (None if options.series else _result_file())
    if file:
        document = {
            "machine": system,
            "command": "python benchmarks/growth.py",
            "unit": "ns of CPU time added to a call and its return",
            "seconds": options.seconds,
            "flat": FLAT,
            "verdicts": verdicts,
            "series": series,
        }
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(document, indent=1) + "\n")
    return 0 if all(each["flat"] or each["explained"] for each in verdicts.values()) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add_options(parser, "--series")
    add("--seconds", type=float, default=4.0, help="for each size (default: %(default)s)")
    add(
        "--json",
        type=Path,
        metavar="FILE",
        help="default, for all series: benchmarks/results/growth-VERSION.json",
    )
    add("--quick", action="store_true", help="a smoke test: two sizes each, few rounds, no verdict")
    options = parser.parse_args()
    if options.quick:
        options.seconds = 0.0
    return options


def _point(series: str, size: int, calls: int, seconds: float) -> dict[str, Any]:
    request = {"series": series, "size": size, "calls": calls, "seconds": seconds}
    command = [sys.executable, str(RUN), json.dumps(request)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS)
    if done.returncode:  # what it had to say is on the standard error already
        sys.exit(f"{series!r} of size {size} ended with status {done.returncode}")
    run = json.loads(done.stdout)
    deciles = quantiles(run["added_ns"], n=10, method="inclusive")
    return {
        "added_ns": round(median(run["added_ns"]), 1),
        "added_ns_p10_p90": [round(deciles[0], 1), round(deciles[-1], 1)],
        "plain_ns": round(median(run["plain_ns"]), 1),
        **{key: run[key] for key in ("calls", "contexts", "rounds", "steady")},
        "probe_ns": round(run["probe_ns"]),
    }


def _print_point(size: int, point: dict[str, Any]) -> None:
    spread = "({:.0f} .. {:.0f})".format(*point["added_ns_p10_p90"])
    print(
        f"{size:>18,}  {point['added_ns']:9.1f}{spread:>32}{point['plain_ns']:8.1f}{point['contexts']:12,}"
        f"   {point['steady']} of {point['rounds']} rounds on a steady machine",
        flush=True,
    )


def _verdict(name: str, points: Points) -> dict[str, Any]:
    added = [point["added_ns"] for point in points.values()]
    growth = round(max(added) / min(added), 2) if min(added) > 0 else float("inf")
    heading = EXPLAINED.get(name)
    explained = heading is not None and heading in DOCUMENT.read_text().splitlines()
    return {"growth": growth, "flat": growth <= FLAT, "explained": explained}


def _print_verdicts(verdicts: dict[str, dict[str, Any]]) -> None:
    print(f"\nlargest of smallest (flat: at most {FLAT})")
    for name, verdict in verdicts.items():
        reason = "explained in docs/performance.md" if verdict["explained"] else "NOT FLAT"
        print(f"{name:20}x{verdict['growth']:.2f}   {'flat' if verdict['flat'] else reason}")


def _result_file() -> Path:
    return RESULTS / f"growth-{sys.version_info.major}.{sys.version_info.minor}.json"


if __name__ == "__main__":
    sys.exit(main())
