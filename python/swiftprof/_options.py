"""What a recording is to record, as users say it: the options of `start` and of `profile`."""

from __future__ import annotations

import os

from ._backends import chosen_backend
from ._errors import UnknownBackend

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ._targets import TargetName


class RecordingOptions:
    """The options of one recording, checked when they are given. See `swiftprof.start`.

    Raises UnknownBackend, InvalidTarget, TypeError, ValueError.
    """

    __slots__ = (
        "_backend", "below", "builtins", "exclude", "include", "targets", "threads", "types",
    )  # fmt: skip

    def __init__(
        self,
        *,
        builtins: bool = True,
        threads: bool = True,
        types: bool = False,
        backend: str | None = None,
        include: Sequence[str] | str = (),
        exclude: Sequence[str] | str = (),
        targets: Sequence[str] | str = (),
        below: bool = False,
    ) -> None:
        self.builtins = builtins
        self.threads = threads
        self.types = types
        self._backend = backend
        self.include = patterns_of("include", include)
        self.exclude = patterns_of("exclude", exclude)
        self.targets = _target_names(targets)
        self.below = below
        _ = self.backend  # refuse what cannot be used now, not at the first recording

    @property
    def backend(self) -> str:
        """The backend's name. Raises UnknownBackend."""
        backend = chosen_backend(self._backend)
        if self.types and backend == "setprofile":
            raise UnknownBackend(
                "the backend 'setprofile' cannot record calls of types; "
                "leave types out, or use the backend 'monitoring' (CPython 3.12 and newer)"
            )
        return backend

    def asks_for_another_backend(self, backend: str) -> bool:
        """Whether a backend was named, and it is not this one."""
        return self._backend is not None and self._backend != backend

    def for_bridge(self, backend: str) -> dict[str, Any]:
        """The keyword arguments of `_bridge.start` that these options stand for."""
        return {
            "builtins": self.builtins,
            "threads": self.threads,
            "types": self.types,
            "backend": backend,
            "include": self.include,
            "exclude": self.exclude,
        }


def names_of(option: str, value: Sequence[str] | str) -> tuple[str, ...]:
    """One name or several, as a tuple. Raises TypeError for anything else than strings."""
    names = (value,) if isinstance(value, str) else tuple(value)
    for name in names:
        if not isinstance(name, str):
            raise TypeError(f"{option} takes strings; {name!r} is a {type(name).__name__}")
    return names


def patterns_of(option: str, value: Sequence[str] | str) -> tuple[str, ...]:
    """Patterns for the core: those that name files as absolute paths. Raises ValueError, TypeError."""
    return tuple(_pattern(option, pattern) for pattern in names_of(option, value))


def _pattern(option: str, pattern: str) -> str:
    if not pattern.strip():
        raise ValueError(
            f"a pattern of {option} is empty; name a module, a function, or a file, "
            "as in 'app.db', 'app.db.Pool.get', '*.__repr__', 'app/db.py'"
        )
    if "/" not in pattern or pattern.startswith("*"):  # "*/site-packages/*": wherever that is
        return pattern
    return os.path.abspath(os.path.expanduser(pattern))


def _target_names(value: Sequence[str] | str) -> tuple[TargetName, ...]:
    names = names_of("targets", value)
    if not names:
        return ()
    from ._targets import TargetName

    return tuple(TargetName(name) for name in names)
