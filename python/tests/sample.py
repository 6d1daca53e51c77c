"""Functions whose calls are known exactly; tests profile these."""

from collections.abc import Iterator


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


def leaf() -> int:
    return 1


def middle(times: int) -> int:
    return sum([leaf() for _ in range(times)])


def outer() -> int:
    return middle(2) + middle(3) + leaf()


def count_up(limit: int) -> Iterator[int]:
    number = 0
    while number < limit:
        yield number
        number += 1


def use_generator(limit: int) -> int:
    total = 0
    for number in count_up(limit):
        total += number
    return total


def fail(depth: int) -> None:
    if depth == 0:
        raise ValueError("deep")
    fail(depth - 1)


def fail_and_recover(depth: int) -> None:
    try:
        fail(depth)
    except ValueError:
        leaf()


def use_builtins(times: int) -> list[int]:
    values: list[int] = []
    for number in range(times):
        values.append(abs(-number))
    values.sort()
    return values


class Shape:
    def __init__(self, sides: int) -> None:
        self.sides = sides

    def area(self) -> int:
        return self.scale(self.sides)

    @staticmethod
    def scale(value: int) -> int:
        return value * 2

    @classmethod
    def square(cls) -> "Shape":
        return cls(4)

    @property
    def corners(self) -> int:
        return self.sides


class Circle:
    def area(self) -> int:
        return 3


def use_shapes() -> int:
    shape = Shape.square()
    return shape.area() + shape.corners + Circle().area()


double = lambda value: value * 2  # noqa: E731
