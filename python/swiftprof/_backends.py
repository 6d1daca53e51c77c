"""Which backend a recording uses: what was asked for, the environment's, or the default one."""

import os

from . import _bridge
from ._errors import UnknownBackend

ENVIRONMENT = "SWIFTPROF_BACKEND"
"""Names the backend for recordings that do not name one themselves."""


def chosen_backend(asked: str | None = None) -> str:
    """The name of the backend to use. Raises UnknownBackend if it cannot be used here."""
    if asked is not None:
        return _checked(asked, "")
    from_environment = os.environ.get(ENVIRONMENT, "")
    if from_environment:
        return _checked(from_environment, f" (from the environment's {ENVIRONMENT})")
    return next(name for name, _, is_default, _ in _bridge.backends() if is_default)


def explain(name: str) -> str:
    """One line for people: "monitoring (CPython 3.12 and newer: ...)"."""
    why = {row[0]: row[3] for row in _bridge.backends()}
    source = f"; chosen by {ENVIRONMENT}" if os.environ.get(ENVIRONMENT) == name else ""
    return f"{name} ({why[name]}{source})"


def _checked(name: str, source: str) -> str:
    rows = {row[0]: row for row in _bridge.backends()}
    usable = [row[0] for row in rows.values() if row[1]]
    advice = f"use {' or '.join(usable)}"
    if name not in rows:
        raise UnknownBackend(f"there is no backend {name!r}{source}; {advice}")
    if name not in usable:
        raise UnknownBackend(
            f"the backend {name!r}{source} cannot be used here: {rows[name][3]}; {advice}"
        )
    return name
