"""Programs with many contexts: recursion, deep stacks, thousands of callees."""

import sys
from collections.abc import Callable

from . import Program
from .calls import tiny


def loop(n):
    total = 0
    for i in range(n):
        total += i


def recursion() -> Program:
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    def ack(m, n):
        if m == 0:
            return n + 1
        return ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))

    def even(n):
        return True if n == 0 else odd(n - 1)

    def odd(n):
        return False if n == 0 else even(n - 1)

    def fibonacci(n):
        for _ in range(n):
            fib(12)

    def ackermann(n):
        for _ in range(n):
            ack(2, 12)

    def mutual(n):
        for _ in range(n):
            even(300)

    return Program((fibonacci, ackermann, mutual, loop))


def deep_stacks() -> Program:
    """The same work at the top and below 3,000 open calls."""
    sys.setrecursionlimit(10_000)

    def below(depth, work, n):
        if depth == 0:
            work(n)
        else:
            below(depth - 1, work, n)

    def calls(n):
        for i in range(n):
            tiny(i)

    def shallow(n):
        calls(n)

    def deep(n):
        below(3_000, calls, n)

    def deep_loop(n):
        below(3_000, loop, n)

    def down_and_up(n):
        for _ in range(n):
            below(300, tiny, n)

    return Program((shallow, deep, deep_loop, down_and_up))


def functions(number: int) -> list[Callable[[int], int]]:
    """So many different functions of one parameter."""
    code = "\n".join(f"def callee_{i}(x): return x" for i in range(number))
    namespace: dict[str, Callable[[int], int]] = {}
    exec(compile(code, f"<{number} functions>", "exec"), namespace)
    return [namespace[f"callee_{i}"] for i in range(number)]


def many_callees() -> Program:
    few, thousand, many = functions(10), functions(1_000), functions(4_000)

    def one(n):
        callee = few[0]
        for i in range(n):
            callee(i)

    def ten(n):
        for _ in range(n):
            for callee in few:
                callee(1)

    def a_thousand(n):
        for _ in range(n):
            for callee in thousand:
                callee(1)

    def four_thousand(n):
        for _ in range(n):
            for callee in many:
                callee(1)

    return Program((one, ten, a_thousand, four_thousand, loop))


PROGRAMS = {"recursion": recursion, "deep stacks": deep_stacks, "many callees": many_callees}
