"""Runs one program under one profiler in this process; accuracy.py asks for that.

    python benchmarks/accuracy_run.py REQUEST     a JSON object: program, profiler, clock, seconds, phase_ms

Prints a JSON object: `phases` (names), `repetitions` of each, `rounds`; or `left_out`, a sentence.

A round is one recording of the whole program. Within it, each phase is timed three times in turn: in the copy
of this process that has no profiler, here, and in the copy again (twin.py). The profiler is asked afterwards.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from statistics import median
from typing import Any

import accuracy_profilers
from accuracy_figures import enough_steady
from accuracy_programs import PROGRAMS, Phase, Program
from twin import Part, Step, Timed, Twin, part, probe_ns, stay_on_one_processor, timed

FEWEST_ROUNDS = 3
PATIENCE = (
    3  # swiftprof has so many times as long at most, until enough rounds have met a steady machine
)
SWITCH_INTERVAL_SECONDS = 0.001  # threads at once take turns several times within a phase


def main() -> None:
    request = json.loads(sys.argv[1])
    stay_on_one_processor()
    try:
        program = PROGRAMS[request["program"]]()
        if request["clock"] == "cpu":
            program = replace(program, clock="cpu")
        reason = accuracy_profilers.why_not(request["profiler"], program)
        if reason is None:
            profiler = accuracy_profilers.PROFILERS[request["profiler"]](program.clock)
    except ImportError as error:
        reason = f"it cannot be imported here: {error}"
    print(json.dumps({"left_out": reason} if reason else _measure(program, profiler, request)))


def _measure(
    program: Program, profiler: accuracy_profilers.Profiler, request: dict[str, Any]
) -> dict[str, Any]:
    if program.at_once > 1:
        sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    repetitions = [_repetitions(phase, request["phase_ms"] * 1e6) for phase in program.phases]
    steps = _steps(program, repetitions)
    for step in steps:
        step()
    with Twin(steps) as twin:
        _round(program, profiler, steps, twin)  # registers functions, calibrates, copies pages
        rounds = []
        until = time.monotonic() + request["seconds"]
        while len(rounds) < FEWEST_ROUNDS or time.monotonic() < until:
            rounds.append(_round(program, profiler, steps, twin))
        until += request["seconds"] * (PATIENCE - 1) * (request["profiler"] == "swiftprof")
        while not enough_steady(rounds) and time.monotonic() < until:
            rounds.append(_round(program, profiler, steps, twin))
    names = [phase.__name__ for phase in program.phases]  # type: ignore[attr-defined]
    return {"phases": names, "repetitions": repetitions, "rounds": rounds}


def _round(
    program: Program,
    profiler: accuracy_profilers.Profiler,
    steps: Sequence[Step],
    twin: Twin,
) -> list[dict[str, Any]]:
    """By phase: `true_ns`, `true_probe_ns` before and after; `dilated_ns`, `probe_ns`, `reported_ns` here."""
    profiler.start()
    taken = [(twin.run(i), timed(step), twin.run(i)) for i, step in enumerate(steps)]
    reported = profiler.stop(program.phases)
    samples = [
        _sample(before, here, after, index) | ({"switches": 0} if program.clock == "cpu" else {})
        for before, here, after in taken
        for index in range(len(here.parts))
    ]
    for index, sample in enumerate(samples):
        sample["reported_ns"] = {reading: times[index] for reading, times in reported.items()}
    return samples


def _sample(before: Timed, here: Timed, after: Timed, index: int) -> dict[str, Any]:
    return {
        "true_ns": [before.parts[index].ns, after.parts[index].ns],
        "true_probe_ns": [list(before[1:]), list(after[1:])],
        "dilated_ns": here.parts[index].ns,
        "probe_ns": list(here[1:]),
        "switches": sum(each.parts[index].switches for each in (before, here, after)),
    }


def _repetitions(phase: Phase, wanted_ns: float) -> int:
    """How often `phase` does its work in about so many nanoseconds."""
    n = 1
    while _elapsed_ns(phase, n) < wanted_ns / 3:
        n *= 2
    return max(1, round(n * wanted_ns / median(_elapsed_ns(phase, n) for _ in range(7))))


def _elapsed_ns(phase: Phase, n: int) -> float:
    """Were the machine as fast as it mostly is: phases are to be equally long however its speed changes."""
    taken = timed(lambda: [part(lambda: phase(n))])
    return taken.parts[0].ns / taken.probe_ns * _typical_probe_ns()


@cache
def _typical_probe_ns() -> float:
    return median(probe_ns() for _ in range(25))


def _steps(program: Program, repetitions: Sequence[int]) -> list[Step]:
    read = time.perf_counter_ns if program.clock == "wall" else time.thread_time_ns
    parts = [
        partial(part, partial(phase, n), read)
        for phase, n in zip(program.phases, repetitions, strict=True)
    ]
    if not program.at_once:
        return [partial(_in_turn, [each]) for each in parts]
    groups = (parts[i : i + program.at_once] for i in range(0, len(parts), program.at_once))
    return [partial(_at_once, group) for group in groups]


def _in_turn(group: Sequence[Callable[[], Part]]) -> list[Part]:
    return [run() for run in group]


def _at_once(group: Sequence[Callable[[], Part]]) -> list[Part]:
    taken: dict[int, Part] = {}
    ready = threading.Barrier(len(group))

    def work(index: int) -> None:
        ready.wait()
        taken[index] = group[index]()

    workers = [threading.Thread(target=work, args=(index,)) for index in range(len(group))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [taken[index] for index in range(len(group))]


if __name__ == "__main__":
    main()
