"""Does the recording grow with the events? 50 million of them, resident size before and after.

    python benchmarks/memory.py [--events N]

Exit status 1 when it grew by more than 1 MB.
"""

import argparse
import resource
import sys
from pathlib import Path

import swiftprof
from programs import FIB_CALLS, call_builtins, call_method, drain_generator, fib

LIMIT_BYTES = 1_000_000
EVENTS_PER_LAP = 2 * (FIB_CALLS[20] + 30_000)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--events", type=int, default=50_000_000, help="events to record (default: %(default)s)"
    )
    events = parser.parse_args().events
    before_start = resident_bytes()
    swiftprof.start()
    for _ in range(20):  # all contexts exist, the allocator of Python has what it needs
        lap()
    before = resident_bytes()
    for _ in range(-(-events // EVENTS_PER_LAP)):
        lap()
    grown = resident_bytes() - before
    profile = swiftprof.stop()
    calls = sum(function.ncall for function in profile.functions)
    print(f"calls recorded:                  {calls:,}")
    print(f"resident before start:           {before_start / 1e6:10.3f} MB")
    print(f"resident once contexts exist:    {before / 1e6:10.3f} MB")
    print(
        f"grown over {events:13,} events: {grown / 1e6:10.3f} MB   (at most {LIMIT_BYTES / 1e6:.0f} MB)"
    )
    return 0 if grown <= LIMIT_BYTES else 1


def lap() -> None:
    fib(20)
    call_method(10_000)
    drain_generator(10_000)
    call_builtins(10_000)


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
