"""Times fib on several threads at once under one mode, in this process; threads_scaling.py runs it.

python benchmarks/threads_work.py REQUEST      a JSON object: mode, threads, fib, runs, path of the null hooks
"""

import json
import sys
import threading
import time
from typing import Any

from modes import LOCKING, MODES


def main() -> None:
    request = json.loads(sys.argv[1])
    sys.path.append(request["path"])
    mode = {**MODES, **LOCKING}[request["mode"]]()
    mode.start()
    try:
        best_ns = min(_run(request["threads"], request["fib"]) for _ in range(request["runs"]))
    finally:
        mode.stop()
    print(json.dumps({"ns": best_ns, "gil": _gil_enabled()}))


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def _run(threads: int, n: int) -> int:
    """Wall ns from letting all threads go to the end of the last: their start is not in it."""
    started: list[int] = []
    # WHY an action: it runs before anybody goes on; a reading after `wait` may come when the work is done.
    ready = threading.Barrier(threads, lambda: started.append(time.perf_counter_ns()))
    ended: list[int] = []

    def work() -> None:
        ready.wait()
        fib(n)
        ended.append(time.perf_counter_ns())

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return max(ended) - started[0]


def _gil_enabled() -> bool:
    asked: Any = getattr(sys, "_is_gil_enabled", None)
    return True if asked is None else bool(asked())


if __name__ == "__main__":
    main()
