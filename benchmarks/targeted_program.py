"""A program of varied work, with one function that is called seldom: what targeted.py profiles."""

import json
import re

CALLS_OF_TARGET = 150  # by one run(), which takes half a second or so

WORDS = [f"word{i % 13}, {i}" for i in range(20)]
NUMBER = re.compile(r"\d+")


def target(step: int) -> int:
    """What the user wants to know about."""
    return len(str(step)) + step % 7


def run() -> int:
    total = 0
    for step in range(CALLS_OF_TARGET):
        total += target(step) + loops(step) + calls(13) + builtins(step) + generators(step)
        total += Shape(step).area()
    return total


def loops(step: int) -> int:
    total = 0
    for i in range(8_000):
        total += (i * step) & 0xFF
    return total


def calls(n: int) -> int:
    return n if n < 2 else calls(n - 1) + calls(n - 2)


def builtins(step: int) -> int:
    counts: dict[str, int] = {}
    for word in WORDS * 20:
        counts[word] = counts.get(word, 0) + len(word)
    numbers = [int(found) for found in NUMBER.findall(" ".join(WORDS))]
    text = json.dumps({"step": step, "counts": counts, "numbers": numbers}, sort_keys=True)
    return len(json.loads(text)["counts"]) + sum(sorted(numbers))


def generators(step: int) -> int:
    return sum(value * step for value in range(4_000) if value % 3)


class Shape:
    def __init__(self, size: int) -> None:
        self.size = size

    def area(self) -> int:
        total = 0
        for _ in range(1_000):
            total += self.side() * self.side()
        return total

    def side(self) -> int:
        return self.size + 1
