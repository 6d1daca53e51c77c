"""`swiftprof.span` above a function: each call of it is a span."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ._bridge import Span as span
from ._pass_through import awaiting_in_span, calling_in_span

__all__ = ["in_span", "span"]


def in_span(span: span, function: Callable[..., Any], /) -> Callable[..., Any]:
    """What `span(name)(function)` gives. Raises TypeError for what a span cannot stand for."""
    if isinstance(function, (staticmethod, classmethod)):
        raise TypeError(f"put {span!r} below @{type(function).__name__}")
    if isinstance(function, type) or not callable(function):
        raise TypeError(f"{span!r} is for functions and blocks; {function!r} is neither")
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise TypeError(
            f"{function!r} is a generator function, whose calls only make generators; "
            f"open {span!r} inside of it"
        )
    if inspect.iscoroutinefunction(function):
        return functools.wraps(function)(awaiting_in_span(span, function))
    return functools.wraps(function)(calling_in_span(span, function))
