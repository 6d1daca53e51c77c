"""Where the commands write profiles to, and in which format."""

import argparse
import sys
from dataclasses import dataclass
from typing import Any

from .._errors import OutputError
from .._files import check_writable
from .._formats import checked_format, format_names
from .._frozen import readable
from .._output import OPTIONS, THREAD_ROOTS, checked_options, encode, save
from .._profile import Profile
from ._filters import Filters
from ._program import ProgramError

_FLAGS = {
    "clock": "--clock", "limit": "-n", "separate_threads": "--separate-threads", "sort": "-s",
    "thread_roots": "--pstats-threads", "threads_table": "--threads-table",
    "tasks_table": "--by-task",
}  # fmt: skip


@dataclass(frozen=True)
class Output:
    """A file, or standard output, and what to write there. Checked: it can be written."""

    path: str | None
    format: str
    options: dict[str, Any]
    filters: Filters

    def write(self, profile: Profile, *, quiet: bool = False) -> None:
        """Write the wanted part of the profile, and say where it is.

        Raises OutputError, InvalidFilter.
        """
        part = self.filters.apply(profile, self.format)
        if self.path is None:
            core_options = checked_options(self.format, self.options)
            write_bytes(encode(part, self.format, **core_options), self.format)
            return
        paths = self.save(part)
        if not quiet:
            print(f"swiftprof: {self.sentence(part, paths)}", file=sys.stderr)

    def save(self, part: Profile) -> tuple[str, ...]:
        """Write to the file, or to one for each thread; their paths. Raises OutputError."""
        assert self.path is not None
        return save(part, self.path, self.format, **self.options)

    def sentence(self, part: Profile, paths: tuple[str, ...]) -> str:
        """What has been written where."""
        what = f"{len(part.functions)} functions, {readable(part.header.duration_ns)}"
        return f"wrote {', '.join(paths)} ({self.format}: {what})"


def add_output_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """-o and -f, and what only files have."""
    group = parser.add_argument_group("output")
    add = group.add_argument
    add("-o", "--output", metavar="FILE", required=required, help="write to FILE")
    add("-f", "--format", choices=format_names(), metavar="FORMAT",
        help="the format, of swiftprof formats; by default told from the ending of FILE")  # fmt: skip


def add_format_options(parser: argparse.ArgumentParser) -> None:
    """What single formats have."""
    group = parser.add_argument_group("pstats and callgrind files")
    group.add_argument(
        "--pstats-threads", choices=THREAD_ROOTS,
        help="merge all threads, or put an entry for each above its functions "
        "(default: roots when there are several)",
    )  # fmt: skip
    group.add_argument(
        "--separate-threads", action="store_true",
        help="callgrind: a file for each thread, its OS id added to the name",
    )  # fmt: skip


def format_options(options: argparse.Namespace) -> dict[str, Any]:
    """Those of `add_format_options` that were given, by the names `Profile.save` has for them."""
    given: dict[str, Any] = {}
    if options.pstats_threads is not None:
        given["thread_roots"] = options.pstats_threads
    if options.separate_threads:
        given["separate_threads"] = True
    return given


def checked_output(
    path: str | None, format: str | None, filters: Filters, options: dict[str, Any]
) -> Output:
    """The output, after all checks that are possible before there is a profile.

    options: what was asked for, by the names that `Profile.save` has. Raises UnknownFormat,
    OutputError, ProgramError for options that the format does not have.
    """
    chosen = checked_format(format, path or "")
    options = filters.options_of(chosen) | options
    strange = options.keys() - OPTIONS.get(chosen, set())
    if strange:
        flags = ", ".join(_FLAGS.get(name, f"--{name}") for name in sorted(strange))
        raise ProgramError(f"{flags} is not for the format {chosen}")
    if path is not None:
        check_writable(path)
    return Output(path, chosen, options, filters)


def write_bytes(content: bytes, format: str) -> None:
    """Write a file's content to standard output. Raises OutputError for what is no text on a terminal."""
    if sys.stdout.isatty() and not _is_text(content):
        raise OutputError(f"format {format} is not for a terminal: give a file with -o FILE")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in content
