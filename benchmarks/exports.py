"""How long writing a profile takes, and how large the file is, for every format there is.

    python benchmarks/exports.py [--contexts N] [--depth D] [--json FILE]

The profile is a real one: a generated program of 4000 functions that call each other along a random tree.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import swiftprof
from swiftprof._formats import format_names

FUNCTIONS = 4000
SEED = 4
Node = tuple["tuple[int, Node]", ...]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contexts", type=int, default=100_000, help="default: %(default)s")
    parser.add_argument("--depth", type=int, default=400, help="at most (default: %(default)s)")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    options = parser.parse_args()
    profile = recorded(options.contexts, options.depth)
    nodes = profile._data.nodes()
    print(f"{len(nodes)} contexts, {len(profile.functions)} functions, depth up to {options.depth}")
    rows = [timed(profile, format) for format in format_names()]
    print(f"{'format':12} {'seconds':>8} {'bytes':>12}")
    for row in rows:
        print(f"{row['format']:12} {row['seconds']:8.3f} {row['bytes']:12,}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))
    return 0


def recorded(contexts: int, depth: int) -> swiftprof.Profile:
    functions = generated_functions()
    tree = random_tree(contexts, depth)
    sys.setrecursionlimit(depth * 2 + 1000)
    swiftprof.start()
    for function, callees in tree:
        functions[function](functions, callees)
    return swiftprof.stop()


def generated_functions() -> list[Callable[..., None]]:
    """Functions over 80 files: each calls those of its tree."""
    namespace: dict[str, Callable[..., None]] = {}
    for number in range(FUNCTIONS):
        source = (
            f"def handle_request_{number}(functions, callees):\n"
            "    for function, below in callees:\n"
            "        functions[function](functions, below)\n"
        )
        path = f"/srv/application/package_{number % 80}/module_{number % 80}.py"
        exec(compile("\n" * (number // 80) + source, path, "exec"), namespace)
    return [namespace[f"handle_request_{number}"] for number in range(FUNCTIONS)]


def random_tree(contexts: int, depth: int) -> list[list[object]]:
    """[function, callees] for each context; no two callees of one context are the same function."""
    chance = random.Random(SEED)
    tops: list[list[object]] = []
    places = [(tops, 0, set[int]())]
    for _ in range(contexts):
        callees, level, used = places[-1 - int(len(places) * chance.random() ** 3)]
        function = chance.choice([n for n in chance.sample(range(FUNCTIONS), 3) if n not in used])
        used.add(function)
        below: list[object] = []
        callees.append([function, below])
        if level < depth:
            places.append((below, level + 1, set()))
    return tops


def timed(profile: swiftprof.Profile, format: str) -> dict[str, object]:
    """The faster of two runs, and the bytes."""
    with tempfile.TemporaryDirectory(prefix="exports-") as folder:
        path = os.path.join(folder, "x")
        seconds = []
        for _ in range(2):
            begin = time.perf_counter()
            profile.save(path, format)
            seconds.append(time.perf_counter() - begin)
        return {"format": format, "seconds": min(seconds), "bytes": os.path.getsize(path)}


if __name__ == "__main__":
    sys.exit(main())
