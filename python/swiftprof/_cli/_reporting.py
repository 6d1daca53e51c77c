"""Handing over the profile after the program has ended. It is not lost if that can be helped."""

import contextlib
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
            return self._save(part, profile, self._output) or status
        if not self._request.quiet:
            self._print(part)
        return status

    def _part(self, profile: Profile) -> tuple[Profile, int]:
        """The wanted part; all of it and an exit status if the filters do not fit what was recorded."""
        format = self._output.format if self._output else "tree" if self._prints_tree else "table"
        try:
            return self._request.filters.apply(profile, format), 0
        except SwiftprofError as error:
            self._complain(f"{error}; here is all of it")
            return profile, EXIT_OUTPUT_FAILED

    def _save(self, part: Profile, whole: Profile, output: Output) -> int:
        try:
            self._tell(output.sentence(part, output.save(part)))
            return 0
        except OutputError as error:
            self._complain(str(error))
            is_refused = not isinstance(error.__cause__, OSError)
        return self._save_elsewhere(part, whole, output, is_refused=is_refused)

    def _save_elsewhere(
        self, part: Profile, whole: Profile, output: Output, *, is_refused: bool
    ) -> int:
        """Better in a folder for temporary files than nowhere, and better on the screen than lost.

        is_refused: the format cannot hold the profile. The native file holds all of any.
        """
        name = os.path.basename(output.path or "")
        attempts = [] if is_refused else [(part, output, name)]
        if output.format != "pprof":
            native = replace(output, format="pprof", options={})
            attempts.append((whole, native, f"{name}.pb.gz"))
        for profile, wanted, file in attempts:
            try:
                paths = _save_in_new_folder(profile, wanted, file)
            except OSError as error:  # OutputError, and that there is no such folder
                self._complain(str(error))
                continue
            self._complain(f"the profile is in {', '.join(paths)} instead")
            return EXIT_OUTPUT_FAILED
        self._complain("the profile could not be kept; here is its table")
        self._print(part)
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
        part.print_table(
            sort, limit, stream,
            threads_table=request.threads_table, tasks_table=request.tasks_table,
        )  # fmt: skip

    def _complain(self, sentence: str) -> None:
        print(f"swiftprof: {sentence}", file=self._open_stream(), flush=True)

    def _tell(self, sentence: str) -> None:
        if not self._request.quiet:
            self._complain(sentence)

    def _open_stream(self) -> TextIO:
        """Standard error, even if the program has closed its own."""
        if self._stream is None or self._stream.closed:
            target = os.dup(2) if _is_open(2) else os.devnull
            self._stream = open(target, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
        return self._stream


def _save_in_new_folder(profile: Profile, output: Output, name: str) -> tuple[str, ...]:
    """Raises OSError, and then leaves no folder."""
    folder = tempfile.mkdtemp(prefix="swiftprof-")
    try:
        return replace(output, path=os.path.join(folder, name)).save(profile)
    except OSError:
        with contextlib.suppress(OSError):
            os.rmdir(folder)
        raise


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
