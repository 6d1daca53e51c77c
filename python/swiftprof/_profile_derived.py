"""Other profiles that are made of one: a part of it, or its times as they were recorded."""

from __future__ import annotations

from ._profile_parts import Parts

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self


class Derived(Parts):
    """What gives another profile. A base of `Profile`."""

    __slots__ = ()

    @property
    def raw(self) -> Self:
        """The same profile with all times as they were recorded: what was taken out is put back.

        Itself if it is raw already. Made when first asked for and kept. docs/overhead.md tells
        how the time of swiftprof itself is measured.

            work = profile["app.work"]
            assert profile.raw["app.work"].wall_self_ns == work.wall_self_ns + work.wall_self_overhead_ns
        """
        return self if self.header.raw else self._made("raw", lambda: type(self)(self._data.raw()))

    def filter(
        self,
        *,
        include: Sequence[str] | str = (),
        exclude: Sequence[str] | str = (),
        focus: Sequence[str] | str = (),
        ignore: Sequence[str] | str = (),
        fold: str | None = None,
        threads: Sequence[str] | str = (),
        context: Sequence[str] | str = (),
        min_percent: float = 0,
        depth: int | None = None,
        clock: str | None = None,
    ) -> Self:
        """Another profile, of a part of this one. See docs/filters.md.

        include, exclude: functions that stay or go; the time of those that go is their callers'.
        focus: only paths through a function that fits. ignore: no paths through one.
        fold: "library" takes what library code calls in library code for a part of it.
        threads: names (wildcards) or OS ids. context: only what ran in contexts of `set_context`
        whose name fits (wildcards); "tag:NAME" asks for their tag. min_percent, depth: smaller and
        deeper calling contexts become one "(smaller)" or "(deeper)" per caller; min_percent is of
        all time of `clock`: wall by default, or CPU if that alone was measured.
        Raises InvalidFilter, TypeError.
        """
        from ._filtering import filtered

        data = filtered(
            self._data, include=include, exclude=exclude, focus=focus, ignore=ignore, fold=fold,
            threads=threads, context=context, min_percent=min_percent, depth=depth, clock=clock,
        )  # fmt: skip
        return type(self)(data)
