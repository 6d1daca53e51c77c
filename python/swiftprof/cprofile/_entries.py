"""What `getstats` gives: the interpreter's own `profiler_entry` and `profiler_subentry`."""

from __future__ import annotations

from _lsprof import profiler_entry, profiler_subentry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from ._codes import Codes
    from ._collected import Function, Label

DISABLE = "<method 'disable' of '_lsprof.Profiler' objects>"


def entries_of(
    functions: Mapping[Label, Function], codes: Codes, in_seconds: Callable[[float], float]
) -> list[profiler_entry]:
    """An entry for each function, with subentries for those that it called (None: it called none).

    in_seconds: what to make of the times, which are nanoseconds / 10**9. Code objects stand for Python
    functions, a str for each in C.
    """
    code = {label: _code_of(label, codes) for label in functions}
    calls: dict[Label, list[profiler_subentry]] = {}
    for label, function in functions.items():
        for caller, (nc, cc, tt, ct) in function[4].items():
            subentry = (code[label], nc, nc - cc, in_seconds(ct), in_seconds(tt))
            calls.setdefault(caller, []).append(profiler_subentry(subentry))
    return [
        profiler_entry((code[label], nc, nc - cc, in_seconds(ct), in_seconds(tt), calls.get(label)))
        for label, (cc, nc, tt, ct, _) in functions.items()
    ]


def _code_of(label: Label, codes: Codes) -> CodeType | str:
    return label[2] if label[0] == "~" else codes.find(label)


class OwnCalls:
    """Calls of the Profile itself that end a stretch: cProfile sees them begin, and lists them.

    A recording of ours is over before they can be in it, so they are counted here, without a time.
    """

    def __init__(self) -> None:
        self._disabled = 0
        self._left: dict[CodeType, int] = {}  # of those, by the end of a `with` block
        self.leaving: CodeType | None = None
        """Whether the next one comes from there, and what stands for it."""

    def count(self) -> None:
        self._disabled += 1
        if self.leaving is not None:
            self._left[self.leaving] = self._left.get(self.leaving, 0) + 1
            self.leaving = None

    def clear(self) -> None:
        self._disabled = 0
        self._left.clear()

    def entries(self) -> list[profiler_entry]:
        """Empty if there were none."""
        entries = []
        if self._disabled:
            entries.append(profiler_entry((DISABLE, self._disabled, 0, 0.0, 0.0, None)))
        for code, calls in self._left.items():
            below = [profiler_subentry((DISABLE, calls, 0, 0.0, 0.0))]
            entries.append(profiler_entry((code, calls, 0, 0.0, 0.0, below)))
        return entries
