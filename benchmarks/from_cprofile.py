"""What changing `import cProfile` to `import swiftprof.cprofile` does to what profiling costs.

    python benchmarks/from_cprofile.py [--quick]

Added time per call and return, the two in turn in one process, best of the rounds; then what one `enable` and
`disable` takes, and `create_stats` of a program with a thousand functions.
"""

import argparse
import cProfile
import sys
import time
from collections.abc import Callable
from typing import Any

import swiftprof.cprofile
from programs import programs

MODULES: dict[str, Any] = {"cProfile": cProfile, "swiftprof.cprofile": swiftprof.cprofile}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="to see that it runs")
    quick = parser.parse_args().quick
    print(f"CPython {sys.version.split()[0]}")
    print(f"{'':<28}{'cProfile':>12}{'ours':>10}{'ours/theirs':>13}")
    for program in programs(quick=quick):
        if (
            not program.threads
        ):  # cProfile does not tell threads apart, and hangs on free-threaded builds
            added = added_ns(program.run, program.pairs, rounds=1 if quick else 9)
            show(f"{program.name}, ns a call", *added)
    for what, measure in (
        ("enable and disable, us", switch_us),
        ("create_stats, ms", statistics_ms),
    ):
        show(what, *(measure(module, 5 if quick else 300) for module in MODULES.values()))


def show(what: str, theirs: float, ours: float) -> None:
    print(f"{what:<28}{theirs:>12.1f}{ours:>10.1f}{ours / theirs if theirs > 0 else 0:>13.2f}")


def added_ns(run: Callable[[], object], pairs: int, *, rounds: int) -> list[float]:
    run()
    best = {name: float("inf") for name in ("plain", *MODULES)}
    for _ in range(rounds):
        best["plain"] = min(best["plain"], elapsed(run))
        for name, module in MODULES.items():
            profile = module.Profile()
            profile.enable()
            run()  # warm up
            best[name] = min(best[name], elapsed(run))
            profile.disable()
    return [(best[name] - best["plain"]) / pairs for name in MODULES]


def switch_us(module: Any, times: int) -> float:
    profile = module.Profile()
    took = []
    for _ in range(times):
        begin = time.perf_counter_ns()
        profile.enable()
        profile.disable()
        took.append(time.perf_counter_ns() - begin)
    return sorted(took)[times // 2] / 1e3


def statistics_ms(module: Any, times: int) -> float:
    namespace: dict[str, Any] = {}
    exec("\n".join(f"def f{i}(): len([])" for i in range(1000)), namespace)
    functions = [namespace[f"f{i}"] for i in range(1000)]
    profile = module.Profile()
    profile.runcall(lambda: [function() for function in functions])
    return min(elapsed(profile.create_stats) for _ in range(min(times, 20))) / 1e6


def elapsed(run: Callable[[], object]) -> int:
    begin = time.perf_counter_ns()
    run()
    return time.perf_counter_ns() - begin


if __name__ == "__main__":
    main()
