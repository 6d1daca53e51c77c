"""Handing over the profile after the program has ended. It is not lost if that can be helped."""

import os
import sys
import tempfile
from dataclasses import replace
from typing import TextIO

from .._errors import OutputError, SwiftprofError
from .._foreign import describe_displacement
from .._profile import Profile
from ._outputs import Output
from ._parser import TERMINAL_ROWS
from ._run_arguments import Request
from ._running import Outcome

EXIT_OUTPUT_FAILED = 2


class Reporter:
    """Knows, before the program runs, where its profile will go. output: None for the table."""

    def __init__(self, request: Request, output: Output | None) -> None:
        self._request = request
        # WHY: absolute and asked for now, since the program may change its folder and its streams.
        self._output = output and replace(output, path=os.path.abspath(output.path or ""))
        self._stream = sys.stderr

    def report(self, profile: Profile, outcome: Outcome) -> int:
        """Write what was asked for; 0, or the exit status if the profile could not be written."""
        _flush(sys.stdout)
        if outcome.displaced:
            self._tell(describe_displacement(outcome.displaced))
        if profile.missing_targets:
            from .._targets import describe_missing

            self._tell(describe_missing(profile.missing_targets))
        part, status = self._part(profile)
        if self._output is not None:
            return self._save(part, self._output) or status
        if not self._request.quiet:
            self._print(part)
        return status

    def _part(self, profile: Profile) -> tuple[Profile, int]:
        """The wanted part; all of it and an exit status if the filters do not fit what was recorded."""
        format = self._output.format if self._output else "tree" if self._prints_tree else "table"
        try:
            return self._request.filters.apply(profile, format), 0
        except SwiftprofError as error:
            print(f"swiftprof: {error}; here is all of it", file=self._open_stream())
            return profile, EXIT_OUTPUT_FAILED

    def _save(self, profile: Profile, output: Output) -> int:
        try:
            self._tell(output.sentence(profile, output.save(profile)))
            return 0
        except OutputError as error:
            print(f"swiftprof: {error}", file=self._open_stream())
        return self._save_elsewhere(profile, output)

    def _save_elsewhere(self, profile: Profile, output: Output) -> int:
        """Better in a folder for temporary files than nowhere."""
        name = f"{os.getpid()}-{os.path.basename(output.path or '')}"
        other = replace(output, path=os.path.join(tempfile.gettempdir(), name))
        try:
            paths = other.save(profile)
            print(f"swiftprof: the profile is in {paths[0]} instead", file=self._open_stream())
        except OutputError as error:
            print(f"swiftprof: {error}", file=self._open_stream())
        return EXIT_OUTPUT_FAILED

    @property
    def _prints_tree(self) -> bool:
        return self._request.tree or self._request.format == "tree"

    def _print(self, part: Profile) -> None:
        request, stream = self._request, self._open_stream()
        if self._prints_tree:
            part.print_tree(stream, **request.filters.options_of("tree"), fold=None)
            return
        limit = TERMINAL_ROWS if request.limit is None else request.limit
        sort = request.sort or request.filters.default_sort
        part.print_table(sort, limit, stream, threads_table=request.threads_table)

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
