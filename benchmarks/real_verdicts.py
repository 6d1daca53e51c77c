"""What swiftprof promises about real programs, and whether the figures of real.py keep it.

All of it is about added time: slowdown - 1, as a part of the plain program's time.
"""

import math
import sys
from dataclasses import dataclass

from real_modes import CONTROL, FLOOR, NOT_PEERS, OURS

# slowdowns[program][mode]; a mode that could not run a program is not in its row.
Slowdowns = dict[str, dict[str, float]]
# ratios[peer][program]: swiftprof's added time / the peer's; None where neither adds what can be measured.
Ratios = dict[str, dict[str, float | None]]

# Added time below this part of the plain program's is not told from nothing, and counts as this much; where
# the control (nothing under nothing) was found to "add" or save more than that, it is as much as the control.
LEAST_RESOLUTION = 0.02
# A peer that adds no more than this many times what a null hook does cannot be beaten: what the interpreter
# does to report events (on 3.11: runs all bytecode unspecialised) is all that there is.
CLOSE_TO_NULL_HOOK = 1.1


@dataclass(frozen=True)
class Promise:
    text: str
    limit: float
    found: float
    where: str  # the worst program, or what the figure is a mean over

    @property
    def kept(self) -> bool:
        return self.found <= self.limit


def resolution(row: dict[str, float]) -> float:
    return max(LEAST_RESOLUTION, abs(row.get(CONTROL, 1.0) - 1))


def ratios(slowdowns: Slowdowns, ours: str = OURS) -> Ratios:
    """`ours` may be FLOOR, too: the least part of the peer's added time that these events allow."""
    peers = {mode for row in slowdowns.values() for mode in row}.difference(NOT_PEERS)
    return {
        peer: {
            program: _ratio(row[ours], row[peer], resolution(row))
            for program, row in slowdowns.items()
            if ours in row and peer in row
        }
        for peer in sorted(peers)
    }


def _ratio(ours: float, theirs: float, least: float) -> float | None:
    if max(ours, theirs) - 1 < least:
        return None
    return max(ours - 1, least) / max(theirs - 1, least)


def geometric_means(found: Ratios) -> dict[str, float]:
    """By peer, over the programs that have a ratio; peers without any are left out."""
    known = {
        peer: [each for each in row.values() if each is not None] for peer, row in found.items()
    }
    return {
        peer: math.exp(sum(map(math.log, each)) / len(each)) for peer, each in known.items() if each
    }


def verdicts(slowdowns: Slowdowns) -> list[Promise]:
    limit = 0.5 if sys.version_info >= (3, 12) else 0.75
    found = ratios(slowdowns)
    promises = [
        Promise(f"geometric mean, of {peer}'s", limit, mean, f"{_known(found[peer])} programs")
        for peer, mean in geometric_means(found).items()
    ]
    floor = ratios(slowdowns, FLOOR)
    lower = (_lower_everywhere(peer, row, floor[peer]) for peer, row in found.items())
    return promises + [each for each in lower if each is not None]


def _known(row: dict[str, float | None]) -> int:
    return sum(each is not None for each in row.values())


def _lower_everywhere(
    peer: str, row: dict[str, float | None], floor: dict[str, float | None]
) -> Promise | None:
    """The program that is worst, of those where the peer takes more than a null hook."""
    judged = [
        (ratio, program)
        for program, ratio in row.items()
        if ratio is not None and (floor.get(program) or 0) * CLOSE_TO_NULL_HOOK < 1
    ]
    return Promise(f"each program, of {peer}'s", 1.0, *max(judged)) if judged else None
