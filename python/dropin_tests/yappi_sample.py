"""A program whose calls are known: recursion, a method, functions in C."""

from sample import fib


class Walker:
    def walk(self) -> int:
        return fib(6) + len("abc")


def program() -> None:
    Walker().walk()
    fib(3)
    sorted([2, 1], key=abs)
