"""A bound method whose function is written in C derails the stack: its caller is lost."""

import cProfile

from reading import callers_in_cprofile, callers_in_swiftprof

RIGHT = "leaf: 10 calls, by caller; caller: 1 call"


class Number:
    is_a = classmethod(isinstance)  # Number.is_a(type) is isinstance(Number, type)


def leaf() -> None:
    pass


def caller() -> None:
    for _ in range(10):
        Number.is_a(type)
        leaf()


def outermost() -> None:
    caller()


def under_cprofile() -> str:
    with cProfile.Profile() as profile:
        outermost()
    return _said(callers_in_cprofile(profile, "leaf"), callers_in_cprofile(profile, "caller"))


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile() as p:
        outermost()
    answers = (callers_in_swiftprof(p.profile, name) for name in ("leaf", "caller"))
    return _said(*answers)


def _said(of_leaf: str, of_caller: str) -> str:
    return f"{of_leaf}; {of_caller.partition(', by')[0]}"
