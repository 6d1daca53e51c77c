"""What people wait for: whole commands of swiftprof and its peers, from their start to the file on the disk.

    python benchmarks/commands.py                         all of it, about ten minutes
    python benchmarks/commands.py --python PYTHON ...     the same on other Pythons, one after the other
    python benchmarks/commands.py --program jinja2        one program (may be given again)
    python benchmarks/commands.py --json FILE             the figures for a program, too
    python benchmarks/commands.py --quick                 does it run? (its times mean nothing)

real.py times a program while the profiler is on. Here it is `python -m swiftprof run -o FILE PROGRAM`, say,
beside `python PROGRAM`: with start of the interpreter, import of the profiler and of the program (which is
recorded), what is made of the recording, writing the file. Commands come in turn, all of them in each round,
after a short run of each that is not timed. Figures are medians over the rounds, of wall time; "adds" is the
median of a command less that of the plain one. `nothing` is the plain one once more: how far it is from 0 is
what the machine adds by itself. Files are written where temporary files are (TMPDIR).

All record calls of builtins (yappi by -b), write the file that they write by themselves (swiftprof its
own, which has all that it recorded) and have their defaults; viztracer has room for 2,000,000 calls, and no
program makes as many. What is not to be had here is left out, and it is said why.
Exit status 1: swiftprof broke a program, or a program that was asked for cannot be run.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import commands_lines
from commands_lines import COMMANDS, PLAIN, PROGRAMS, FailedError, Run
from commands_tables import print_all
from real_modes import OURS
from real_verdicts import geometric_means, ratios
from rerun import add_options, on_pythons
from tables import print_left_out

PACKAGES = ("viztracer", "pyperformance", "pygments", "jinja2")

Runs = dict[str, list[Run]]  # by command


def main() -> int:
    options = _options()
    if options.python:
        return on_pythons(options.python, __file__)
    if importlib.util.find_spec("swiftprof") is None:
        sys.exit("commands.py: swiftprof is not installed here; see benchmarks/README.md")
    commands, left_out = commands_lines.available_commands()
    programs = _programs(options.program, left_out)
    print_left_out(left_out)
    failures: list[str] = []
    figures = {name: _measure(name, commands, options, failures) for name in programs}
    document = _document(options, commands, figures, left_out, failures)
    print_all(document)
    for failure in failures:
        print(f"FAILED: {failure}")
    if options.json:
        options.json.write_text(json.dumps(document, indent=1) + "\n")
    broken = any(each.startswith((f"{OURS}:", f"{PLAIN}:")) for each in failures)
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser, "--program", PROGRAMS)
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--quick", action="store_true", help="a smoke test: one short round")
    options = parser.parse_args()
    if options.python and options.json:
        parser.error("--json is for one Python: run this benchmark with that one")
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    if options.quick:
        options.rounds = 1
    return options


def _programs(asked: list[str], left_out: dict[str, str]) -> list[str]:
    """Those asked for, which all must be there; else all that are, and to `left_out` why others are not."""
    programs, reasons = commands_lines.available_programs()
    for name in asked:
        if name in reasons:
            sys.exit(f"commands.py: {name}: {reasons[name]}; see benchmarks/README.md")
    if asked:
        return asked
    left_out.update(reasons)
    if not programs:
        sys.exit("commands.py: no program to run; see benchmarks/README.md")
    return programs


def _measure(
    program: str, commands: list[str], options: argparse.Namespace, failures: list[str]
) -> dict[str, Any]:
    """Figures by command. One that failed has none and is not run again; `failures` says how."""
    loops = 1 if options.quick else PROGRAMS[program].loops
    with tempfile.TemporaryDirectory(prefix="commands-") as folder:
        warm = _round(program, commands, 1, Path(folder), failures)
        runs: Runs = {name: [] for name in warm}
        for number in range(options.rounds):
            print(f"\r{program:12} round {number + 1}", end="", file=sys.stderr, flush=True)
            done = _round(program, list(runs), loops, Path(folder), failures)
            runs = {name: [*runs[name], run] for name, run in done.items()}
    print(file=sys.stderr)
    return _figures(runs) if PLAIN in runs else {}


def _round(
    program: str, commands: list[str], loops: int, folder: Path, failures: list[str]
) -> dict[str, Run]:
    """Each command once, the plain one first. Those that fail are not in what is returned."""
    runs: dict[str, Run] = {}
    for name in commands:
        try:
            run = commands_lines.run(COMMANDS[name], program, loops, folder)
            if run.result != runs.get(PLAIN, run).result:
                raise FailedError("gave another result than without it")
        except FailedError as failure:
            failures.append(f"{name}: {program} {failure}")
        else:
            runs[name] = run
    return runs


def _figures(runs: Runs) -> dict[str, Any]:
    plain_s = median(run.wall_s for run in runs[PLAIN])
    return {
        name: {
            "wall_s": median(run.wall_s for run in each),
            "added_s": median(run.wall_s for run in each) - plain_s,
            "file_bytes": round(median(run.file_bytes for run in each)),
            "rounds_s": [run.wall_s for run in each],
        }
        for name, each in runs.items()
    }


def _document(
    options: argparse.Namespace,
    commands: list[str],
    figures: dict[str, dict[str, Any]],
    left_out: dict[str, str],
    failures: list[str],
) -> dict[str, Any]:
    import machine

    slowdowns = {
        program: {name: each["wall_s"] / row[PLAIN]["wall_s"] for name, each in row.items()}
        for program, row in figures.items()
    }
    for row in slowdowns.values():
        row.pop(PLAIN, None)
    found = ratios(slowdowns)
    return {
        "command": " ".join(["python", "benchmarks/commands.py", *sys.argv[1:]]),
        "date": datetime.now(UTC).date().isoformat(),
        "rounds": options.rounds,
        "machine": {
            **machine.description(),
            **{name: machine.version(name) for name in PACKAGES},
        },
        "commands": commands,
        "lines": {name: " ".join(COMMANDS[name].arguments) for name in commands},
        "loops": {name: 1 if options.quick else PROGRAMS[name].loops for name in figures},
        "programs": figures,
        "ratios": found,
        "geometric_means": geometric_means(found),
        "left_out": left_out,
        "failures": failures,
    }


if __name__ == "__main__":
    sys.exit(main())
