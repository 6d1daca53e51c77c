"""A hostile mix, for a while: nothing may crash, hang, leak or lose a count."""

import _thread
import contextlib
import gc
import os
import random
import sys
import threading
import time

import swiftprof

SECONDS = float(os.environ.get("SWIFTPROF_HOSTILE_SECONDS", "6"))


def resident_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def recurse(depth: int) -> int:
    return 0 if depth == 0 else 1 + recurse(depth - 1)


def raise_through(depth: int) -> None:
    if depth == 0:
        raise ValueError("on purpose")
    raise_through(depth - 1)


def numbers(count: int):
    yield from range(count)


def build_garbage() -> None:
    for _ in range(50):
        cycle: list[object] = []
        cycle.append(cycle)
    gc.collect(0)


def churn_code(rng: random.Random) -> None:
    namespace: dict[str, object] = {}
    exec(f"def made(x):\n    return x + {rng.random()}\nmade(1)", namespace)


def one_round(rng: random.Random) -> None:
    recurse(rng.randrange(200))
    with contextlib.suppress(ValueError):
        raise_through(rng.randrange(20))
    sum(numbers(rng.randrange(50)))
    half_done = numbers(10)
    next(half_done)
    build_garbage()
    churn_code(rng)


def run_raw_thread() -> None:
    done = _thread.allocate_lock()
    done.acquire()
    _thread.start_new_thread(lambda: (recurse(5), done.release()), ())
    done.acquire()


def work_until(deadline: float, seed: int, failures: list[BaseException]) -> None:
    rng = random.Random(seed)
    try:
        while time.monotonic() < deadline:
            one_round(rng)
            if rng.random() < 0.1:
                short = threading.Thread(target=one_round, args=(rng,))
                short.start()
                short.join()
            if rng.random() < 0.1:
                run_raw_thread()
    except BaseException as error:
        failures.append(error)


def control_until(deadline: float, rng: random.Random) -> None:
    """start, snapshot, clear, stop in random order while the others work."""
    while time.monotonic() < deadline:
        swiftprof.start(builtins=rng.random() < 0.8)
        for _ in range(rng.randrange(4)):
            time.sleep(rng.random() * 0.02)
            rng.choice([swiftprof.snapshot, swiftprof.clear])()
        profile = swiftprof.stop()
        for thread in profile.threads:
            assert thread.wall_ns >= 0
            assert thread.cpu_ns >= 0
        assert all(function.ncall >= function.nprim >= 0 for function in profile.functions)


def count_exactly() -> None:
    """With everything else going on, the calls of one thread are counted to the last."""
    with swiftprof.profile(threads=False) as recorded:
        for _ in range(100):
            recurse(20)
    function = recorded[recurse]
    assert (function.ncall, function.nprim) == (2100, 100)


def hostile_mix(seconds: float, seed: int) -> list[BaseException]:
    deadline = time.monotonic() + seconds
    failures: list[BaseException] = []
    workers = [
        threading.Thread(target=work_until, args=(deadline, seed + i, failures)) for i in range(4)
    ]
    for worker in workers:
        worker.start()
    rng = random.Random(seed)
    while time.monotonic() < deadline:
        control_until(min(deadline, time.monotonic() + 0.5), rng)
        count_exactly()
    for worker in workers:
        worker.join()
    return failures


def test_a_hostile_mix_neither_crashes_nor_leaks_nor_loses_a_count() -> None:
    assert hostile_mix(SECONDS / 4, seed=1) == []
    gc.collect()
    before = resident_bytes()
    assert hostile_mix(SECONDS * 3 / 4, seed=2) == []
    gc.collect()
    # Threads' arenas come and go; what a leak per round would add is far more.
    assert resident_bytes() - before < 20 * 2**20
    assert not swiftprof.is_running()
    assert sys.getprofile() is None
