"""The same program under cProfile and under swiftprof.cprofile, to compare what they count."""

import cProfile
from collections import Counter
from collections.abc import Callable
from typing import Any

import swiftprof.cprofile
from swiftprof.cprofile import label

Label = tuple[str, int, str]
Numbers = tuple[int, int, dict[Label, tuple[int, int]]]

THROWERS = ("<method 'throw' of 'coroutine' objects>", "<method 'throw' of 'async_generator_athrow' objects>",
            "<method 'throw' of 'async_generator_asend' objects>",
            "<method 'throw' of 'generator' objects>")  # fmt: skip
"""Who cProfile takes for the caller of a coroutine that an exception is thrown through. By
swiftprof that is who awaits it, and stands above it on the stack."""


def counted_by_both(
    program: Callable[[], object],
) -> tuple[dict[Label, Numbers], dict[Label, Numbers]]:
    """(cProfile's, ours): label -> primitive calls, calls, the same by caller. Without what cProfile does not
    tell apart, two code objects of one label.
    """
    theirs, ambiguous = _counted(cProfile.Profile(), program)
    ours, _ = _counted(swiftprof.cprofile.Profile(), program)
    thrown = {
        label for label, numbers in theirs.items() if any(c[2] in THROWERS for c in numbers[2])
    }
    for found in theirs, ours:
        for unclear in ambiguous:
            found.pop(unclear, None)
        for one, (primitive, calls, callers) in found.items():
            kept = {} if one in thrown else {c: n for c, n in callers.items() if c not in ambiguous}
            found[one] = (primitive, calls, kept)
    return theirs, ours


def _counted(
    profile: Any, program: Callable[[], object]
) -> tuple[dict[Label, Numbers], set[Label]]:
    profile.runcall(program)
    times = Counter(label(entry.code) for entry in profile.getstats())
    profile.create_stats()
    counted = {
        one: (primitive, calls, {caller: tally[:2] for caller, tally in callers.items()})
        for one, (primitive, calls, _, _, callers) in profile.stats.items()
    }
    return counted, {one for one, number in times.items() if number > 1}
