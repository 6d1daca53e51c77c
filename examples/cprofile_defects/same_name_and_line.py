"""Of two functions with one file, line and name the second overwrites the first."""

import cProfile

from reading import cprofile_entry

RIGHT = "<lambda>: 17 calls"

first, second = (lambda: 1), (lambda: 2)


def call_both() -> None:
    for _ in range(10):
        first()
    for _ in range(7):
        second()


def under_cprofile() -> str:
    with cProfile.Profile() as profile:
        call_both()
    entry = cprofile_entry(profile, "<lambda>")
    return f"<lambda>: {entry[1] if entry else 0} calls"


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile() as p:
        call_both()
    return f"<lambda>: {sum(f.ncall for f in p.profile.functions if f.name == '<lambda>')} calls"
