"""Runs each program here under cProfile and under swiftprof and shows what they say of it.

    python examples/cprofile_defects/run.py                 all of them, on the Python that runs this
    python examples/cprofile_defects/run.py six_threads     one of them
    python examples/cprofile_defects/run.py --markdown      rows for docs/cprofile-defects.md

Each runs in a process of its own, and is ended after --timeout seconds. Exit status 1: swiftprof was wrong.
"""

import argparse
import importlib
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
PROGRAMS = (
    "worker_thread", "worker_time", "builtins_off", "same_name_and_line", "six_threads",
    "two_at_once", "bound_builtin", "wrong_argument", "resumptions",
)  # fmt: skip
PROFILERS = {"cProfile": "under_cprofile", "swiftprof": "under_swiftprof"}


def main() -> int:
    options = _options()
    if options.answer:
        print(_answer(options.programs[0], options.answer))
        return 0
    if not options.markdown:
        print(f"Python {_python()}")
    right = True
    for name in options.programs or PROGRAMS:
        answers = {each: _in_a_process(name, each, options.timeout) for each in PROFILERS}
        right &= answers["swiftprof"] == importlib.import_module(name).RIGHT
        (_print_row if options.markdown else _print_block)(name, answers)
    return 0 if right else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=", ".join(PROGRAMS))
    parser.add_argument("--timeout", type=float, default=20, help="seconds (default: %(default)s)")
    parser.add_argument("--markdown", action="store_true", help="rows of a table")
    parser.add_argument(
        "--answer", choices=PROFILERS, help="run PROGRAM here and now under this one"
    )
    options = parser.parse_args()
    unknown = set(options.programs) - set(PROGRAMS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(PROGRAMS)}")
    if options.answer and len(options.programs) != 1:
        parser.error("--answer wants one PROGRAM")
    return options


def _answer(name: str, profiler: str) -> str:
    answer: str = getattr(importlib.import_module(name), PROFILERS[profiler])()
    return answer


def _in_a_process(name: str, profiler: str, timeout: float) -> str:
    command = [sys.executable, str(Path(__file__).resolve()), "--answer", profiler, name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return f"hangs (ended after {timeout:g} s)"
    if done.returncode < 0:
        return f"crashes (signal {-done.returncode})"
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return lines[-1] if lines else f"ends with status {done.returncode}"


def _print_block(name: str, answers: dict[str, str]) -> None:
    module = importlib.import_module(name)
    rows = {"right": module.RIGHT, **answers}
    print(f"\n{name}: {(module.__doc__ or '').strip()}")
    for who, answer in rows.items():
        print(f"  {who:10} {answer}{'' if answer == module.RIGHT else '   <- wrong'}")


def _print_row(name: str, answers: dict[str, str]) -> None:
    print(f"| {name} | {_python()} | {answers['cProfile']} | {answers['swiftprof']} |")


def _python() -> str:
    free_threaded = "free-threading" in sys.version
    return sys.version.split()[0] + (" free-threaded" if free_threaded else "")


if __name__ == "__main__":
    sys.exit(main())
