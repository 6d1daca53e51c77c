"""Programs that call Python functions in all shapes, next to loops that call nothing."""

from . import Program


def tiny(x):
    return x + 1


def many_parameters(a, b=1, *, c=2, d=3, e=4):
    return a


def variable_parameters(*arguments, **named):
    return arguments


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def move(self, by):
        self.x += by
        return self

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y

    def __add__(self, other):
        return self


def count(n):
    for i in range(n):  # noqa: UP028 - `yield from` would not come back here for each value
        yield i


def five_phases() -> Program:
    """The program of the first measurements: what deterministic profilers are known to get wrong."""

    def tiny_functions(n):
        for i in range(n):
            tiny(i)

    def methods(n):
        point = Point(1, 2)
        for _ in range(n):
            point.move(1)

    def builtins(n):
        values = [1, 2, 3]
        for _ in range(n):
            len(values)

    def pure_loop(n):
        total = 0
        for i in range(n):
            total += i & 3

    def generator(n):
        for _ in count(n):
            pass

    return Program((tiny_functions, methods, builtins, pure_loop, generator))


def call_shapes() -> Program:
    def keywords(n):
        for i in range(n):
            many_parameters(i, c=3, e=5)

    def star_arguments(n):
        for i in range(n):
            variable_parameters(i, key=i)

    def constructors(n):
        for i in range(n):
            Point(i, 2)

    def properties(n):
        point = Point(1, 2)
        for _ in range(n):
            point.norm  # noqa: B018

    def operators(n):
        point = Point(1, 2)
        for _ in range(n):
            point + point

    def closures(n):
        step = 3

        def inner(x):
            return x + step

        for i in range(n):
            inner(i)

    def from_c(n):
        for _ in map(tiny, range(n)):
            pass

    return Program(
        (keywords, star_arguments, constructors, properties, operators, closures, from_c)
    )


def loops() -> Program:
    """Loop-dense: a profiler has next to nothing to do, but for the one phase that calls."""

    def additions(n):
        total = 0
        for i in range(n):
            total += i

    def nested(n):
        total = 0
        for i in range(n):
            for j in range(20):
                total ^= i + j

    def comprehension(n):
        for _ in range(n):
            [x * x for x in range(50)]

    def subscripts(n):
        values = list(range(64))
        for i in range(n):
            values[i & 63] = values[(i + 1) & 63] ^ i

    def calls(n):
        for i in range(n):
            tiny(i)

    return Program((additions, nested, comprehension, subscripts, calls))


def exceptions() -> Program:
    def fail(x):
        raise ValueError(x)

    def fail_below(x):
        fail(x)

    def raising(n):
        for i in range(n):
            try:  # noqa: SIM105 - that would be one more call
                fail(i)
            except ValueError:
                pass

    def through_two(n):
        for i in range(n):
            try:  # noqa: SIM105 - that would be one more call
                fail_below(i)
            except ValueError:
                pass

    def raised_by_c(n):
        for _ in range(n):
            try:  # noqa: SIM105 - that would be one more call
                len(3)
            except TypeError:
                pass

    def returning(n):
        for i in range(n):
            tiny(i)

    def loop(n):
        total = 0
        for i in range(n):
            total += i

    return Program((raising, through_two, raised_by_c, returning, loop))


PROGRAMS = {
    "five phases": five_phases,
    "call shapes": call_shapes,
    "loops": loops,
    "exceptions": exceptions,
}
