"""Who calls a function, and what it calls, as text for people."""

from __future__ import annotations

from ._errors import UnknownFunction
from ._filtering import CLOCKS
from ._options import patterns_of
from ._output import checked_limit, write_text
from ._paths import encodable, path_roots
from ._terminal import shows_color, width_of

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from typing import TextIO

    from ._profile import Profile


def print_callers(
    profile: Profile,
    pattern: str,
    *,
    callees: bool,
    limit: int | None,
    file: TextIO,
    clock: str | None,
) -> None:
    """`Profile.print_callers` and `Profile.print_callees`."""
    if clock not in (None, *CLOCKS):
        raise ValueError(f"clock is {clock!r}; use {', '.join(CLOCKS)}")
    (checked,) = patterns_of("pattern", pattern)
    try:
        content = profile._data.write_callers(
            encodable(checked), callees=callees, limit=checked_limit(limit), clock=clock or "",
            width=width_of(file), color=shows_color(file),
            path_roots=path_roots(profile.script_folder),
        )  # fmt: skip
    except ValueError:
        raise UnknownFunction(
            f"no function of this profile fits {pattern!r}: name a module, a module.function or a "
            "file, with * for any characters"
        ) from None
    write_text(content.decode(), file)
