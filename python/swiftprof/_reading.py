"""Profiles out of files."""

from __future__ import annotations

import os

from . import _bridge
from ._errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._files import Path


def contents_of(path: Path) -> bytes:
    """The bytes of a file. Raises InputError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read {os.fspath(path)}: {reason}") from error


def read(contents: bytes, path: Path) -> _bridge.ProfileData:
    """The profile that a file holds. Raises InputError, which names the file."""
    try:
        return _bridge.read(contents)
    except ValueError as error:
        raise not_a_profile(path, error) from None


def not_a_profile(path: Path, error: ValueError) -> InputError:
    return InputError(f"cannot read {os.fspath(path)}: {error}")
