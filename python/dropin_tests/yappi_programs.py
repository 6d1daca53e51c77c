"""Random call trees: who calls whom, how often, how deep, with recursion of every kind."""

import random
from collections.abc import Callable, Iterator

Plan = list[tuple[int, "Plan"]]
"""Calls to make, in order: number of the function, and what it is to call in turn."""

_KINDS = 7
_MOST_CALLS = 4
_DEPTH = 6


def random_plan(seed: int) -> Plan:
    return _plan(random.Random(seed), _DEPTH)


def _plan(chance: random.Random, depth: int) -> Plan:
    if depth == 0:
        return []
    calls = chance.randrange(_MOST_CALLS)
    return [(chance.randrange(_KINDS), _plan(chance, depth - 1)) for _ in range(calls)]


def run(plan: Plan) -> None:
    for kind, below in plan:
        CALLED[kind](below)


def first(plan: Plan) -> None:
    run(plan)


def second(plan: Plan) -> None:
    for kind, below in plan:
        CALLED[kind](below)


def through_c(plan: Plan) -> int:
    return len(list(map(first, [plan])))


def catching(plan: Plan) -> None:
    try:
        raising(plan)
    except KeyError:
        first(plan[:1])


def raising(plan: Plan) -> None:
    run(plan)
    raise KeyError(len(plan))


def numbers(plan: Plan) -> Iterator[int]:
    for position in range(len(plan)):
        second(plan[position : position + 1])
        yield position


def summing(plan: Plan) -> int:
    return sum(number for number in numbers(plan))


class Node:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def walk(self) -> None:
        run(self.plan)


class Leaf(Node):
    def __len__(self) -> int:
        return len(self.plan)


def of_method(plan: Plan) -> None:
    node = Leaf(plan)
    node.walk()
    len(node)


CALLED: list[Callable[[Plan], object]] = [
    run, first, second, through_c, catching, summing, of_method,
]  # fmt: skip
