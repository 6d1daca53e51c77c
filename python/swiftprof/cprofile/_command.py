"""`python -m swiftprof.cprofile`: the command line of `python -m cProfile`."""

from __future__ import annotations

import importlib.machinery
import io
import os
import sys
from types import ModuleType

from . import _pass_through

TYPE_CHECKING = False
if TYPE_CHECKING:
    from optparse import OptionParser
    from types import CodeType
    from typing import Any

_USAGE = "swiftprof.cprofile [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ..."


def main() -> OptionParser:
    """Profile the script or module that `sys.argv` names; print the table or save it.

    Exit status as of the original: 2 for a wrong command line, 0 when the program ends, by SystemExit
    too, 1 after another exception. Differences: docs/from-cprofile.md.
    """
    parser = _parser()
    options, words = parser.parse_args()
    if not words:
        parser.print_usage()
        sys.exit(2)
    sys.argv[:] = words
    # WHY now: the program may change the working directory.
    output = None if options.outfile is None else os.path.abspath(options.outfile)
    code, namespace = _module(words[0]) if options.module else _script(words[0])
    try:
        _pass_through.runctx(code, namespace, None, output, options.sort)
    except BrokenPipeError as error:
        sys.stdout = None  # WHY: nothing is left to be flushed at the end
        sys.exit(error.errno)
    return parser


def _parser() -> OptionParser:
    import pstats
    from optparse import OptionParser

    parser = OptionParser(usage=_USAGE, prog="swiftprof.cprofile")
    parser.disable_interspersed_args()
    parser.add_option(
        "-o", "--outfile", dest="outfile", default=None, help="save the statistics to <outfile>"
    )
    parser.add_option(
        "-s", "--sort", dest="sort", default=2,
        choices=sorted(pstats.Stats.sort_arg_dict_default),
        help="order of the table: a key of pstats.Stats",
    )  # fmt: skip
    parser.add_option(
        "-m", dest="module", action="store_true", default=False, help="profile a library module"
    )
    return parser


def _module(name: str) -> tuple[str, dict[str, Any]]:
    """What runs a module as `python -m` does: `runpy`, which the table shows, as the original's."""
    import runpy

    statement = "run_module(modname, run_name='__main__')"
    return statement, {"run_module": runpy.run_module, "modname": name}


def _script(path: str) -> tuple[CodeType, dict[str, Any]]:
    """A script's code, and the namespace of a new `__main__` for it, as it has when run directly."""
    sys.path.insert(0, os.path.dirname(path))
    with io.open_code(path) as file:
        source = file.read()
    code = compile(source, path, "exec", dont_inherit=True)
    module = ModuleType("__main__")
    loader = importlib.machinery.SourceFileLoader("__main__", path)
    module.__dict__.update(
        __file__=path, __loader__=loader, __builtins__=__builtins__, __package__=None
    )
    sys.modules["__main__"] = module
    return code, module.__dict__
