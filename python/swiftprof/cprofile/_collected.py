"""All that one Profile has recorded, over any number of stretches."""

from __future__ import annotations

import marshal

from .. import _bridge
from ._native_names import as_cprofile_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._recordings import Stretch

    Label = tuple[str, int, str]
    Tally = tuple[int, int, float, float]
    Function = tuple[int, int, float, float, dict[Label, Tally]]

_COLLECTIONS = "gc.<gc *"
"""Garbage collections are functions of a native profile; cProfile counts them to whom they interrupt."""
_COLLECTION = b"<gc generation "
_ENOUGH = 64  # stretches that are kept apart; then they are merged, so that memory does not grow


class Collected:
    """Stretches, with the names of callers (`subcalls`) or without."""

    def __init__(self) -> None:
        self._with_callers: list[Stretch] = []
        self._without: list[Stretch] = []

    def add(self, stretch: Stretch, *, subcalls: bool) -> None:
        stretches = self._with_callers if subcalls else self._without
        stretches.append(stretch)
        if len(stretches) >= _ENOUGH:
            merged = _merged(stretches)
            stretches[:] = [] if merged is None else [_Merged(merged)]

    def clear(self) -> None:
        self._with_callers.clear()
        self._without.clear()

    def functions(self, running: Stretch | None, *, subcalls: bool) -> dict[Label, Function]:
        """What pstats keeps of all of them; `running` is one that goes on, with `subcalls` or without.

        As cProfile counts: resumptions are calls, and calls that are open are counted.
        """
        now = [] if running is None else [running]
        with_callers = self._with_callers + (now if subcalls else [])
        without = self._without + ([] if subcalls else now)
        functions = _functions(with_callers + without)
        if without:
            callers = _functions(with_callers)
            functions = {
                label: (*numbers[:4], callers[label][4] if label in callers else {})
                for label, numbers in functions.items()
            }
        return functions


class _Merged:
    """Several stretches that are over, as one."""

    def __init__(self, data: _bridge.ProfileData) -> None:
        self._data = data

    def data(self) -> _bridge.ProfileData:
        return self._data

    def end(self) -> None: ...
    def clear(self) -> None: ...


def _merged(stretches: Sequence[Stretch]) -> _bridge.ProfileData | None:
    profiles = [data for stretch in stretches if (data := stretch.data()) is not None]
    if len(profiles) < 2:
        return profiles[0] if profiles else None
    merger = _bridge.Merger()
    for data in profiles:
        merger.add(data)
    return merger.merged()


def _functions(stretches: Sequence[Stretch]) -> dict[Label, Function]:
    data = _merged(stretches)
    if data is None:
        return {}
    contents = data.write("pstats", thread_roots="merge")
    if _COLLECTION in contents:  # seldom, and a filter takes longer than writing twice
        contents = data.filtered(exclude=[_COLLECTIONS]).write("pstats", thread_roots="merge")
    functions: dict[Label, Function] = marshal.loads(contents)
    return as_cprofile_names(_called(functions))


def _called(functions: dict[Label, Function]) -> dict[Label, Function]:
    """Without those that were not called: of a part of a recording, the frames it began in."""
    called = {label for label, numbers in functions.items() if numbers[1]}
    if len(called) == len(functions):
        return functions
    return {
        label: (
            *functions[label][:4],
            {c: n for c, n in functions[label][4].items() if c in called},
        )
        for label in called
    }
