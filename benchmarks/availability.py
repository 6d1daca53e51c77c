"""Which of the modes this Python has, and why not the others."""

import importlib
import sys

import backends
from modes import MODES


def available_modes() -> tuple[list[str], dict[str, str]]:
    """(names of modes to run, {name: a sentence on why it is left out}), in the order of MODES."""
    reasons = {name: _why_left_out(name) for name in MODES}
    return (
        [name for name, reason in reasons.items() if reason is None],
        {name: reason for name, reason in reasons.items() if reason is not None},
    )


def _why_left_out(name: str) -> str | None:
    tool, *variant = name.split()
    if tool == "swiftprof":
        return backends.why_not(variant[0])
    if tool == "yappi":
        return _why_no_yappi()
    if variant[:1] == ["monitoring"] and sys.version_info < (3, 12):
        return "sys.monitoring came with Python 3.12"
    return None


def _why_no_yappi() -> str | None:
    try:
        importlib.import_module("yappi")
    except ImportError as error:
        return f"yappi cannot be imported here: {error}"
    return None
