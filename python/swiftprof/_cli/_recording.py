"""The command line's options of what to record."""

import argparse

from .._options import RecordingOptions


def add_recording_options(parser: argparse.ArgumentParser) -> None:
    _add_what_to_record(parser.add_argument_group("recording"))
    _add_targets(
        parser.add_argument_group(
            "targets", "record only the functions that are named; the rest runs at full speed"
        )
    )


def recording_options(
    parser: argparse.ArgumentParser, options: argparse.Namespace
) -> RecordingOptions:
    """What is to be recorded. Raises UnknownBackend, InvalidTarget."""
    if options.below and not options.targets:
        parser.error("--below is for targets: name one with -t MODULE:FUNCTION")
    try:
        return RecordingOptions(
            builtins=options.builtins, threads=options.threads, types=options.types,
            backend=options.backend, include=options.include, exclude=options.exclude,
            targets=options.targets, below=options.below,
        )  # fmt: skip
    except ValueError as error:
        if type(error) is not ValueError:
            raise
        parser.error(str(error))


def _add_what_to_record(group: "argparse._ArgumentGroup") -> None:
    add = group.add_argument
    add("--include", action="append", default=[], metavar="PATTERN",
        help="record only what fits PATTERN: a module, module.function, a file or a folder, "
        "with * wildcards; may be given several times")  # fmt: skip
    add("--exclude", action="append", default=[], metavar="PATTERN",
        help="leave out what fits PATTERN; its time is its caller's")  # fmt: skip
    add("--no-builtins", dest="builtins", action="store_false",
        help="do not record functions written in C: less overhead, less detail")  # fmt: skip
    add("--types", action="store_true",
        help="record calls of types too: dict(), a class (backend monitoring)")  # fmt: skip
    add("--no-threads", dest="threads", action="store_false",
        help="record the main thread only")  # fmt: skip
    add("--backend", metavar="NAME",
        help="how to hook the interpreter: monitoring (CPython 3.12 and newer) or setprofile; "
        "--version -v tells the default")  # fmt: skip


def _add_targets(group: "argparse._ArgumentGroup") -> None:
    add = group.add_argument
    add("-t", "--target", dest="targets", action="append", default=[], metavar="MODULE:FUNCTION",
        help="as app.db:Pool.get, with * wildcards; the script itself is __main__; "
        "may be given several times")  # fmt: skip
    add("--below", action="store_true",
        help="record everything that the targets call as well")  # fmt: skip
