"""Profiles of this process to try files and filters on, and all of a profile's numbers as plain values."""

import asyncio
import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import swiftprof
from swiftprof import _bridge
from swiftprof._recorded import profile_of_recording

HOSTILE_NAMES = (
    "semi;colon",
    "new\nline",
    "quote\"s and 'more'",
    "</script><b>",
    "back\\slash",
    "tab\tand space ",
    "%s {0} $x",
    "ünï ☃ \U0001f40d",
    "a" * 5000,
    "\x1b[31mred",
)
HOSTILE_FILES = ("</script>.py", "bad\udcffbytes.py", 'q"u\no.py', "semi;colon.py", "c:\\x.py")


def profile_of(program: Callable[[], object], **facts: Any) -> swiftprof.Profile:
    """What swiftprof records of a call."""
    with swiftprof.profile() as recorded:
        program()
    return recorded.profile


def folded_profile(program: Callable[[], object], contexts: int) -> swiftprof.Profile:
    """With so few contexts that others were folded; the API leaves that to the core's own limit."""
    _bridge.start(max_nodes=contexts)
    try:
        program()
    finally:
        data = _bridge.stop()
    profile = profile_of_recording(data)
    assert profile.header.folded_calls > 0
    return profile


# ---- programs


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


def recursion() -> None:
    fib(9)
    even(20)


def count_up(limit: int) -> Iterator[int]:
    yield from range(limit)


def generators() -> None:
    list(count_up(5))
    kept = [count_up(3) for _ in range(3)]
    next(kept[0])
    sum(next(one) for one in kept)


def threads() -> None:
    workers = [
        threading.Thread(target=target, name=name)
        for name in ("worker-1", "worker-2", 'odd "name";\n</script>', "worker-1")
        for target in (recursion, generators)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def garbage() -> None:
    cycle: list[object] = []
    cycle.append(cycle)
    del cycle
    gc.collect()


async def pause() -> None:
    await asyncio.sleep(0.001)


async def recurse(depth: int) -> None:
    if depth:
        await recurse(depth - 1)
    await pause()


async def start_tasks() -> None:
    async with asyncio.TaskGroup() as group:
        for name in ("", "twin", "twin", *HOSTILE_NAMES):
            group.create_task(recurse(2), name=name)
    await asyncio.gather(*(pause() for _ in range(3)))


def tasks() -> None:
    asyncio.run(start_tasks())


def hostile_names() -> None:
    """Functions with names and files that no format likes; all of them call C functions."""
    for name in HOSTILE_NAMES:
        for file in HOSTILE_FILES:
            code = compile("def f(): return len([1])", file, "exec")
            namespace: dict[str, Any] = {"__name__": name}
            exec(code, namespace)
            function = namespace["f"]
            function.__code__ = function.__code__.replace(co_name=name, co_qualname=f"C.{name}")
            function()


def left(depth: int) -> None:
    if depth:
        left(depth - 1)
        right(depth - 1)


def right(depth: int) -> None:
    if depth:
        left(depth - 1)
        right(depth - 1)


def many_contexts() -> None:
    """Some 8,000."""
    left(12)


PROGRAMS = (recursion, generators, threads, garbage, tasks, hostile_names)


def open_calls() -> swiftprof.Profile:
    """A snapshot taken while calls are open."""

    def inner() -> swiftprof.Profile:
        return swiftprof.snapshot()

    def outer() -> swiftprof.Profile:
        return inner()

    swiftprof.start()
    try:
        return outer()
    finally:
        swiftprof.stop()


# ---- all that a profile says, as plain values


def values(profile: swiftprof.Profile) -> dict[str, Any]:
    """All that a profile says, as values that can be compared."""
    return facts(profile) | {
        "header": tuple(profile.header),
        "functions": profile._data.functions(),
        "edges": profile._data.edges(),
        "threads": profile._data.threads(),
        "tasks": profile._data.tasks(),
        "labels": profile._data.labels(),
        "nodes": profile._data.nodes() if "contexts" in profile.measures else None,
    }


def facts(profile: swiftprof.Profile) -> dict[str, Any]:
    return {
        "command": profile.command,
        "python_version": profile.python_version,
        "backend": profile.backend,
        "missing_targets": dict(profile.missing_targets),
        "script_folder": profile.script_folder,
    }


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
