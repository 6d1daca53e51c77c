"""The figures of overhead.py as text."""

from typing import Any

from targets import Added, Verdict

CELL = 13


def print_table(system: dict[str, Any], medians: dict[str, dict[str, float]], added: Added) -> None:
    """What each mode adds, and below it how much of that swiftprof's default backend takes."""
    print("{python}, {processor}, {processors} processors, clock {clock_source}".format(**system))
    print("swiftprof {swiftprof}, default backend {default_backend}\n".format(**system))
    modes = list(next(iter(added.values())))
    _print_head("ns per call and return:", ["plain", *(f"+ {mode}" for mode in modes)])
    for name, row in added.items():
        _print_row(name, [medians[name]["plain"], *row.values()], "{:.1f}")
    ours = f"swiftprof {system['default_backend']}"
    peers = [mode for mode in modes if mode.split()[0] in ("cProfile", "yappi")]
    print()
    _print_head("swiftprof's part of:", peers)
    for name, row in added.items():
        _print_row(name, [_ratio(row[ours], row[peer]) for peer in peers], "{:.3f}")
    print(
        "\ncProfile: one thread and one clock; the others see every thread. yappi: one clock at a time."
        f"\nA reading of swiftprof's wall clock takes {system['wall_clock_ns']} ns here; a pair needs two."
    )


def print_left_out(left_out: dict[str, str], *, where: str = "") -> None:
    """Which modes there are no figures for, and why, a line for each reason."""
    reasons: dict[str, list[str]] = {}
    for mode, reason in left_out.items():
        reasons.setdefault(reason, []).append(mode)
    for reason, modes in reasons.items():
        print(f"{where}left out: {', '.join(modes)}: {reason}")


def print_verdicts(found: list[Verdict], *, quick: bool) -> None:
    if quick:
        print("\n--quick: these times mean nothing, so nothing is said about the targets.")
        return
    print(
        f"\n{'target: time that swiftprof adds':44}{'at most':>12}{'found':>12}   in the worst program"
    )
    for each in found:
        limit, value = f"{each.limit:.3f} {each.unit}", f"{each.found:.3f} {each.unit}"
        verdict = "kept" if each.kept else "NOT KEPT"
        print(f"{each.promise:44}{limit:>12}{value:>12}   {each.program:18}{verdict}")


def _print_head(title: str, columns: list[str]) -> None:
    """A column's name one word a line, over at most three lines."""
    words = [column.replace("+ ", "+").split() for column in columns]
    height = max((len(each) for each in words), default=0)
    for line in range(height):
        row = (each[line] if line < len(each) else "" for each in words)
        cells = "".join(f"{word:>{CELL}}" for word in row)
        print(f"{title if line == 0 else '':24}{cells}".rstrip())


def _print_row(name: str, values: list[float | None], shape: str) -> None:
    cells = ("-" if value is None else shape.format(value) for value in values)
    print(f"{name:24}" + "".join(f"{cell:>{CELL}}" for cell in cells))


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or theirs is None else ours / theirs
