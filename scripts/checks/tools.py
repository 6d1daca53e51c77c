"""The linters and builders, in an environment in .cache/tools: nothing is installed into the system."""

import subprocess
import sys
from pathlib import Path

from .step import CACHE, succeeds

FOLDER = CACHE / "tools"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def tool(name: str) -> Path:
    """The command `name` of the environment."""
    return FOLDER / "bin" / name


def install() -> None:
    """Makes the environment, or finds it made from the same list by the same Python.

    Raises CalledProcessError.
    """
    stamp = FOLDER / "made-from.txt"
    wanted = f"{sys.version}\n{REQUIREMENTS.read_text()}"
    if not (stamp.exists() and stamp.read_text() == wanted):
        print(f"Installing tools into {FOLDER}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        pip = [tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
        stamp.write_text(wanted)


def pip_install(environment: Path, *arguments: str | Path) -> bool:
    """Install into another environment, which then needs no pip. Whether that succeeded."""
    pip = [tool("python"), "-m", "pip", "--python", environment / "bin" / "python", "install"]
    return succeeds(*pip, "--quiet", "--disable-pip-version-check", *arguments)
