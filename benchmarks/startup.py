"""How long `import swiftprof`, the first `start()` and a `stop()` take, each in a fresh process.

    python benchmarks/startup.py [--processes N]

Exit status 1 when a median is above its target.
"""

import argparse
import json
import subprocess
import sys
from statistics import median

TARGETS_MS = {"import": 25.0, "start": 10.0}  # of which finding out what events cost takes 2 to 3

CHILD = """
import json, time
begin = time.perf_counter_ns()
import swiftprof
imported = time.perf_counter_ns()
swiftprof.start()
started = time.perf_counter_ns()
swiftprof.stop()
stopped = time.perf_counter_ns()
print(json.dumps({"import": imported - begin, "start": started - imported, "stop": stopped - started}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=21, help="default: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a smoke test: no verdict")
    options = parser.parse_args()
    once()  # the files into the page cache, the modules compiled
    samples = [once() for _ in range(options.processes)]
    kept = True
    for step in ("import", "start", "stop"):
        taken_ms = median(sample[step] for sample in samples) / 1e6
        limit = TARGETS_MS.get(step)
        kept &= limit is None or taken_ms <= limit
        print(f"{step:8}{taken_ms:8.2f} ms" + (f"   (at most {limit:.0f} ms)" if limit else ""))
    return 0 if kept or options.quick else 1


def once() -> dict[str, int]:
    answer = subprocess.run(
        [sys.executable, "-c", CHILD], check=True, capture_output=True, text=True
    ).stdout
    times: dict[str, int] = json.loads(answer)
    return times


if __name__ == "__main__":
    sys.exit(main())
