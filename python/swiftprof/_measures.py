"""What a profile holds numbers of. What it lacks is absent: asking for it is an error, not a zero."""

from __future__ import annotations

from ._errors import NotMeasured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import _bridge

_BITS = {  # sp_measure
    "calls": 1, "wall": 2, "cpu": 4, "resumptions": 8, "contexts": 16, "suspended": 32,
}  # fmt: skip


def measures_of(header: _bridge.Header) -> frozenset[str]:
    measured = {name for name, bit in _BITS.items() if header.measures & bit}
    if measured >= {"contexts", "resumptions"}:  # WHY: a recording of ours that lacks it had none
        measured.add("suspended")
    return frozenset(measured)


def not_measured(what: str) -> NotMeasured:
    return NotMeasured(
        f"this profile has no {what}: what it was loaded from or timed with lacks them; "
        "Profile.measures says what there is"
    )
