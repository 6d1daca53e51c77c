"""Times one program of real.py under one profiler, in this process, beside itself without a profiler.

    python benchmarks/real_worker.py REQUEST     a JSON object: program, mode, seconds, pairs, path

WHY both in one process, turn by turn: processors are shared and change their speed, by a factor of two within
a second; and two processes have their memory laid out differently, which is a few per cent. Here every
profiled run stands between two plain ones, all with the time of a fixed loop right before and right after, in
multiples of which they are counted. The clock is the process's CPU time: the programs wait for nothing, and
what other processes take in between is not theirs.

Not timed for anybody: start, stop, what is made of the recording, freeing it. Timed: the program, with all
that the profiler does meanwhile; the first run under the profiler is not (it is the one whose memory counts).
"""

import gc
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from real_modes import CONTROL, FLOOR, MODES, VIZTRACER_ENTRIES, Mode, Nothing
from real_programs import PROGRAMS, Run

WARM_UPS = 3  # specialisation, caches of re and Jinja, allocators
PROBE_LOOPS = 30_000  # about a millisecond


def measure(program: str, mode_name: str, *, seconds: float, pairs: int) -> dict[str, Any]:
    """At least `pairs` pairs of runs, and more for `seconds`. Keys: see the end of this function."""
    run = PROGRAMS[program].prepare()
    results = [run() for _ in range(WARM_UPS)]
    expected = results[-1]
    if results[0] != expected:
        sys.exit(f"{program} is not the same work each time")
    mode, memory_bytes, calls, same = _first(run, mode_name, expected)
    nothing = Nothing()
    plain, profiled = [_plain(run, nothing)], []
    until = time.perf_counter() + seconds
    while len(profiled) < pairs or time.perf_counter() < until:
        figure, result = _timed(run, mode)
        same = same and result == expected
        profiled.append(figure)
        plain.append(_plain(run, nothing))
    slowdowns = [
        2 * each / (before + after)
        for each, before, after in zip(profiled, plain, plain[1:], strict=False)
    ]
    return {
        "slowdowns": slowdowns,  # one per pair
        "plain_probes": plain,  # times of the plain runs, in multiples of the fixed loop
        "probe_ns": min(_probe() for _ in range(20)),
        "memory_bytes": memory_bytes,  # by which the peak of resident memory grew in the first run
        "calls": calls,  # as the profiler counts them
        "same_result": same,  # as without it
    }


def _first(run: Run, mode_name: str, expected: object) -> tuple[Mode, int, int, bool]:
    """(mode, bytes, calls, same result): imports the profiler, and runs the program under it once."""
    gc.collect()
    _forget_peak()
    before = _resident_bytes("VmRSS")
    mode = MODES[mode_name]()
    mode.start()
    result = run()
    mode.stop()
    memory_bytes = _resident_bytes("VmHWM") - before
    calls = mode.recorded_calls()
    if not calls and mode_name not in (CONTROL, FLOOR):
        sys.exit(f"{mode_name} recorded nothing")
    if calls >= VIZTRACER_ENTRIES and mode_name == "viztracer":
        sys.exit("viztracer: its ring is too small for this program: see VIZTRACER_ENTRIES")
    mode.clear()
    return mode, memory_bytes, calls, result == expected


def _plain(run: Run, nothing: Mode) -> float:
    """After a run that is not timed: the code may have to be specialised anew after a profiler."""
    run()
    return _timed(run, nothing)[0]


def _timed(run: Run, mode: Mode) -> tuple[float, object]:
    """(time in multiples of the fixed loop, result)."""
    gc.collect()
    before = _probe()
    mode.start()
    start = time.process_time_ns()
    result = run()
    elapsed = time.process_time_ns() - start
    mode.stop()
    after = _probe()
    mode.clear()
    return 2 * elapsed / (before + after), result


def _probe() -> int:
    """ns of a fixed loop without calls, never run under a profiler: how fast the machine is now."""
    value = 1
    start = time.process_time_ns()
    for step in range(PROBE_LOOPS):
        value = value * 3 + step & 0xFFFF
    return time.process_time_ns() - start


def _forget_peak() -> None:
    """proc(5), /proc/pid/clear_refs: 5 resets the peak of resident memory to what is resident now."""
    Path("/proc/self/clear_refs").write_text("5")


def _resident_bytes(field: str) -> int:
    found = re.search(
        rf"^{field}:\s*(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE
    )
    assert found, f"/proc/self/status has no {field}"
    return int(found[1]) * 1024


if __name__ == "__main__":
    request = json.loads(sys.argv[1])
    sys.path.append(request.pop("path"))
    print(json.dumps(measure(request.pop("program"), request.pop("mode"), **request)))
