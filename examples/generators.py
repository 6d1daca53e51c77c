"""A pipeline of generators: lines of a log are made, parsed, filtered and counted, one at a time.

    python examples/generators.py
    python -m swiftprof examples/generators.py

Each stage is called once and goes on once for every item: under swiftprof `ncall` is 1 and the resumptions,
a number of their own (a column of JSON and CSV), say how much went through. To a profiler that counts every
resumption as a call both are the same.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator

LINES = 20_000
PATHS = ["/", "/search", "/login", "/static/logo.png"]


def write_lines(count: int) -> Iterator[str]:
    chance = random.Random(1)
    for _ in range(count):
        status = 500 if chance.random() < 0.02 else 200
        yield f"{chance.choice(PATHS)} {status} {chance.randrange(5, 900)}"


def parse(lines: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for line in lines:
        path, status, milliseconds = line.split()
        yield path, int(status), int(milliseconds)


def failures(requests: Iterable[tuple[str, int, int]]) -> Iterator[str]:
    for path, status, _ in requests:
        if status >= 500:
            yield path


def first_failures(count: int) -> list[str]:
    """Stops early: what is left of the pipeline is closed, and no stage runs further than it has to."""
    found = []
    for path in failures(parse(write_lines(LINES))):
        found.append(path)
        if len(found) == count:
            break
    return found


def main() -> None:
    counts = Counter(failures(parse(write_lines(LINES))))
    print(f"{counts.total()} of {LINES:,} requests failed; most at {counts.most_common(1)[0][0]}")
    print("the first three:", ", ".join(first_failures(3)))


if __name__ == "__main__":
    main()
