"""A worker's calls are credited to whatever the main thread has open."""

import _thread
import cProfile

from reading import callers_in_cprofile, callers_in_swiftprof

RIGHT = "leaf: 1000 calls, by worker"

go, ready, done = (_thread.allocate_lock() for _ in range(3))


def leaf() -> None:
    pass


def worker() -> None:
    ready.release()
    go.acquire()
    for _ in range(1000):
        leaf()
    done.release()


def main_waits() -> None:
    """The main thread calls nothing but this: it lets the worker go and waits for it."""
    go.release()
    done.acquire()


def start_worker() -> None:
    for lock in (go, ready, done):
        lock.acquire()
    _thread.start_new_thread(worker, ())
    ready.acquire()


def under_cprofile() -> str:
    start_worker()
    with cProfile.Profile() as profile:
        main_waits()
    return callers_in_cprofile(profile, "leaf")


def under_swiftprof() -> str:
    import swiftprof

    start_worker()
    with swiftprof.profile() as p:
        main_waits()
    return callers_in_swiftprof(p.profile, "leaf")
