"""Each time that a generator goes on counts as a call of it."""

import cProfile
from collections.abc import Iterator

from reading import counted, cprofile_entry

RIGHT = "numbers: 1 call"


def numbers() -> Iterator[int]:
    yield from (1, 2, 3)


def drain() -> None:
    for _ in numbers():
        pass


def under_cprofile() -> str:
    with cProfile.Profile() as profile:
        drain()
    entry = cprofile_entry(profile, "numbers")
    return f"numbers: {counted(entry[1] if entry else 0)}"


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile() as p:
        drain()
    return f"numbers: {counted(p[numbers].ncall)}"
