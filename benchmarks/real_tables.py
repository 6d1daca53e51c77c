"""The figures of real.py as text."""

from typing import Any

from real_modes import OURS
from real_verdicts import LEAST_RESOLUTION, Promise

LABEL, CELL = 20, 19


def print_all(document: dict[str, Any]) -> None:
    modes = list(
        dict.fromkeys(mode for each in document["programs"].values() for mode in each["modes"])
    )
    print("{python}, {processor}, {processors} processors".format(**document["machine"]))
    _print_table(document, "times slower (as of plain)", modes, _slowdown)
    peers = list(document["ratios"])
    _print_ratios(document, peers)
    _print_table(document, "memory, MB", modes, lambda each: f"{each['memory_bytes'] / 1e6:.2f}")
    _print_table(document, "recorded calls", [OURS, *peers], lambda each: f"{each['calls']:,}")


def print_promises(promises: list[Promise], *, quick: bool) -> None:
    if quick:
        print("\n--quick: these times mean nothing, so nothing is said about the targets.")
        return
    print(f"\n{'target: swiftprof adds at most ...':44}{'at most':>10}{'found':>10}   where")
    for each in promises:
        verdict = "kept" if each.kept else "NOT KEPT"
        print(f"{each.text:44}{each.limit:>10.2f}{each.found:>10.3f}   {each.where:20}{verdict}")


def _slowdown(each: dict[str, Any]) -> str:
    """The median, and half of the distance of its quartiles."""
    low, high = each["quartiles"]
    return f"{each['slowdown']:.3f} ±{(high - low) / 2:.3f}"


def _print_table(document: dict[str, Any], title: str, modes: list[str], cell: Any) -> None:
    print(f"\n{title:{LABEL}}{'plain ms':>10}" + "".join(f"{mode:>{CELL}}" for mode in modes))
    for name, program in document["programs"].items():
        cells = (cell(found) if (found := program["modes"].get(mode)) else "-" for mode in modes)
        print(
            f"{name:{LABEL}}{program['plain_ms']:>10.1f}"
            + "".join(f"{each:>{CELL}}" for each in cells)
        )


def _print_ratios(document: dict[str, Any], peers: list[str]) -> None:
    print(f"\n{'swiftprof adds, of':{LABEL + 10}}" + "".join(f"{peer:>{CELL}}" for peer in peers))
    for name in document["programs"]:
        row = (document["ratios"][peer].get(name) for peer in peers)
        cells = ("-" if each is None else f"{each:.3f}" for each in row)
        print(f"{name:{LABEL + 10}}" + "".join(f"{each:>{CELL}}" for each in cells))
    for title, key in (("geometric mean", "geometric_means"), ("a null hook's", "null_hook_means")):
        means = (document[key].get(peer) for peer in peers)
        cells = ("-" if each is None else f"{each:.3f}" for each in means)
        print(f"{title:{LABEL + 10}}" + "".join(f"{each:>{CELL}}" for each in cells))
    least = f"{LEAST_RESOLUTION:.0%}"
    print(
        f"-: both add less than {least} of the plain time or than `nothing` does, or one of them failed."
    )
