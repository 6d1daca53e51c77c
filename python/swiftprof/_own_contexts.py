"""`swiftprof.set_context`: the program says whom its calls belong to."""

from collections.abc import Callable, Hashable
from typing import Any

from . import _bridge


def set_context(
    callback: Callable[[], Hashable] | None,
    *,
    name: Callable[[Any], str] | None = None,
    tag: Callable[[], Hashable] | None = None,
) -> None:
    """Tell calls apart by what the program works on: a request, a tenant, a job.

    callback: called without arguments; gives the id of the context that the calling thread or
    task is in, anything hashable, or None for no context. name: called once with each id; what
    reports call it, `str(id)` by default. tag: as callback, for a second thing to tell calls
    apart by, which has no profile of its own; shown as `str(tag)`. None takes a callback away.

    Counts for the recording that is on and for all to come, until the next `set_context`. While a
    recording is on, callback and tag are asked at every call and every resumption of a Python
    function (functions in C belong to who calls them): each adds the time of such a call, 50 ns
    or more, to its caller. What they call themselves is not recorded. One that raises is not
    called any more, which a RuntimeWarning says once; the profile goes on without it. Ids are kept
    until the recording ends. Raises TypeError for what cannot be called.

    The profile's numbers by context are `Profile.contexts`, a part of it `Profile.filter(context=...)`.

        swiftprof.set_context(request_id.get, name=lambda number: f"request {number}")
    """
    for role, function in (("callback", callback), ("name", name), ("tag", tag)):
        if function is not None and not callable(function):
            raise TypeError(
                f"set_context: {role} is {function!r}, which cannot be called; "
                "give a function, or None for none"
            )
    _bridge.set_context(callback, name, tag)
