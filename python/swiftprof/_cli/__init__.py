"""The command line: `python -m swiftprof` and the console script `swiftprof`."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run the command line and give its exit status: the program's own, or 2 for a bad request."""
    from .._errors import SwiftprofError
    from ._arguments import parse
    from ._commands import print_version, profile_program
    from ._program import ProgramError

    try:
        request = parse(sys.argv[1:] if argv is None else argv)
        if request.version:
            return print_version(verbose=request.verbose)
        return profile_program(request)
    except (ProgramError, SwiftprofError) as error:
        print(f"swiftprof: {error}", file=sys.stderr)
        return 2
