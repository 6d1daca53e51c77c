"""Programs whose time is spent in C: in many short calls, or in few long ones."""

import array
import hashlib
import math
import random
import zlib

from . import Program


def c_calls() -> Program:
    """Short calls of every kind that the interpreter tells apart."""

    def plain_functions(n):
        for i in range(n):
            abs(i)

    def module_functions(n):
        sqrt = math.sqrt
        for i in range(n):
            sqrt(i)

    def list_methods(n):
        values: list[int] = []
        for i in range(n):
            values.append(i)

    def string_methods(n):
        text = "abc def"
        for _ in range(n):
            text.upper()

    def dict_methods(n):
        table = {1: 2}
        for _ in range(n):
            table.get(1)

    def keyword_arguments(n):
        values = [3, 1, 2]
        for _ in range(n):
            sorted(values, reverse=True)

    def types(n):
        for i in range(n):
            str(i)

    def loop(n):
        total = 0
        for i in range(n):
            total += i & 3

    return Program(
        (
            plain_functions,
            module_functions,
            list_methods,
            string_methods,
            dict_methods,
            keyword_arguments,
            types,
            loop,
        )
    )


def c_dense() -> Program:
    """Long calls: nothing for a profiler to be wrong about, unless it corrects too much."""
    data = bytes(range(256)) * 64
    numbers = random.Random(1)
    values = [numbers.random() for _ in range(4_000)]
    words = [str(i) for i in range(1_000)]

    def hashing(n):
        for _ in range(n):
            hashlib.sha256(data).digest()

    def compressing(n):
        for _ in range(n):
            zlib.compress(data)

    def sorting(n):
        for _ in range(n):
            sorted(values)

    def joining(n):
        for _ in range(n):
            ",".join(words)

    def array_sums(n):
        numbers = array.array("d", values)
        for _ in range(n):
            sum(numbers)

    return Program((hashing, compressing, sorting, joining, array_sums))


def numpy_arrays() -> Program:
    """Raises ImportError without numpy."""
    import numpy

    numbers = numpy.random.default_rng(1)
    matrix = numbers.random((120, 120))
    long = numbers.random(50_000)
    short = numbers.random(10)

    def products(n):
        for _ in range(n):
            matrix @ matrix

    def sums_of_long(n):
        for _ in range(n):
            (long * 2 + 1).sum()

    def sums_of_short(n):
        for _ in range(n):
            (short * 2 + 1).sum()

    def means_of_short(n):  # numpy's own Python code around each
        for _ in range(n):
            numpy.mean(short)

    def single_elements(n):
        for i in range(n):
            long[i % 50_000]

    return Program((products, sums_of_long, sums_of_short, means_of_short, single_elements))


PROGRAMS = {"C calls": c_calls, "C dense": c_dense, "numpy": numpy_arrays}
