"""The command lines of commands.py: programs, profilers, and one run of a program under a profiler."""

import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import real_modes
from real_modes import CONTROL, OURS, VIZTRACER_ENTRIES

SCRIPT = Path(__file__).with_name("commands_program.py")
PLAIN = "plain"
# WHY: a peer that hangs (cProfile does on free-threaded builds) must not hang the benchmark.
LIMIT_SECONDS = 60
RING_IS_FULL = "Circular buffer is full"  # viztracer's words, when it has lost calls


class Program(NamedTuple):
    loops: int  # fewer calls than VIZTRACER_ENTRIES: a quarter of a second to one second
    package: str  # it needs


class Command(NamedTuple):
    arguments: tuple[str, ...]  # of Python, ahead of the script; {file} is what it writes
    file: str = ""


class Run(NamedTuple):
    wall_s: float  # of the process, from its start to its end
    file_bytes: int
    result: str  # the program's


class FailedError(Exception):
    """A command that did not do what it is timed for; the message is what it did."""


PROGRAMS = {
    "richards": Program(3, "pyperformance"),
    "deepcopy": Program(6, "pyperformance"),
    "json_dumps": Program(25, "pyperformance"),
    "pygments": Program(12, "pygments"),
    "jinja2": Program(16, "jinja2"),
}

# WHY -b: all the others record calls of builtins without being asked.
_YAPPI = ("-m", "yappi", "-b", "-o", "{file}", "-f", "pstat", "-c")
_VIZTRACER = ("-m", "viztracer", "--tracer_entries", str(VIZTRACER_ENTRIES), "-o", "{file}")
COMMANDS = {
    PLAIN: Command(()),
    CONTROL: Command(()),  # the plain command once more
    OURS: Command(("-m", "swiftprof", "run", "-o", "{file}"), "profile.pb.gz"),
    "cProfile": Command(("-m", "cProfile", "-o", "{file}"), "profile.pstats"),
    "profiling.tracing": Command(("-m", "profiling.tracing", "-o", "{file}"), "profile.pstats"),
    "yappi wall": Command((*_YAPPI, "wall"), "profile.pstats"),
    "yappi cpu": Command((*_YAPPI, "cpu"), "profile.pstats"),
    "viztracer": Command(_VIZTRACER, "profile.json"),
}


def available_commands() -> tuple[list[str], dict[str, str]]:
    """(names to run, {name: a sentence on why it is left out}), in the order of COMMANDS."""
    left_out = {
        name: reason for name, reason in real_modes.available_modes()[1].items() if name in COMMANDS
    }
    return [name for name in COMMANDS if name not in left_out], left_out


def available_programs() -> tuple[list[str], dict[str, str]]:
    """(names to run, {name: a sentence on why it is left out}), in the order of PROGRAMS."""
    left_out = {
        name: f"{each.package} is not installed here"
        for name, each in PROGRAMS.items()
        if importlib.util.find_spec(each.package) is None
    }
    return [name for name in PROGRAMS if name not in left_out], left_out


def run(command: Command, program: str, loops: int, folder: Path) -> Run:
    """Runs it once; its file is in `folder` meanwhile. FailedError when it did not do all of its work."""
    file = folder / command.file
    arguments = [each.format(file=file) for each in command.arguments]
    line = [sys.executable, *arguments, str(SCRIPT), program, str(loops)]
    begin = time.perf_counter()
    try:
        done = subprocess.run(line, capture_output=True, text=True, timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        raise FailedError(f"did not end within {LIMIT_SECONDS} s") from None
    wall_s = time.perf_counter() - begin
    if done.returncode:
        raise FailedError(f"ended with status {done.returncode}: {done.stderr.strip()[-300:]}")
    if RING_IS_FULL in done.stdout + done.stderr:
        raise FailedError(f"made more than {VIZTRACER_ENTRIES:,} calls, and lost some")
    return Run(wall_s, _take(file) if command.file else 0, _result(done.stdout))


def _take(file: Path) -> int:
    """The size of the file, which is removed."""
    if not file.exists() or not (size := file.stat().st_size):
        raise FailedError("wrote no file")
    file.unlink()
    return size


def _result(output: str) -> str:
    found = [each for each in output.splitlines() if each.startswith("result: ")]
    if not found:
        raise FailedError("did not get to the end of the program")
    return found[-1]
