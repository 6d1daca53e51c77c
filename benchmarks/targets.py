"""What swiftprof promises about its speed, and whether the figures keep it."""

from collections.abc import Callable
from dataclasses import dataclass

from programs import Kind, Program

# ns per call and return that a mode adds: added[program name][mode], None where it does not apply.
Added = dict[str, dict[str, float | None]]


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


def verdicts(added: Added, all_programs: list[Program]) -> list[Verdict]:
    """One per promise whose modes were run."""

    def worst(
        promise: str, limit: float, unit: str, kind: Kind | None, figure: Figure
    ) -> Verdict | None:
        names = [each.name for each in all_programs if kind in (None, each.kind)]
        found = [(value, name) for name in names if (value := figure(added[name])) is not None]
        return Verdict(promise, limit, unit, *max(found)) if found else None

    candidates = [
        worst("Python calls, of cProfile's", 0.70, "x", "python", _ratio_to("cProfile")),
        worst("C calls, of cProfile's", 0.60, "x", "c", _ratio_to("cProfile")),
        worst("of yappi's with its wall clock", 1 / 3, "x", None, _ratio_to("yappi wall")),
        worst("of yappi's with its CPU clock", 1 / 15, "x", None, _ratio_to("yappi cpu")),
        worst("over the null hook", 15.0, "ns", None, _over("null hook")),
        _wide_to_narrow(added),
    ]
    return [each for each in candidates if each is not None]


Figure = Callable[[dict[str, float | None]], float | None]


def _ratio_to(peer: str) -> Figure:
    def figure(row: dict[str, float | None]) -> float | None:
        ours, theirs = row.get("swiftprof"), row.get(peer)
        return None if ours is None or theirs is None else ours / theirs

    return figure


def _over(floor: str) -> Figure:
    def figure(row: dict[str, float | None]) -> float | None:
        ours, least = row.get("swiftprof"), row.get(floor)
        return None if ours is None or least is None else ours - least

    return figure


def _wide_to_narrow(added: Added) -> Verdict | None:
    wide, narrow = added["1,000 callees"].get("swiftprof"), added["one callee"].get("swiftprof")
    if wide is None or narrow is None:
        return None
    return Verdict("1,000 callees, of the cost with one", 1.5, "x", wide / narrow, "1,000 callees")
