"""What `swiftprof.profile` does with a profile once it is made."""

import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from ._errors import OutputError
from ._files import check_writable
from ._formats import checked_format, checked_sort_key
from ._profile import Profile


@dataclass(frozen=True)
class Report:
    """Save, print, hand on: each if asked for."""

    output: str | None
    sort: str
    limit: int | None
    file: TextIO | None
    on_profile: Callable[[Profile], object] | None
    print_from_decorator: bool
    raw: bool = False

    def __post_init__(self) -> None:
        checked_sort_key(self.sort)
        if self.output is not None:
            checked_format(None, self.output)

    @property
    def is_asked_for(self) -> bool:
        """Whether anything is done with a block's profile."""
        return any(one is not None for one in (self.output, self.file, self.on_profile))

    def check(self) -> None:
        """Raise OutputError if the output could not be written now."""
        if self.output is not None:
            check_writable(self.output)

    def make(self, profile: Profile, *, lenient: bool, decorator: bool = False) -> None:
        """Do what was asked for. lenient: an OutputError becomes a RuntimeWarning."""
        try:
            if self.output is not None:
                profile.save(self.output, raw=self.raw)
        except OutputError as error:
            if not lenient:
                raise
            warnings.warn(str(error), RuntimeWarning, stacklevel=3)
        file = sys.stderr if decorator and self.print_from_decorator else self.file
        if file is not None:
            profile.print_table(self.sort, self.limit, file, raw=self.raw)
        if self.on_profile is not None:
            self.on_profile(profile)
