"""Handing over the profile after the program has ended. It is not lost if that can be helped."""

import os
import sys
import tempfile
from typing import Any, TextIO

from .._errors import OutputError
from .._foreign import describe_displacement
from .._frozen import readable
from .._output import save
from .._profile import Profile
from ._arguments import Request
from ._running import Outcome

TERMINAL_ROWS = 40  # of the table on standard error, unless -n says otherwise
EXIT_OUTPUT_FAILED = 2


class Reporter:
    """Knows, before the program runs, where its profile will go."""

    def __init__(self, request: Request, format: str, options: dict[str, Any]) -> None:
        self._request = request
        self._format = format
        self._options = options
        # WHY: absolute and asked for now, since the program may change its folder and its streams.
        self._path = os.path.abspath(request.output) if request.output else None
        self._stream = sys.stderr

    def report(self, profile: Profile, outcome: Outcome) -> int:
        """Write what was asked for; 0, or the exit status if the profile could not be written."""
        _flush(sys.stdout)
        if outcome.displaced:
            self._tell(describe_displacement(outcome.displaced))
        if profile.missing_targets:
            from .._targets import describe_missing

            self._tell(describe_missing(profile.missing_targets))
        if self._path is not None:
            return self._save(profile, self._path)
        if not self._request.quiet:
            self._print_table(profile)
        return 0

    def _save(self, profile: Profile, path: str) -> int:
        try:
            self._tell_of_files(profile, save(profile, path, self._format, **self._options))
            return 0
        except OutputError as error:
            print(f"swiftprof: {error}", file=self._open_stream())
        return self._save_elsewhere(profile, path)

    def _save_elsewhere(self, profile: Profile, path: str) -> int:
        """Better in a folder for temporary files than nowhere."""
        other = os.path.join(tempfile.gettempdir(), f"{os.getpid()}-{os.path.basename(path)}")
        try:
            paths = save(profile, other, self._format, **self._options)
            print(f"swiftprof: the profile is in {paths[0]} instead", file=self._open_stream())
        except OutputError as error:
            print(f"swiftprof: {error}", file=self._open_stream())
        return EXIT_OUTPUT_FAILED

    def _print_table(self, profile: Profile) -> None:
        limit = TERMINAL_ROWS if self._request.limit is None else self._request.limit
        profile.print_table(
            self._request.sort, limit, self._open_stream(),
            threads_table=self._request.threads_table,
        )  # fmt: skip

    def _tell_of_files(self, profile: Profile, paths: tuple[str, ...]) -> None:
        what = f"{len(profile.functions)} functions, {readable(profile.header.duration_ns)}"
        self._tell(f"wrote {', '.join(paths)} ({self._format}: {what})")

    def _tell(self, sentence: str) -> None:
        if not self._request.quiet:
            print(f"swiftprof: {sentence}", file=self._open_stream(), flush=True)

    def _open_stream(self) -> TextIO:
        """Standard error, even if the program has closed its own."""
        if self._stream is None or self._stream.closed:
            target = os.dup(2) if _is_open(2) else os.devnull
            self._stream = open(target, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
        return self._stream


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
        return True
    except OSError:
        return False


def _flush(stream: TextIO | None) -> None:
    """So that the program's output stands before ours. Errors are for the interpreter to tell."""
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        pass
