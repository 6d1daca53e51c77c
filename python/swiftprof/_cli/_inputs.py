"""Profiles from the files that the command line names."""

import os
from collections.abc import Sequence

from .._errors import InputError
from .._merging import merge
from .._profile import Profile


def check_readable(paths: Sequence[str]) -> None:
    """Raise InputError for the first file that cannot be opened: before any work, not after half."""
    for path in paths:
        try:
            os.close(
                os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            )  # a pipe's writer is not waited for
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise InputError(f"cannot read {path}: {reason}") from None
        if os.path.isdir(path):
            raise InputError(f"cannot read {path}: Is a directory; name the files in it")


def load_all(paths: Sequence[str]) -> Profile:
    """The profile in the file, or the sum of those in several. Raises InputError."""
    return Profile.load(paths[0]) if len(paths) == 1 else merge(paths)
