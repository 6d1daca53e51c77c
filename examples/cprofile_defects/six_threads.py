"""Six threads at work: free-threaded builds hang, the others take the six recursions for one."""

import cProfile
import threading

from reading import cprofile_entry

N = 25
CALLS = 242_785  # of fib(25), itself included
THREADS = 6

RIGHT = f"fib: {THREADS * CALLS} calls, {THREADS} primitive"


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run() -> None:
    workers = [threading.Thread(target=fib, args=(N,)) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def under_cprofile() -> str:
    with cProfile.Profile() as profile:
        run()
    entry = cprofile_entry(profile, "fib")
    return f"fib: {entry[1]} calls, {entry[0]} primitive" if entry else "fib: not in the profile"


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile() as p:
        run()
    return f"fib: {p[fib].ncall} calls, {p[fib].nprim} primitive"
