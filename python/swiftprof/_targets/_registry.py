"""`swiftprof.target`: the targets that a program names for its recordings to come."""

from .. import _session
from .._errors import AlreadyRunning
from .._options import names_of
from ._names import TargetName

_named: "list[Target]" = []


class Target:
    """Names of targets, as `swiftprof.target` was given them. They count until `remove()`."""

    __slots__ = ("_names", "below")

    below: bool
    """Whether all that they call is recorded as well."""

    def __init__(self, names: tuple[TargetName, ...], below: bool) -> None:
        self._names = names
        self.below = below

    @property
    def names(self) -> tuple[str, ...]:
        """The names as they were given."""
        return tuple(name.text for name in self._names)

    @property
    def found(self) -> tuple[str, ...]:
        """The functions that these names stand for now, as "module:qualname", sorted.

        Looked for in the modules that are imported at this moment.
        """
        from ._recording import functions_found

        return functions_found(self._names)

    def remove(self) -> None:
        """Record these no more. A recording that is on keeps them to its end."""
        if self in _named:
            _named.remove(self)

    def __repr__(self) -> str:
        names = ", ".join(map(repr, self.names))
        return f"<swiftprof.target({names}{', below=True' if self.below else ''})>"


def target(*names: str, below: bool = False) -> Target:
    """Name functions that recordings are to record, and nothing else: "module:Class.method".

    `*` stands for any characters in either half ("app.*:handle_*"). A name that is not there yet
    is found when its module is imported. From now on, until `remove()` of the result, `start` and
    `profile` record only such functions, alone or (below) with everything that they call; the rest
    of the program runs at full speed. If a recording of targets is on, the names join it.

    Raises InvalidTarget for what is no name, and for what is known to be no Python function;
    AlreadyRunning if a recording of everything is on. What is never found is told by `stop`.

        swiftprof.target("app.db:Pool.*")
        swiftprof.start()
    """
    checked = tuple(TargetName(name) for name in names_of("target", names))
    if not checked:
        raise TypeError("name at least one target, as in swiftprof.target('app.db:Pool.get')")
    from ._refusals import refuse_what_is_no_target

    refuse_what_is_no_target(checked)
    _join_running(checked, below)
    made = Target(checked, below)
    _named.append(made)
    return made


def named_targets() -> list[tuple[TargetName, bool]]:
    """(name, below) of everything that was named and not removed."""
    return [(name, target.below) for target in list(_named) for name in target._names]


def _join_running(names: tuple[TargetName, ...], below: bool) -> None:
    if not _session.is_running():
        return
    running = _session.targeted_recording()
    if running is None:
        raise AlreadyRunning(
            "a recording of everything is on, which targets cannot join; "
            "call swiftprof.stop() first, or name targets before swiftprof.start()"
        )
    running.add([(name, below) for name in names])
