"""Programs made at random have the same tree on every backend, and with the obvious tracer."""

import gc
from collections.abc import Callable, Iterator

import pytest

import swiftprof
from backends import USABLE
from random_programs import random_program
from slow_tracer import Calls, recorded, traced
from swiftprof import _bridge

SEEDS = range(60)


@pytest.fixture(autouse=True)
def no_collections() -> Iterator[None]:
    """Collections happen when they happen; they would be in one tree and not in the other."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("backend", USABLE)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_tree_is_the_one_that_the_obvious_tracer_makes(seed: int, backend: str) -> None:
    program = random_program(seed)
    program()  # imports and caches are the same for both, then

    def outermost() -> None:
        program()

    expected = traced(outermost)
    assert recorded(_profile(outermost, backend), "outermost") == expected.callees["outermost"]


def _profile(call: Callable[[], object], backend: str) -> swiftprof.Profile:
    _bridge.start(backend=backend)
    try:
        call()
    finally:
        profile = swiftprof.stop()
    assert profile.header.unmatched_returns == 0
    return profile


def test_the_programs_are_no_small_ones() -> None:
    sizes = [_number_of_calls(traced(random_program(seed))) for seed in SEEDS]
    assert sorted(sizes)[len(sizes) // 2] > 100 and max(sizes) > 1_000


def _number_of_calls(context: Calls) -> int:
    below = sum(_number_of_calls(callee) for callee in context.callees.values())
    return context.calls + context.resumptions + below
