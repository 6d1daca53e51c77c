"""What programs that interleave pay: coroutines, spans, tasks, greenlets.

    python benchmarks/concurrency.py [--rounds N] [--quick]

Times are what recording adds, in nanoseconds, medians over the rounds; every round times each of them, so
that they can be compared with each other. Builtins are left out: what a loop calls to go on with a coroutine
or a greenlet is one, and its call is not what is asked for here. Memory: what 10,000 tasks that wait, two
coroutines each, add to the resident size above what they take without swiftprof; on 3.11 above what they take
under a profile function that does nothing, for which the interpreter makes an object of every frame. Exit
status 1 when memory or objects are kept that should not be.
"""

import argparse
import asyncio
import gc
import importlib
import itertools
import json
import platform
import resource
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import swiftprof

TASKS = 10_000
LIMIT_BYTES = 200  # of memory for each live task
FINISHED = 500

Loop = Callable[[int], None]


# ---- what is timed: each runs so many pairs


def function() -> None:
    pass


def call_functions(count: int) -> None:
    for _ in itertools.repeat(None, count):
        function()


class Endless:
    """Suspends whoever awaits it, again and again, by no event of its own."""

    def __await__(self) -> Generator[None, None, None]:
        return itertools.repeat(None)  # type: ignore[return-value]


async def suspended() -> None:
    await Endless()


async def awaits(depth: int) -> None:
    await (awaits(depth - 1) if depth > 1 else suspended())


def resume(coroutine: Coroutine[Any, None, None], count: int) -> None:
    send = coroutine.send
    for _ in itertools.repeat(None, count):
        send(None)
    coroutine.close()


def resume_coroutine(count: int) -> None:
    resume(suspended(), count)


def resume_chain(count: int) -> None:
    """Four coroutines that await each other: count / 4 turns of the chain are count pairs."""
    resume(awaits(3), count // 4)


def resume_generator(count: int) -> None:
    def generator() -> Generator[None, None, None]:
        while True:
            yield

    for _ in itertools.islice(generator(), count):
        pass


def open_spans(count: int) -> None:
    span = swiftprof.span
    for _ in itertools.repeat(None, count):
        with span("benchmark"):
            pass


def without_spans(count: int) -> None:
    for _ in itertools.repeat(None, count):
        pass


def switch_greenlets(count: int) -> None:
    greenlet = importlib.import_module("greenlet")
    main = greenlet.getcurrent()

    def switching() -> None:
        while True:
            main.switch()

    switch = greenlet.greenlet(switching).switch
    for _ in itertools.repeat(None, count // 2):  # there and back
        switch()


def loops() -> dict[str, Loop]:
    found: dict[str, Loop] = {
        "call + return": call_functions,
        "resume + suspend, generator": resume_generator,
        "resume + suspend, coroutine": resume_coroutine,
        "the same, four that await each other": resume_chain,
    }
    if hasattr(swiftprof, "span"):
        found["span, entered + left"] = open_spans
    with suppress(ImportError):
        importlib.import_module("greenlet")
        found["greenlet switch"] = switch_greenlets
    return found


def ns_each(loop: Loop, count: int) -> float:
    start = time.perf_counter_ns()
    loop(count)
    return (time.perf_counter_ns() - start) / count


def added_ns(loop: Loop, count: int) -> float:
    # A span does work of its own without a recording: what matters is what it takes in one, all in all.
    plain = without_spans if loop is open_spans else loop
    before = ns_each(plain, count)
    swiftprof.start(builtins=False)
    try:
        loop(100)
        return ns_each(loop, count) - before
    finally:
        swiftprof.stop()


def times(rounds: int, count: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in loops()}
    for _ in range(rounds):
        for name, loop in loops().items():
            taken[name].append(added_ns(loop, count))
    return {name: median(each) for name, each in taken.items()}


# ---- memory: in processes of their own


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def wait_for_ever(event: asyncio.Event) -> None:
    await event.wait()


async def grown_by_tasks(count: int) -> int:
    """Resident bytes that so many waiting tasks add; a few have run before."""
    event = asyncio.Event()
    few = [asyncio.create_task(wait_for_ever(event)) for _ in range(100)]
    await asyncio.sleep(0)
    gc.collect()
    before = resident_bytes()
    many = [asyncio.create_task(wait_for_ever(event)) for _ in range(count)]
    await asyncio.sleep(0)
    grown = resident_bytes() - before
    event.set()
    await asyncio.gather(*few, *many)
    return grown


def bytes_of_tasks(count: int) -> float:
    """That recording adds for each live task."""
    grown = []
    for mode in ("recorded", "null hook" if sys.version_info < (3, 12) else "plain"):
        command = [sys.executable, __file__, "--tasks", json.dumps([count, mode])]
        grown.append(int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    return (grown[0] - grown[1]) / count


def print_grown(count: int, mode: str) -> None:
    if mode == "recorded":
        swiftprof.start()
    if mode == "null hook":
        sys.setprofile(lambda frame, event, argument: None)
    print(asyncio.run(grown_by_tasks(count)))


# ---- objects


async def finish(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def run_coroutines(count: int) -> list["weakref.ref[Any]"]:
    coroutines = [finish(number) for number in range(count)]
    references = [weakref.ref(each) for each in coroutines]
    await asyncio.gather(*coroutines)
    return references


def kept_alive(count: int) -> int:
    """Finished coroutines that are not free to go while the recording runs."""
    swiftprof.start()
    references = asyncio.run(run_coroutines(count))
    gc.collect()
    alive = sum(each() is not None for each in references)
    swiftprof.stop()
    return alive


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=21, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a smoke test: few pairs, one round")
    parser.add_argument("--tasks", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.tasks:
        print_grown(*json.loads(options.tasks))
        return 0
    rounds, count = (1, 2_000) if options.quick else (options.rounds, 200_000)
    print(f"CPython {platform.python_version()}, swiftprof {swiftprof.__version__}")
    taken = times(rounds, count)
    call = taken["call + return"]
    for name, each in taken.items():
        print(f"{name:38}{each:8.1f} ns added{each - call:+8.1f}{each / call:8.2f} of a call's")
    for name in ("span, entered + left", "greenlet switch"):
        if name not in taken:
            print(f"left out: {name}: not installed")
    tasks, alive = bytes_of_tasks(TASKS), kept_alive(FINISHED)
    print(f"each of {TASKS:,} live tasks: {tasks:.0f} bytes (at most {LIMIT_BYTES})")
    print(f"finished coroutines that are kept alive: {alive} of {FINISHED}")
    return 0 if tasks <= LIMIT_BYTES and alive == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
