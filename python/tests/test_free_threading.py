"""Threads that really run at the same time: exact counts, and nobody waits for nobody.

On builds with the GIL the same programs run as well; there they are easy.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import swiftprof
from backends import FREE_THREADED

FIB_15_CALLS = 1973
THREADS = 6


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def left_out(n: int) -> int:
    return fib(n)


def together(work: Callable[[], object], threads: int = THREADS) -> None:
    """Run `work` on several threads that begin at the same moment."""
    barrier = threading.Barrier(threads)

    def run() -> None:
        barrier.wait()
        work()

    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


@pytest.fixture(autouse=True)
def frequent_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.skipif(not FREE_THREADED, reason="this build has the GIL")
def test_importing_swiftprof_leaves_the_gil_off() -> None:
    assert not sys._is_gil_enabled()


def test_every_call_of_every_thread_is_counted() -> None:
    for _ in range(10):
        with swiftprof.profile() as p:
            together(lambda: fib(15))
        assert p[fib].ncall == THREADS * FIB_15_CALLS
        assert p.profile.header.unmatched_returns == 0


def test_functions_that_all_threads_meet_at_once_are_one_function_each() -> None:
    source = "\n".join(f"def f{i}(): pass" for i in range(300)) + "\ndef all_of_them():\n"
    source += "\n".join(f"    f{i}()" for i in range(300))
    namespace: dict[str, Callable[[], None]] = {}
    exec(compile(source, "many.py", "exec"), namespace)
    with swiftprof.profile() as p:
        together(namespace["all_of_them"])
    found = [function for function in p.functions if function.file == "many.py"]
    assert [function.ncall for function in found] == [THREADS] * 301


def test_snapshots_while_threads_run_lose_nothing_and_only_grow() -> None:
    counts = []
    swiftprof.start()
    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(fib, 15) for _ in range(60)]
        while not all(future.done() for future in futures):
            snapshot = swiftprof.snapshot()
            counts.append(snapshot[fib].ncall if fib in snapshot else 0)
    profile = swiftprof.stop()
    assert profile[fib].ncall == 60 * FIB_15_CALLS
    assert counts == sorted(counts)


def test_stop_start_and_clear_while_threads_run_leave_threads_and_profiles_whole() -> None:
    ends = threading.Event()
    results = set()

    def loop() -> None:
        while not ends.is_set():
            results.add(fib(10))

    workers = [threading.Thread(target=loop) for _ in range(4)]
    for worker in workers:
        worker.start()
    for _ in range(30):
        swiftprof.start()
        fib(8)
        swiftprof.clear()
        fib(8)
        profile = swiftprof.stop()
        assert profile[fib].ncall >= 67
        for node in profile.tree.walk():
            assert node.calls >= 0 and node.wall_self >= 0 and node.cpu_self >= 0
    ends.set()
    for worker in workers:
        worker.join()
    assert results == {55}


def test_starting_on_all_threads_at_once_starts_one_recording() -> None:
    outcomes = []

    def start() -> None:
        try:
            swiftprof.start()
            outcomes.append("started")
        except swiftprof.AlreadyRunning:
            outcomes.append("refused")

    together(start)
    swiftprof.stop()
    assert sorted(outcomes) == ["refused"] * (THREADS - 1) + ["started"]


def test_filters_hold_on_every_thread() -> None:
    with swiftprof.profile(exclude=[f"{__name__}.left_out"]) as p:
        together(lambda: left_out(15))
    assert p[fib].ncall == THREADS * FIB_15_CALLS
    assert left_out not in p


def test_threads_by_the_hundred_come_and_go() -> None:
    with swiftprof.profile() as p:
        for _ in range(10):
            together(lambda: fib(5), threads=20)
    assert p[fib].ncall == 200 * 15
    assert len([thread for thread in p.threads if thread.ended]) == 200
