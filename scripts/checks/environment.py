"""An environment for tests that run once: the wheel of one Python and what the tests need besides."""

import shutil
from pathlib import Path

from interpreters.finder import Interpreter
from wheelhouse.build import wheel_of

from .step import say, succeeds
from .tools import pip_install
from .wheels import WHEELS


def environment_from_wheel(interpreter: Interpreter, folder: Path, requirements: Path) -> bool:
    """Make the environment anew. Whether that succeeded."""
    shutil.rmtree(folder, ignore_errors=True)  # no step may find an older wheel there
    wheel = wheel_of(interpreter.version, WHEELS)
    if wheel is None:
        say("There is no wheel to install.")
        return False
    made = succeeds(interpreter.path, "-m", "venv", "--without-pip", folder)
    return made and pip_install(folder, wheel, "-r", requirements)
