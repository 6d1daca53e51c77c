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


def timed(program: str, mode: str, *, runs: int, quick: bool, nullhook: Path) -> float | None:
    """ns per call and return, program included. None when the mode does not see the program's threads."""
    request = json.dumps(
        {"program": program, "mode": mode, "runs": runs, "quick": quick, "path": str(nullhook)}
    )
    command = [sys.executable, __file__, request]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result: float | None = json.loads(answer)
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
