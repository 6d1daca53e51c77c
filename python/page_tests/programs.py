"""Programs that are really recorded, to have something to look at."""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import swiftprof

HOSTILE_NAMES = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; & `${x}`",
    "line\nbreak\ttab",
    "turned \u202earound",
    "\U0001d4bb\U0001d4ca\U0001d4c3 🜚 索引",  # "fun" in letters beyond 16 bits
    "עברית",
    "</SCRIPT\u2028-->",
)


def recorded_sample() -> swiftprof.Profile:
    swiftprof.start()
    sample()
    # WHY: on some Pythons the browser's driver has a thread of its own here.
    return swiftprof.stop().filter(threads=("MainThread", "worker-*"))


def recorded_coroutines() -> swiftprof.Profile:
    """Two threads with an event loop each: what is suspended is told from what runs."""
    swiftprof.start()
    threads = [
        threading.Thread(target=asyncio.run, args=(serve(count),), name=f"loop-{count}")
        for count in (2, 3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return swiftprof.stop().filter(threads="loop-*")


async def serve(count: int) -> None:
    await asyncio.gather(*[handle(number) for number in range(count)])


async def handle(number: int) -> None:
    await query(number)
    fib(5)
    if number:
        await handle(number - 1)


async def query(number: int) -> None:
    await asyncio.sleep(0.002 * (number + 1))


def sample() -> None:
    threads = [
        threading.Thread(target=worker, args=(count,), name=f"worker-{count}") for count in (3, 5)
    ]
    for thread in threads:
        thread.start()
    fib(9)
    even(10)
    total(numbers(200))
    for function in HOSTILE:
        function()
    work(30_000)
    for thread in threads:
        thread.join()


def worker(count: int) -> None:
    for _ in range(count):
        wait()
        fib(4)
    total(numbers(20))


def wait() -> None:
    time.sleep(0.003)


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


def numbers(count: int) -> Iterator[int]:
    for number in range(count):
        yield abs(number)


def total(values: Iterator[int]) -> int:
    return sum(values)


def work(count: int) -> int:
    return sum(number * number for number in range(count))


def nothing() -> None: ...


def named(name: str) -> Callable[[], None]:
    """A function of that name, in a file of that name."""
    code: CodeType = nothing.__code__.replace(
        co_name=name, co_qualname=name, co_filename=f"/tmp/{name}.py"
    )
    return FunctionType(code, {"__name__": "hostile"})


HOSTILE = [named(name) for name in HOSTILE_NAMES]


def recorded_depth(levels: int) -> swiftprof.Profile:
    """One function that calls itself so many times, and does something at the end."""
    found: list[swiftprof.Profile] = []

    def down(left: int) -> None:
        if left:
            down(left - 1)

    def record() -> None:
        swiftprof.start()
        down(levels)
        found.append(swiftprof.stop())

    limit = sys.getrecursionlimit()
    size = threading.stack_size(1 << 29)
    sys.setrecursionlimit(levels + 1000)
    try:
        thread = threading.Thread(target=record)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    return found[0]


def recorded_functions(count: int) -> swiftprof.Profile:
    """So many functions, each called, and called by the one made before it or by `call_all`."""
    source = "\n".join(f"def f{number}(): pass" for number in range(count))
    names: dict[str, Any] = {"__name__": "many"}
    exec(compile(source, "/tmp/many.py", "exec"), names)
    functions = [names[f"f{number}"] for number in range(count)]
    swiftprof.start()
    for function in functions:
        function()
    return swiftprof.stop()


def recorded_nothing() -> swiftprof.Profile:
    swiftprof.start(include=["no.such.function"])
    return swiftprof.stop()


def recorded_single() -> swiftprof.Profile:
    swiftprof.start(include=["programs.nothing"], builtins=False)
    nothing()
    return swiftprof.stop()


def recorded_version(times: int, extra: Callable[[], None]) -> swiftprof.Profile:
    """Of one of two versions of a program."""
    swiftprof.start()
    for _ in range(times):
        nothing()
    extra()
    fib(7)
    return swiftprof.stop()


def only_before() -> None:
    fib(5)


def only_after() -> None:
    even(4)
