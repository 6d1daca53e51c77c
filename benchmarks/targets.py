"""What swiftprof promises about its speed on each Python, and whether the figures keep it.

All of it is about the backend that is the default there. Ratios are of times added to the plain program.
"""

import sys
from dataclasses import dataclass

from programs import Kind, Program

# ns per call and return that a mode adds: added[program name][mode], None where it does not apply.
Added = dict[str, dict[str, float | None]]

NO_BUILTINS = " no-builtins"


@dataclass(frozen=True)
class Promise:
    """`mode`'s added time is at most `limit` of `of`'s (unit x), or more than `of`'s (unit ns)."""

    text: str
    limit: float
    unit: str
    kinds: tuple[Kind, ...]
    mode: str
    of: str

    def figure(self, row: dict[str, float | None]) -> float | None:
        ours, theirs = row.get(self.mode), row.get(self.of)
        if ours is None or theirs is None:
            return None
        return ours / theirs if self.unit == "x" else ours - theirs


@dataclass(frozen=True)
class Verdict:
    """One promise: the figure of the program that keeps it worst."""

    promise: str
    limit: float
    unit: str
    found: float
    program: str

    @property
    def kept(self) -> bool:
        return self.found <= self.limit


def verdicts(added: Added, all_programs: list[Program], backend: str) -> list[Verdict]:
    """One per promise for this Python whose modes were run; `backend`: its default."""
    ours = f"swiftprof {backend}"
    promises = _against_cprofile(ours) + _over_null_hooks(ours, backend)
    if sys.version_info < (3, 12):
        promises += _against_yappi(ours)
    found = [_worst(promise, added, all_programs) for promise in promises]
    if sys.version_info < (3, 12):
        found.append(_wide_to_narrow(added, ours))
    return [each for each in found if each is not None]


def _against_cprofile(ours: str) -> list[Promise]:
    old = sys.version_info < (3, 12)
    calls = 0.70 if old else 0.55 if sys.version_info < (3, 13) else 0.45
    builtins, few, resumed = (0.60, 0.70, 0.60) if old else (0.40, 0.30, 0.40)
    python: tuple[Kind, ...] = ("python",)
    without = ours + NO_BUILTINS
    return [
        Promise("Python calls, of cProfile's", calls, "x", python, ours, "cProfile"),
        Promise("builtin calls, of cProfile's", builtins, "x", ("builtin",), ours, "cProfile"),
        Promise("Python calls, builtins=False, of cProfile's", few, "x", python, without, "cProfile"),
        Promise("  of cProfile's with builtins=False", few, "x", python, without, "cProfile" + NO_BUILTINS),
        Promise("generator resumptions, of cProfile's", resumed, "x", ("resumption",), ours, "cProfile"),
    ]  # fmt: skip


def _over_null_hooks(ours: str, backend: str) -> list[Promise]:
    every: tuple[Kind, ...] = ("python", "resumption", "builtin")
    floor = f"null {backend}"
    few_floor = floor + NO_BUILTINS if backend == "monitoring" else floor
    text = "over the null hook"
    return [
        Promise(text, 15.0, "ns", every, ours, floor),
        Promise(f"{text}, builtins=False", 15.0, "ns", every, ours + NO_BUILTINS, few_floor),
    ]


def _against_yappi(ours: str) -> list[Promise]:
    every: tuple[Kind, ...] = ("python", "resumption", "builtin")
    return [
        Promise("of yappi's with its wall clock", 1 / 3, "x", every, ours, "yappi wall"),
        Promise("of yappi's with its CPU clock", 1 / 15, "x", every, ours, "yappi cpu"),
    ]


def _worst(promise: Promise, added: Added, all_programs: list[Program]) -> Verdict | None:
    names = [each.name for each in all_programs if each.kind in promise.kinds]
    found = [(value, name) for name in names if (value := promise.figure(added[name])) is not None]
    return Verdict(promise.text, promise.limit, promise.unit, *max(found)) if found else None


def _wide_to_narrow(added: Added, ours: str) -> Verdict | None:
    wide, narrow = added["1,000 callees"].get(ours), added["one callee"].get(ours)
    if wide is None or narrow is None:
        return None
    return Verdict("1,000 callees, of the cost with one", 1.5, "x", wide / narrow, "1,000 callees")
