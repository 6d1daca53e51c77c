"""Adding profiles up."""

from __future__ import annotations

from . import _bridge
from ._errors import InputError
from ._profile import Profile
from ._reading import contents_of, not_a_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ._files import Path


def merge(profiles: Iterable[Profile | Path]) -> Profile:
    """The sum of profiles, or of files that hold some, one after the other.

    Contexts of the same functions in threads of the same name are added up. Files are read one at
    a time: memory grows with the distinct contexts, not with the number of files, so `profiles`
    may be a generator of thousands. `Profile.runs` counts them. What one of them lacks, the sum
    lacks (`Profile.measures`). Raises InputError, ValueError if there is none.

        swiftprof.merge(pathlib.Path("runs").glob("*.pb.gz")).save("all.pb.gz")
    """
    merger = _bridge.Merger()
    empty = True
    for profile in profiles:
        _add(merger, profile)
        empty = False
    if empty:
        raise ValueError("there is no profile to merge: give at least one")
    try:
        return Profile(merger.merged())
    except ValueError as error:
        raise InputError(str(error)) from None


def _add(merger: _bridge.Merger, profile: Profile | Path) -> None:
    if isinstance(profile, Profile):
        return merger.add(profile._data)
    try:
        merger.add_file(contents_of(profile))
    except ValueError as error:
        raise not_a_profile(profile, error) from None
