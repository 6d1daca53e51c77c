"""Profiles of this process: what the core recorded, with what it cannot know of the program."""

from __future__ import annotations

import sys

from ._profile import Profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from . import _bridge

_IMPLEMENTATIONS = {"cpython": "CPython"}


def profile_of_recording(
    data: _bridge.ProfileData,
    *,
    command: str | None = None,
    script_folder: str = "",
    backend: str = "",
    missing_targets: Mapping[str, str] | None = None,
) -> Profile:
    """The profile of a recording that this process made. command: by default its own."""
    version = ".".join(map(str, sys.version_info[:3]))
    described = data.described(
        command=_own_command() if command is None else command,
        python_version=f"{_IMPLEMENTATIONS.get(sys.implementation.name, '')} {version}".strip(),
        backend=backend,
        script_folder=script_folder,
        missing_targets=[text for pair in (missing_targets or {}).items() for text in pair],
    )
    return Profile(described)


def _own_command() -> str:
    """The command line of this process, on one line and without the interpreter's options."""
    words = [" ".join(word.split()) for word in getattr(sys, "argv", [])]
    return " ".join(words)
