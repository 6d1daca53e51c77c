"""The programs that are timed. They do nothing but call: what a profiler adds per call stands out."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["python", "resumption", "builtin"]

FIB_CALLS = {15: 1_973, 20: 21_891, 23: 92_735}  # calls that fib(n) makes, itself included


@dataclass(frozen=True)
class Program:
    """`run` makes `pairs` calls and returns (or resumptions and suspensions) of `kind`.

    python: calls of Python functions, and next to no others. builtin: of functions written in C.
    resumption: of a generator by a `for` loop, which calls nothing.
    """

    name: str
    kind: Kind
    pairs: int
    run: Callable[[], object]
    threads: bool = False


def programs(*, quick: bool) -> list[Program]:
    """All programs. `quick`: a fiftieth of the calls, to see that they run; not enough to time anything."""
    n = 2_000 if quick else 100_000
    fib_n, thread_fib_n = (15, 15) if quick else (23, 20)
    return [
        Program("recursion (fib)", "python", FIB_CALLS[fib_n], lambda: fib(fib_n)),
        Program("method calls", "python", n, lambda: call_method(n)),
        Program("generators", "resumption", n + 1, lambda: drain_generator(n)),
        Program("deep recursion", "python", n, lambda: recurse_deeply(n)),
        Program("one callee", "python", n, caller_of(1, n)),
        Program("1,000 callees", "python", n, caller_of(1_000, n)),
        Program("builtin calls", "builtin", n, lambda: call_builtins(n)),
        Program(
            "4 threads (fib)",
            "python",
            4 * FIB_CALLS[thread_fib_n],
            lambda: run_threads(thread_fib_n),
            True,
        ),
    ]


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Counter:
    def __init__(self) -> None:
        self.value = 0

    def add(self, step: int) -> None:
        self.value += step


def call_method(n: int) -> int:
    counter = Counter()
    for step in range(n):
        counter.add(step)
    return counter.value


def count(n: int):
    for i in range(n):  # noqa: UP028 - `yield from` would not come back here for each value
        yield i


def drain_generator(n: int) -> None:
    for _ in count(n):
        pass


DEPTH = 1_000


def down(levels: int) -> None:
    if levels > 1:
        down(levels - 1)


def recurse_deeply(n: int) -> None:
    sys.setrecursionlimit(DEPTH + 1_000)
    for _ in range(n // DEPTH):
        down(DEPTH)


def caller_of(callees: int, n: int) -> Callable[[], None]:
    """A function that calls `callees` different functions in turn, `n` calls altogether."""
    code = "\n".join(f"def callee_{i}(): pass" for i in range(callees))
    namespace: dict[str, Callable[[], None]] = {}
    exec(compile(code, f"<{callees} callees>", "exec"), namespace)
    distinct = [namespace[f"callee_{i}"] for i in range(callees)]
    in_turn = (distinct * (1_000 // callees)) * (n // 1_000)

    def call_each() -> None:
        for callee in in_turn:
            callee()

    return call_each


def call_builtins(n: int) -> None:
    values: list[int] = []
    for _ in range(n // 2):
        values.append(1)
        len(values)


def run_threads(fib_n: int) -> None:
    workers = [threading.Thread(target=fib, args=(fib_n,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
