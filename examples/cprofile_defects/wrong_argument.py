"""A method written in C that is called with an object of a wrong type breaks the profiled program."""

import cProfile
from collections.abc import Callable
from typing import Any

RIGHT = "the program caught TypeError"


def program() -> str:
    upper: Callable[[Any], str] = str.upper
    try:
        return upper(3)
    except TypeError:
        return "the program caught TypeError"
    except SystemError:
        return "the program got SystemError"


def under_cprofile() -> str:
    with cProfile.Profile():
        return program()


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile():
        return program()
