"""CPython's own tests of cProfile, pstats and profile, with swiftprof.cprofile in cProfile's place.

    python run_stdlib_tests.py [--there]

`import cProfile` gives ours; `_lsprof.Profiler`, which the tests use as well, is our Profile; and where
a test runs `python -m cProfile`, it runs `python -m swiftprof.cprofile`. Exit status 0: exactly those
tests fail that `not_passing.py` lists. With `--there` nothing runs: 0 tells that this Python came with
its `test` package.
"""

import _lsprof
import sys
import unittest
from importlib.util import find_spec
from typing import Any

import swiftprof.cprofile
from not_passing import not_passing


def main() -> int:
    modules = test_modules()
    if sys.argv[1:] == ["--there"] or not modules:
        print("the tests of cProfile are", "there" if modules else "not there")
        return int(not modules)
    swiftprof.cprofile.install()
    _lsprof.Profiler = swiftprof.cprofile.Profile  # type: ignore[misc, assignment]
    run_our_command()
    suite = unittest.defaultTestLoader.loadTestsFromNames(modules)
    return report(unittest.TextTestRunner().run(suite))


def test_modules() -> list[str]:
    """Those that this Python has: cProfile's moved in 3.15."""
    if find_spec("test") is None:
        return []
    home = "test.test_profiling" if find_spec("test.test_profiling") else "test"
    name = f"{home}.test_tracing_profiler" if home != "test" else "test.test_cprofile"
    return [name, "test.test_pstats", "test.test_profile"] if find_spec(name) else []


def run_our_command() -> None:
    """Let tests that run `python -m cProfile` run ours."""
    from test.support import script_helper

    original = script_helper.run_python_until_end

    def run(*words: str, **options: Any) -> Any:
        if words[:1] == ("-m",) and words[1] in ("cProfile", "profiling.tracing"):
            words = ("-m", "swiftprof.cprofile", *words[2:])
        return original(*words, **options)

    script_helper.run_python_until_end = run


def report(result: unittest.TestResult) -> int:
    """Compares what failed with what is known to."""
    known = not_passing()
    failed = {name_of(test) for test, _ in result.failures + result.errors}
    for name in sorted(failed - known.keys()):
        print(f"NOT EXPECTED TO FAIL: {name}")
    for name in sorted(known.keys() - failed):
        print(f"EXPECTED TO FAIL, and did not: {name}")
    print(
        f"{result.testsRun} tests, {len(failed)} failed, {len(known)} of them expected to, "
        f"{len(result.skipped)} skipped"
    )
    return int(failed != known.keys() or not result.testsRun)


def name_of(test: unittest.TestCase) -> str:
    """ "CProfileTest.test_run"; of a subtest, its test's."""
    of = getattr(test, "test_case", test)
    return ".".join(of.id().split(".")[-2:])


if __name__ == "__main__":
    sys.exit(main())
