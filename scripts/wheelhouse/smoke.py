"""Tries a wheel as its users get it: in a fresh environment, on a machine without compilers."""

import tempfile
from pathlib import Path

from checks.step import say, succeeds
from checks.tools import pip_install
from interpreters.finder import Interpreter

PROGRAM = Path(__file__).with_name("smoke_program.py")


def smoke_test(interpreter: Interpreter, wheel: Path) -> bool:
    """Both ways in, the API and the command line, with every backend that this Python has."""
    with tempfile.TemporaryDirectory(prefix="swiftprof-smoke-") as folder:
        environment = Path(folder) / "environment"
        if not succeeds(interpreter.path, "-m", "venv", "--without-pip", environment):
            return False
        if not pip_install(environment, "--no-index", wheel):  # no index: it needs nothing else
            return False
        tried = [
            _try(environment, backend, Path(folder)) for backend in interpreter.version.backends
        ]
        return all(tried)


def _try(environment: Path, backend: str, folder: Path) -> bool:
    say(f"backend {backend}:")
    programs = environment / "bin"
    # env -i: no variable of ours; PATH has the environment's programs and nothing else.
    bare = ["env", "-i", f"PATH={programs}", f"SWIFTPROF_BACKEND={backend}"]
    saved, program = folder / f"{backend}.pstats", ["-I", PROGRAM]
    run = [*bare, programs / "python", *program]
    command_line = [*bare, programs / "swiftprof", "-q", "-o", saved, PROGRAM, "work"]
    return (
        succeeds(*run, "api", backend, folder / f"{backend}-api.pstats")
        and succeeds(*command_line)
        and succeeds(*run, "read", saved)
    )
