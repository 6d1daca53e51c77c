"""The same phases in threads: one after the other, and two at once."""

import heapq

from . import Phase, Program
from .calls import Point, count, tiny


def _phases() -> tuple[Phase, ...]:
    def calls(n):
        for i in range(n):
            tiny(i)

    def loop(n):
        total = 0
        for i in range(n):
            total += i & 3

    def methods(n):
        point = Point(1, 2)
        for _ in range(n):
            point.move(1)

    def heap(n):
        values: list[int] = []
        for i in range(n):
            heapq.heappush(values, (i * 7919) % 10_007)
        while values:
            heapq.heappop(values)

    def generator(n):
        for _ in count(n):
            pass

    def builtins(n):
        values = [1, 2, 3]
        for _ in range(n):
            len(values)

    return (calls, loop, methods, heap, generator, builtins)


def in_turn() -> Program:
    return Program(_phases(), at_once=1)


def at_once() -> Program:
    return Program(_phases(), at_once=2, clock="cpu")


PROGRAMS = {"threads in turn": in_turn, "threads at once": at_once}
