"""What swiftprof adds to a call and its return in one shape of program; growth.py asks for that.

    python benchmarks/growth_run.py REQUEST     a JSON object: series, size, calls, seconds

Prints a JSON object: `calls`, `contexts` (of the profile), `added_ns` and `plain_ns` (one for each round that
is used), `probe_ns` (of all), `rounds`, `steady` (rounds that met a steady machine).

All rounds belong to one recording. CPU time: that of all threads, and not of other processes.
"""

import json
import sys
import time
from statistics import fmean, median
from typing import Any

import swiftprof
from growth_programs import SERIES, Shape
from twin import Timed, Twin, part, stay_on_one_processor, timed

FEWEST_ROUNDS = 5
STEADY = 1.15  # the probes of a steady round differ by no more

Round = tuple[Timed, Timed, Timed]  # in the copy, here, in the copy


def main() -> None:
    request = json.loads(sys.argv[1])
    stay_on_one_processor()
    shape = SERIES[request["series"]].make(request["size"], request["calls"])
    print(json.dumps(_measure(shape, request["seconds"])))


def _measure(shape: Shape, seconds: float) -> dict[str, Any]:
    def step() -> list[Any]:
        return [part(shape.run, time.process_time_ns)]

    with Twin([step]) as twin:
        twin.run(0)
        swiftprof.start()
        timed(step)  # the same way as below, or its contexts would be others
        rounds: list[Round] = []
        until = time.monotonic() + seconds
        while len(rounds) < FEWEST_ROUNDS or time.monotonic() < until:
            rounds.append((twin.run(0), timed(step), twin.run(0)))
        contexts = len(swiftprof.stop().tree)
    steady = [each for each in rounds if _is_steady(each)]
    used = steady if len(steady) >= FEWEST_ROUNDS else rounds
    probe = median(timing.probe_ns for each in rounds for timing in each)
    figures = [_figures(each, probe / shape.calls) for each in used]
    return {
        "calls": shape.calls,
        "contexts": contexts,
        "added_ns": [here - plain for plain, here in figures],
        "plain_ns": [plain for plain, _ in figures],
        "probe_ns": probe,
        "rounds": len(rounds),
        "steady": len(steady),
    }


def _figures(taken: Round, scale: float) -> tuple[float, float]:
    """(without, with swiftprof), per call, at the speed at which the probe takes what it mostly did."""
    before, here, after = (each.parts[0].ns / each.probe_ns * scale for each in taken)
    return fmean((before, after)), here


def _is_steady(taken: Round) -> bool:
    probes = [probe for each in taken for probe in each[1:]]
    return max(probes) <= STEADY * min(probes)


if __name__ == "__main__":
    main()
