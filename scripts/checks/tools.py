"""The linters and builders, in an environment in .cache/tools: nothing is installed into the system."""

import subprocess
import sys
from pathlib import Path

from step import CACHE, Outcome

FOLDER = CACHE / "tools"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def tool(name: str) -> Path:
    """The command `name` of the environment."""
    return FOLDER / "bin" / name


def install() -> Outcome:
    """Makes the environment, or finds it made from the same list by the same Python."""
    stamp = FOLDER / "made-from.txt"
    wanted = f"{sys.version}\n{REQUIREMENTS.read_text()}"
    if not (stamp.exists() and stamp.read_text() == wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        pip = [tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
        stamp.write_text(wanted)
    return Outcome(passed=1)


def pip_install(environment: Path, *arguments: str | Path) -> None:
    """Install into another environment, which then needs no pip. Raises CalledProcessError."""
    command = [tool("python"), "-m", "pip", "--python", environment / "bin" / "python", "install"]
    subprocess.run([*command, "--quiet", "--disable-pip-version-check", *arguments], check=True)
