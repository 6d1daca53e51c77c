"""Times one program under one mode in this process; `timed` asks for that in a process of its own.

WHY a process for each: profilers leave traces in a process. Their tables stay warm, and on 3.11 a
code object that has run under a hook stays unspecialised for a while. A fresh process is what a
user's program is, too.

WHY the best of a few runs here and the median of the rounds in overhead.py: within one process only
interruptions differ, and they only ever add; between processes the layout of memory differs, which
goes both ways.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from modes import MODES
from programs import programs

# WHY: a peer that hangs (cProfile does on free-threaded builds) must not hang the benchmark.
LIMIT_SECONDS = 120


def timed(program: str, mode: str, *, runs: int, quick: bool, nullhooks: Path) -> float | None:
    """ns per call and return, program included. None when the mode does not see the program's threads."""
    request = json.dumps(
        {"program": program, "mode": mode, "runs": runs, "quick": quick, "path": str(nullhooks)}
    )
    command = [sys.executable, __file__, request]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS)
    if done.returncode:  # what it had to say is on the standard error already
        sys.exit(f"{mode!r} under {program!r} ended with status {done.returncode}")
    result: float | None = json.loads(done.stdout)
    return result


def _measure(request: dict) -> float | None:
    sys.path.append(request["path"])
    program = next(
        each for each in programs(quick=request["quick"]) if each.name == request["program"]
    )
    mode = MODES[request["mode"]]()
    if program.threads and not mode.every_thread:
        return None
    mode.start()
    try:
        program.run()  # warm up: registers functions, makes contexts
        best = min(_elapsed_ns(program.run) for _ in range(request["runs"]))
    finally:
        mode.stop()
    return best / program.pairs


def _elapsed_ns(run) -> int:
    start = time.perf_counter_ns()
    run()
    return time.perf_counter_ns() - start


if __name__ == "__main__":
    print(json.dumps(_measure(json.loads(sys.argv[1]))))
