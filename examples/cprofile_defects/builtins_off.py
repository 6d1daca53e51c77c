"""`builtins=False` is ignored: calls of builtins are recorded all the same."""

import cProfile

RIGHT = "builtins: none"


def measure() -> None:
    for _ in range(100):
        len("")


def under_cprofile() -> str:
    profile = cProfile.Profile(builtins=False)
    profile.enable()
    measure()
    profile.disable()
    profile.create_stats()
    stats = profile.stats  # type: ignore[attr-defined]
    return _said({name: entry[1] for (file, _, name), entry in stats.items() if file == "~"})


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile(builtins=False) as p:
        measure()
    return _said({f.name: f.ncall for f in p.profile.functions if f.kind in ("builtin", "method")})


def _said(calls: dict[str, int]) -> str:
    of_len = [f"{name}, {count} calls" for name, count in calls.items() if "len" in name]
    return "builtins: " + (of_len[0] if of_len else "none")
