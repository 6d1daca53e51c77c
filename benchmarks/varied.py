"""Does swiftprof take as much out of its times as it adds? Real code, beside loops around one callee.

    python benchmarks/varied.py                          all of them, ten seconds
    python benchmarks/varied.py --program difflib        one of them
    python benchmarks/varied.py --python .cache/3.12/bin/python --python .cache/3.13/bin/python
    python benchmarks/varied.py --quick                  does it run? (its figures mean nothing)

Added: the CPU time that swiftprof has recorded of a program (--raw), less what it takes without, in a copy of
the process that never had a profiler, in turn (twin.py). Taken: how much of what it recorded swiftprof says
was its own. Taken over added is 1 where the program's times are right; below, they are too long.

A loop around one callee is what swiftprof measures its costs with when it starts. In code that does now this,
now that, a call costs more: by a formula whose constants are from these figures (`Variety` in
Sources/Recording/EventCosts.swift; docs/overhead.md, "Variety"). On CPython 3.11 all bytecode is slower while
it is recorded: that is added as well, and not taken.

Each round is a recording of its own: how much the costs that are measured at its start vary is in the spread
of the rounds, and evens out in the ratio of their means.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any, NamedTuple

from rerun import add_options, on_pythons
from twin import Part, Step, Timed, Twin, part, probe_ns, stay_on_one_processor, timed

WARM_UPS = 2  # runs
FEWEST_STEADY = 5  # with fewer rounds on a steady machine, all are used
STEADY = 1.15  # the probes of a steady round differ by no more
RIGHT = 0.2  # what comes out within so much of 1 is counted

Programs = dict[str, Callable[[], None]]
Results = dict[str, dict[str, Any]]  # by program


class Round(NamedTuple):
    """One program: timed in the copy, here, and in the copy; recorded of it here, and taken out of that."""

    before: Timed
    here: Timed
    after: Timed
    recorded_ns: int
    taken_ns: int

    @property
    def plain_ns(self) -> float:
        return (self.before.parts[0].ns + self.after.parts[0].ns) / 2

    @property
    def profiled_ns(self) -> float:
        return self.here.parts[0].ns

    @property
    def added_ns(self) -> float:
        return self.recorded_ns - self.plain_ns

    @property
    def is_steady(self) -> bool:
        probes = [probe for each in self[:3] for probe in each[1:]]
        return max(probes) <= STEADY * min(probes)


def main() -> int:
    options = _options()
    if options.python:
        return on_pythons(options.python, __file__)
    import machine
    from varied_programs import CONTROLS, PROGRAMS

    names = options.program or list(PROGRAMS)
    if unknown := [name for name in names if name not in PROGRAMS]:
        sys.exit(f"no program {unknown[0]!r}: there are {', '.join(PROGRAMS)}")
    system = machine.description()
    print(
        "{python}, {processor}, {processors} processors, backend {default_backend}".format(**system)
    )
    stay_on_one_processor()
    rounds = _measure({name: PROGRAMS[name] for name in names}, options.rounds)
    results = {name: _figures(each) for name, each in rounds.items()}
    pieces = [each["ratio"] for name, each in results.items() if name not in CONTROLS]
    _print_table(results)
    _print_summary(pieces, quick=options.quick)
    if options.json:
        document = {
            "machine": system,
            "command": "python benchmarks/varied.py",
            "unit": "ns of CPU time of one run; ratio: taken out over added",
            "rms_error": _rms_error(pieces) if pieces else None,
            "programs": results,
        }
        options.json.write_text(json.dumps(document, indent=1) + "\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add_options(parser, "--program")
    add("--rounds", type=int, default=20, metavar="N", help="default: %(default)s; at least 2")
    add("--json", type=Path, metavar="FILE", help="write the figures there")
    add("--quick", action="store_true", help="a smoke test: 2 rounds, no verdict")
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds: at least 2, or there is no spread to show")
    if options.quick:
        options.rounds = 2
    return options


def _measure(programs: Programs, count: int) -> dict[str, list[Round]]:
    steps: list[Step] = [partial(_run, program) for program in programs.values()]
    for step in steps * WARM_UPS:
        step()
    gc.collect()
    gc.freeze()  # WHY: a full collection now and then, here or in the copy, is longer than a program
    with Twin(steps) as twin:
        rounds = [_recording(programs, steps, twin) for _ in range(count + 1)]
    return dict(zip(programs, map(list, zip(*rounds[1:], strict=True)), strict=True))


def _recording(programs: Programs, steps: list[Step], twin: Twin) -> list[Round]:
    """One round of each program, after some that are not looked at: they make its calling contexts."""
    import swiftprof

    swiftprof.start()
    for step in steps * WARM_UPS:
        step()
    before = swiftprof.snapshot()
    twin.run(0)  # WHY both: a probe after a pause, there and here, finds its data out of the caches
    probe_ns()
    times = [(twin.run(i), timed(step), twin.run(i)) for i, step in enumerate(steps)]
    now, then = (_recorded_and_taken_ns(each, programs) for each in (swiftprof.stop(), before))
    return [
        Round(*each, to_recorded - recorded, to_taken - taken)
        for each, (to_recorded, to_taken), (recorded, taken) in zip(times, now, then, strict=True)
    ]


def _run(program: Callable[[], None]) -> list[Part]:
    return [part(program, time.thread_time_ns)]


def _recorded_and_taken_ns(profile: Any, programs: Programs) -> list[tuple[int, int]]:
    """Each program's CPU time since the recording began, and what of it swiftprof takes for its own."""
    functions = [profile[program] for program in programs.values()]
    taken = [function.cpu_total_overhead_ns for function in functions]
    return [(each.cpu_total_ns + own, own) for each, own in zip(functions, taken, strict=True)]


def _figures(rounds: Sequence[Round]) -> dict[str, Any]:
    steady = [each for each in rounds if each.is_steady]
    used = steady if len(steady) >= FEWEST_STEADY else rounds
    plain, profiled, added, taken = (
        fmean(getattr(each, what) for each in used)
        for what in ("plain_ns", "profiled_ns", "added_ns", "taken_ns")
    )
    deciles = quantiles([each.taken_ns / each.added_ns for each in used], n=10, method="inclusive")
    return {
        "plain_ns": round(plain),
        "added_ns": round(added),
        "taken_ns": round(taken),
        "slowdown": round(profiled / plain, 2),
        "ratio": round(taken / added, 3),
        "ratio_p10_p90": [round(deciles[0], 3), round(deciles[-1], 3)],
        "rounds": len(rounds),
        "steady": len(steady),
    }


def _print_table(results: Results) -> None:
    print(
        f"\n{'':18}{'plain ms':>10}{'slowdown':>10}{'taken/added':>13}   (of rounds, the middle 80 %)"
    )
    for name, each in results.items():
        low, high = each["ratio_p10_p90"]
        print(
            f"{name:18}{each['plain_ns'] / 1e6:10.2f}{each['slowdown']:10.2f}{each['ratio']:13.2f}"
            f"   {f'({low:.2f} .. {high:.2f})':28}"
            f"{each['steady']} of {each['rounds']} rounds on a steady machine"
        )


def _print_summary(ratios: Sequence[float], *, quick: bool) -> None:
    if quick:
        print("\n--quick: these figures mean nothing, so nothing is said about them.")
    elif ratios:
        right = sum(abs(ratio - 1) <= RIGHT for ratio in ratios)
        print(f"\nreal code: root mean square of (taken/added - 1): {_rms_error(ratios):.3f}")
        print(f"within {RIGHT:.0%} of 1: {right} of {len(ratios)}")


def _rms_error(ratios: Sequence[float]) -> float:
    return float(fmean((ratio - 1) ** 2 for ratio in ratios) ** 0.5)


if __name__ == "__main__":
    sys.exit(main())
