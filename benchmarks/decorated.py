"""What `@swiftprof.profile` costs a tiny function while profiling is off: one attribute check is promised.

    python benchmarks/decorated.py [--rounds N] [--quick]

ns per call of a function that does nothing, in a loop: without a decorator, decorated and switched off
(`swiftprof.disable()`), and, as a measure of what a wrapper written in Python takes, behind one that only
passes the call on. Every round times each of them; figures are medians.
"""

import argparse
import functools
import platform
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import swiftprof

Function = Callable[[], None]


def bare() -> None:
    pass


def also_bare() -> None:  # the control: how far two equal functions are apart
    pass


def behind_a_wrapper(function: Function) -> Function:
    @functools.wraps(function)
    def wrapper(*arguments: Any, **named: Any) -> None:
        return function(*arguments, **named)

    return wrapper


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=41, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few calls, one round")
    options = parser.parse_args()
    rounds, calls = (1, 1_000) if options.quick else (options.rounds, 100_000)
    functions = {
        "not decorated": bare,
        "not decorated (control)": also_bare,
        "behind a wrapper": behind_a_wrapper(_fresh()),
        **_decorated_and_off(),
    }
    taken: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(rounds):
        for name, function in functions.items():
            taken[name].append(_ns_per_call(function, calls))
    print(f"CPython {platform.python_version()}, ns per call")
    plain = median(taken["not decorated"])
    for name, each in taken.items():
        print(f"{name:28}{median(each):8.1f}{median(each) - plain:+8.1f}")
    if len(functions) == 3:
        print(f"left out: decorated and off: swiftprof {swiftprof.__version__} has no disable()")
    return 0


def _fresh() -> Function:
    """Like `bare`, with a code object of its own, so that nothing done to it touches `bare`."""
    namespace: dict[str, Function] = {}
    exec("def fresh(): pass", namespace)
    return namespace["fresh"]


def _decorated_and_off() -> dict[str, Function]:
    disable = getattr(swiftprof, "disable", None)
    if disable is None:
        return {}
    decorated = swiftprof.profile(_fresh())
    disable()
    return {"decorated, off": decorated}


def _ns_per_call(function: Function, calls: int) -> float:
    """Of the loop, too: it is the same for all."""
    loop = range(calls)
    start = time.perf_counter_ns()
    for _ in loop:
        function()
    return (time.perf_counter_ns() - start) / calls


if __name__ == "__main__":
    sys.exit(main())
