"""Run a real program under cProfile or swiftprof and write its counts. A process of its own.

    count_runner.py (cprofile | swiftprof) FOLDER PROGRAM [arguments]

The program runs once before it is counted, so that imports and caches are the same for both.
"""

import gc
import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path


def json_tool(path: str) -> None:
    import json.tool

    sys.argv = ["json.tool", "--sort-keys", path]
    json.tool.main()


def compile_all(folder: str) -> None:
    import compileall

    sys.argv = ["compileall", "-f", "-q", folder]
    compileall.main()


def unit_tests(module: str) -> None:
    import unittest

    unittest.main(module=None, argv=["unittest", module], exit=False)


def highlight(path: str) -> None:
    import pygments
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    source = Path(path).read_text(encoding="utf-8")
    pygments.highlight(source, PythonLexer(), HtmlFormatter(linenos=True))


PROGRAMS: dict[str, Callable[[str], None]] = {
    "json_tool": json_tool, "compile_all": compile_all, "unit_tests": unit_tests,
    "highlight": highlight,
}  # fmt: skip


def main(profiler: str, folder: str, program: str, argument: str) -> None:
    from counts import with_cprofile, with_swiftprof

    def run() -> None:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            PROGRAMS[program](argument)

    run()
    gc.collect()
    gc.disable()
    if profiler == "cprofile":
        counts = with_cprofile(run)
    else:
        counts = with_swiftprof(run, Path(folder))
    print(json.dumps([list(map(list, part.items())) for part in counts]))


if __name__ == "__main__":
    main(*sys.argv[1:])
