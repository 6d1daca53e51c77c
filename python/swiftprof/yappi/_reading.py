"""From profiles to yappi's statistics."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .._errors import InvalidFilter
from .._profile import Profile
from .._rows import Thread
from ._errors import YappiError
from ._rows import Rows
from ._stat import YFuncStat
from ._ystat import StatsUnpickler

if TYPE_CHECKING:
    from ._profiler import Part, Profiler


def functions_of(profiler: Profiler, filter: dict[str, Any] | None) -> Iterator[YFuncStat]:
    """The stats of all functions that have these values of fields. Raises YappiError."""
    wanted = _checked(filter)
    context, tag = wanted.pop("ctx_id", None), wanted.pop("tag", None)
    rows = Rows(profiler)
    for part in profiler.parts():
        for profile in _narrowed(profiler, part.profile, context, tag):
            rows.add(profile, builtins=part.builtins, context=context, tag=tag)
    for stat in rows.stats():
        if all(getattr(stat, name, value) == value for name, value in wanted.items()):
            yield stat


def contexts_of(profiler: Profiler) -> Iterator[dict[int, Any]]:
    """The values of a stat by its fields' numbers, for each thread or context with a call."""
    own: dict[int, float] = {}
    threads: dict[int, tuple[str, int, float, int]] = {}
    for part in profiler.parts():
        labelled = _add_own(profiler, part.profile, own)
        if not labelled:
            _add_threads(profiler, part, threads)
    for number, seconds in own.items():
        context = profiler.callbacks.contexts.seen.get(number)
        if context is not None:
            name = profiler.callbacks.contexts.name_of(number)
            yield {0: name, 1: number, 2: context.thread, 3: seconds, 4: context.switches}
    for number, (name, ident, seconds, switches) in threads.items():
        yield {0: name, 1: number, 2: ident, 3: seconds, 4: switches}


def _add_own(profiler: Profiler, profile: Profile, own: dict[int, float]) -> bool:
    """Add the times of contexts that a callback told apart. Whether there are any."""
    found = False
    for context in profile.contexts:
        if context.kind == "context" and context.name:
            found = True
            number = int(context.name)
            if profiler.callbacks.only_greenlet in (None, number):
                own[number] = own.get(number, 0.0) + getattr(context, profiler.clock)
    return found


def _add_threads(
    profiler: Profiler, part: Part, threads: dict[int, tuple[str, int, float, int]]
) -> None:
    for thread in part.profile.threads:
        seconds = getattr(thread, profiler.clock) - getattr(thread, f"{profiler.clock}_self")
        if thread.wall_ns == thread.wall_self_ns:
            continue  # it called nothing
        number = profiler.callbacks.threads.of((thread.ident, thread.os_id))
        before = threads[number][2] if number in threads else 0.0
        switches = profiler.sights.switches(thread.name)
        threads[number] = class_name(thread), thread.ident, before + seconds, switches


def class_name(thread: Thread) -> str:
    """The name of the class of its `threading.Thread`: the first word of what the bridge calls it."""
    return thread.name.split(" ")[0] or "N/A"


def _checked(filter: dict[str, Any] | None) -> dict[str, Any]:
    if filter is not None and not isinstance(filter, dict):
        raise YappiError("filter param should be a dict")
    wanted = {name: value for name, value in (filter or {}).items() if value is not None}
    for name in ("ctx_id", "tag"):
        if not isinstance(wanted.get(name, 0), int):
            raise YappiError(f"invalid {name} passed to get_func_stats: {wanted[name]!r} is no int")
    return wanted


def _narrowed(
    profiler: Profiler, profile: Profile, context: int | None, tag: int | None
) -> Iterator[Profile]:
    """The part of the profile that belongs to a context and has a tag; nothing if there is none."""
    if context is None:
        context = profiler.callbacks.only_greenlet
    try:
        if context is not None:
            profile = _of_context(profiler, profile, context)
        if tag is not None and (tag != 0 or _has_tags(profile)):
            profile = profile.filter(context=f"tag:{tag}")
    except InvalidFilter:
        return
    yield profile


def _of_context(profiler: Profiler, profile: Profile, number: int) -> Profile:
    if any(one.kind == "context" and one.name for one in profile.contexts):
        return profile.filter(context=str(number))
    names = [
        thread.name
        for thread in profile.threads
        if profiler.callbacks.threads.of((thread.ident, thread.os_id)) == number
    ]
    if not names:
        raise InvalidFilter(f"no thread has the number {number}")
    return profile.filter(threads=names)


def _has_tags(profile: Profile) -> bool:
    return any(one.kind == "context" and one.tag for one in profile.contexts)


def read_ystat(path: str) -> tuple[list[YFuncStat], str]:
    """The stats in a file that was saved as "ystat", and their clock. Raises YappiError, OSError."""
    with open(path, "rb") as file:
        try:
            loaded = StatsUnpickler(file).load()
            stats, clock = list(loaded[0]._as_list), loaded[1]
            if not all(isinstance(stat, YFuncStat) for stat in stats) or not isinstance(clock, str):
                raise pickle.UnpicklingError("it holds something else")
        except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, KeyError, TypeError,
                ValueError, ImportError) as error:  # fmt: skip
            raise YappiError(
                f"Unable to load the saved profile information from {path}. ({error})"
            ) from error
    return stats, clock
