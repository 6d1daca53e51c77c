"""The command line: `python -m swiftprof` and the console script `swiftprof`."""

import os
import sys

EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
EXIT_PIPE_CLOSED = 141  # 128 + SIGPIPE


def main(argv: list[str] | None = None) -> int:
    """Run the command line and give its exit status: the program's own, or 2 for a bad request."""
    from .._errors import SwiftprofError
    from ._commands import command_of, execute
    from ._program import ProgramError

    command, words = command_of(sys.argv[1:] if argv is None else argv)
    try:
        if command == "run":
            return execute(command, words)
        return _quietly(command, words)
    except (ProgramError, SwiftprofError) as error:
        print(f"swiftprof: {error}", file=sys.stderr)
        return 2


def _quietly(command: str, words: list[str]) -> int:
    """Ends without a traceback when interrupted, or when nobody reads on: `... | head`."""
    from ._commands import execute

    try:
        status = execute(command, words)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # WHY: the interpreter would flush what is left at its end, and complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE_CLOSED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
