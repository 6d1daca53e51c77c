"""Greenlets: each has a stack of its own, whoever switches to whom."""

import random
from collections import Counter
from typing import Any

import pytest

import sample
import swiftprof
from greenlet_programs import assert_self_times_add_up, greenlet, paths
from inside import Open, block, first, second


class Wanderer:
    """Calls its own functions at random, and goes back to `main` at random; counts what it calls."""

    def __init__(self, seed: int, main: Any) -> None:
        self.random = random.Random(seed)
        self.main = main
        self.path: list[str] = []
        self.calls: Counter[str] = Counter()

    def run(self) -> None:
        for _ in range(15):
            self.choose(0)

    def choose(self, depth: int) -> None:
        what = self.random.randrange(5)
        if what == 0:
            self.main.switch()
        elif what == 1 or depth > 6:
            len("")
        else:
            name, function = (("a", self.a), ("b", self.b), ("c", self.c))[what - 2]
            self.path.append(name)
            self.calls["/".join(self.path)] += 1
            function(depth)
            self.path.pop()

    def a(self, depth: int) -> None:
        self.choose(depth + 1)

    def b(self, depth: int) -> None:
        self.choose(depth + 1)
        self.choose(depth + 1)

    def c(self, depth: int) -> None:
        try:
            self.choose(depth + 1)
            raise ValueError
        except ValueError:
            self.choose(depth + 1)


@pytest.mark.parametrize("builtins", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_stacks_never_mix(seed: int, builtins: bool) -> None:
    main = greenlet.getcurrent()
    order = random.Random(seed)
    wanderers = [Wanderer(seed * 1000 + number, main) for number in range(12)]
    swiftprof.start(builtins=builtins)
    running = [greenlet.greenlet(wanderer.run) for wanderer in wanderers]
    while running:
        one = order.choice(running)
        one.switch()
        if one.dead:
            running.remove(one)
    profile = swiftprof.stop()
    expected = sum((wanderer.calls for wanderer in wanderers), Counter())
    assert paths(profile, "a", "b", "c") == expected
    assert profile.header.unmatched_returns == 0
    assert_self_times_add_up(profile)


def test_greenlets_that_take_turns_have_blocks_of_their_own() -> None:
    """Each greenlet has context variables of its own, and so blocks."""
    main = greenlet.getcurrent()

    def handle(number: int) -> None:
        with block() as here:
            blocks.append(here)
            for _ in range(number):
                with swiftprof.span("step"):
                    second(1)
                    main.switch()
                    first()

    blocks: list[Open] = []
    swiftprof.start()
    running = [greenlet.greenlet(handle) for _ in range(1, 8)]
    for number, one in enumerate(running, start=1):
        one.switch(number)
    while running := [one for one in running if not one.dead]:
        for one in running:
            one.switch()
    swiftprof.stop()
    for number, one in enumerate(blocks, start=1):
        one.check()
        assert one.recorded == {"second": number, "first": 2 * number}
        assert one.profiling["step"].ncall == number


def test_a_greenlet_is_called_by_nobody() -> None:
    def work() -> int:
        return sample.leaf()

    def switching() -> None:
        greenlet.greenlet(work).switch()

    swiftprof.start()
    switching()
    profile = swiftprof.stop()
    assert paths(profile, "switching", "work", "leaf") == {
        "switching": 1, "work": 1, "work/leaf": 1,
    }  # fmt: skip


def test_nested_greenlets_have_stacks_of_their_own() -> None:
    def inner() -> str:
        sample.leaf()
        greenlet.getcurrent().parent.switch("inner")
        sample.leaf()
        return "inner ended"

    def outer() -> str:
        one = greenlet.greenlet(inner)
        assert one.switch() == "inner"
        main.switch("outer")
        assert one.switch() == "inner ended"
        sample.leaf()
        return "outer ended"

    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(outer)
    assert one.switch() == "outer"
    sample.leaf()
    assert one.switch() == "outer ended"
    profile = swiftprof.stop()
    here = test_nested_greenlets_have_stacks_of_their_own.__name__
    assert paths(profile, here, "outer", "inner", "leaf") == {
        "outer": 1, "outer/leaf": 1, "inner": 1, "inner/leaf": 2, here: 1, f"{here}/leaf": 1,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0


def test_open_calls_of_a_greenlet_that_waits_are_open() -> None:
    def wait() -> None:
        main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    waiting = [greenlet.greenlet(wait) for _ in range(3)]
    for one in waiting:
        one.switch()
    profile = swiftprof.snapshot()
    for one in waiting:
        one.switch()
    assert profile[wait].open == 3
    assert swiftprof.stop()[wait].open == 0
