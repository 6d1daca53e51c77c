"""What a block may ask of a recording that others have started, and how it gets it."""

from ._errors import AlreadyRunning
from ._options import RecordingOptions
from ._profile import Profile

_NATIVE = frozenset(("builtin", "method", "type"))


def refuse_what_cannot_be(
    asked: RecordingOptions, recorded: RecordingOptions, backend: str
) -> None:
    """Raise AlreadyRunning for options that the recording which is on cannot serve."""
    if asked.asks_for_another_backend(backend):
        raise _refusal(f"it uses the backend {backend!r}")
    if asked.types and not recorded.types:
        raise _refusal("it does not record calls of types")
    wanted = (asked.targets, asked.below)
    if asked.targets and wanted != (recorded.targets, recorded.below):
        raise _refusal("it does not record these targets")


def _refusal(reason: str) -> AlreadyRunning:
    return AlreadyRunning(
        f"a recording is on already, and {reason}, as this block asks; "
        "leave the option out, or give it to who starts the recording"
    )


def narrowed(
    profile: Profile, asked: RecordingOptions, recorded: RecordingOptions, thread: int
) -> Profile:
    """A block's profile without what its options leave out. thread: OS id of who opened it."""
    if not asked.builtins and recorded.builtins:
        natives = {f"{one.module}.{one.qualified_name}" for one in profile if one.kind in _NATIVE}
        profile = profile.filter(exclude=sorted(natives)) if natives else profile
    if (asked.include, asked.exclude) != (recorded.include, recorded.exclude):
        profile = profile.filter(include=asked.include, exclude=asked.exclude)
    if recorded.threads and not asked.threads:
        profile = profile.filter(threads=str(thread))
    return profile
