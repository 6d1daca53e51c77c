"""Every thread: started before or during, by whatever means, ended or not."""

import _thread
import concurrent.futures
import threading
import time
from collections.abc import Callable

import pytest

import sample
import swiftprof
from backends import FREE_THREADED


def thread_named(profile: swiftprof.Profile, name: str) -> swiftprof.Thread:
    (found,) = [thread for thread in profile.threads if thread.name == name]
    return found


def test_threads_started_later_by_threading_are_recorded() -> None:
    def work() -> None:
        sample.fib(7)

    swiftprof.start()
    threads = [threading.Thread(target=work, name=f"worker-{number}") for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profile = swiftprof.stop()
    assert (profile[sample.fib].ncall, profile[sample.fib].nprim) == (3 * 41, 3)
    for thread in threads:
        found = thread_named(profile, thread.name)
        assert (found.started, found.ended) == ("during", True)
        assert (found.ident, found.os_id) == (thread.ident, thread.native_id)


def test_threads_of_a_pool_are_recorded() -> None:
    swiftprof.start()
    with concurrent.futures.ThreadPoolExecutor(4, thread_name_prefix="pool") as pool:
        assert list(pool.map(sample.fib, [5] * 20)) == [5] * 20
    profile = swiftprof.stop()
    assert (profile[sample.fib].ncall, profile[sample.fib].nprim) == (20 * 15, 20)
    assert any(thread.name.startswith("pool") for thread in profile.threads)


def test_threads_started_by_the_lowest_means_are_recorded() -> None:
    done = _thread.allocate_lock()
    done.acquire()

    def work() -> None:
        sample.fib(6)
        done.release()

    swiftprof.start()
    ident = _thread.start_new_thread(work, ())
    done.acquire()
    profile = swiftprof.stop()
    assert profile[sample.fib].ncall == 25
    assert ident in [thread.ident for thread in profile.threads]


def running_before(work: Callable[[], None]) -> tuple[threading.Thread, threading.Event]:
    """A thread that is already inside of a call, and what makes it go on to `work`."""
    inside, go_on = threading.Event(), threading.Event()

    def already_open() -> None:
        inside.set()
        go_on.wait()
        work()

    thread = threading.Thread(target=already_open, name="before")
    thread.start()
    inside.wait()
    return thread, go_on


def test_a_thread_that_runs_already_is_recorded_with_its_open_frames() -> None:
    thread, go_on = running_before(lambda: [sample.leaf(), None][1])
    swiftprof.start()
    go_on.set()
    thread.join()
    profile = swiftprof.stop()
    assert thread_named(profile, "before").started == "before"
    nodes = [node for node in profile.tree.walk() if node.function is profile[sample.leaf]]
    names = [function.name for function in nodes[0].path]
    assert names[-3:] == ["already_open", "<lambda>", "leaf"]
    assert names[0] == "_bootstrap"


@pytest.mark.skipif(
    FREE_THREADED, reason="without the GIL a thread is known from its first event on"
)
def test_a_thread_that_runs_on_after_stop_is_clean() -> None:
    thread, go_on = running_before(lambda: [sample.fib(5), None][1])
    swiftprof.start()
    profile = swiftprof.stop()
    go_on.set()
    thread.join()
    assert sample.fib not in profile
    found = thread_named(profile, "before")
    assert not found.ended
    open_functions = [function for function in profile.functions if function.open]
    assert "already_open" in [function.name for function in open_functions]


def test_thread_idents_that_come_back_are_threads_of_their_own() -> None:
    swiftprof.start()
    idents = []
    for number in range(20):
        thread = threading.Thread(target=sample.leaf, name=f"one-{number}")
        thread.start()
        thread.join()
        idents.append(thread.ident)
    profile = swiftprof.stop()
    assert profile[sample.leaf].ncall == 20
    recorded = [thread for thread in profile.threads if thread.name.startswith("one-")]
    assert [thread.name for thread in recorded] == [f"one-{number}" for number in range(20)]
    assert [thread.ident for thread in recorded] == idents


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_a_busy_thread_has_cpu_time_and_a_sleeping_one_waits() -> None:
    def busy() -> None:
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            sample.leaf()

    swiftprof.start()
    threads = [
        threading.Thread(target=busy, name="busy"),
        threading.Thread(target=lambda: time.sleep(0.1), name="asleep"),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profile = swiftprof.stop().raw  # the program looks at the clock itself
    working, asleep = thread_named(profile, "busy"), thread_named(profile, "asleep")
    assert working.cpu >= 0.09
    assert asleep.wait > 0.8 * asleep.wall
    for thread in profile.threads:
        assert thread.cpu_ns <= thread.wall_ns * 1.02 + 2_000_000


def test_times_of_a_thread_are_those_of_its_functions() -> None:
    swiftprof.start()
    thread = threading.Thread(target=sample.fib, args=(12,), name="worker")
    thread.start()
    thread.join()
    profile = swiftprof.stop()
    for root in profile.tree.roots:
        nodes = list(root.walk())
        assert sum(node.wall_self_ns for node in nodes) == root.thread.wall_ns
        assert sum(node.cpu_self_ns for node in nodes) == root.thread.cpu_ns


def test_profiling_is_off_in_all_threads_after_stop() -> None:
    thread, go_on = running_before(lambda: [sample.fib(5), None][1])
    swiftprof.start()
    swiftprof.stop()
    swiftprof.start(threads=False)
    go_on.set()
    thread.join()
    profile = swiftprof.stop()
    assert sample.fib not in profile


@pytest.mark.parametrize("count", [40])
def test_many_short_threads_lose_no_call(count: int) -> None:
    swiftprof.start()
    for _ in range(count):
        threads = [threading.Thread(target=sample.middle, args=(5,)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    profile = swiftprof.stop()
    assert profile[sample.middle].ncall == count * 5
    assert profile[sample.leaf].ncall == count * 25
