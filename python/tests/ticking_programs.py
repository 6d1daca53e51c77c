"""Random call trees with recursion, whose time passes only where they say so."""

import random
from collections.abc import Callable
from typing import Any

FUNCTIONS = 6
STEPS = (
    "clock.now += {ticks}",
    "f{callee}(left - 1)",
    "f{callee}(left - 2); clock.now += {ticks}; f{callee}(left - 3)",
    "sorted([2, 1], key=lambda value: f{callee}(left - 3) or value)",
    "for _ in g{callee}(left - 2): clock.now += {ticks}",
    "max(g{callee}(left - 3), default=0)",
    "try: fail{callee}(left - 2)\n    except KeyError: clock.now += {ticks}",
)


class Clock:
    """A timer that counts whole units, `now`."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now

    def seconds(self) -> float:
        return self.now / 8  # WHY eighths: exact as floats


def ticking_program(seed: int) -> tuple[Clock, Callable[[], object]]:
    """(its clock, what runs it): the same for the same seed."""
    chosen = random.Random(seed)
    clock = Clock()
    namespace: dict[str, Any] = {"clock": clock}
    source = "\n".join(_function(chosen, number) for number in range(FUNCTIONS))
    exec(compile(source, f"<ticking {seed}>", "exec"), namespace)

    def run() -> None:
        clock.now = 0
        namespace["f0"](9)

    return clock, run


def _function(chosen: random.Random, number: int) -> str:
    lines = [_step(chosen) for _ in range(chosen.randint(2, 4))]
    body = "\n    ".join(["if left <= 0: return", *lines])
    return (
        f"def f{number}(left):\n    clock.now += {number + 1}\n    {body}\n"
        f"def g{number}(left):\n    if left <= 0: return\n    yield 1\n    {lines[0]}\n    yield 2\n"
        f"def fail{number}(left):\n    clock.now += 1\n    f{number}(left)\n    raise KeyError(left)\n"
    )


def _step(chosen: random.Random) -> str:
    return chosen.choice(STEPS).format(
        callee=chosen.randrange(FUNCTIONS), ticks=chosen.randint(1, 9)
    )
