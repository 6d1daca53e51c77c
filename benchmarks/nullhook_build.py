"""Compiles nullhook/ and lockcount/ for the Python that runs this, into a folder that goes away again."""

import os
import shlex
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = (Path(__file__).parent / "nullhook", Path(__file__).parent / "lockcount")


@contextmanager
def compiled_nullhooks() -> Iterator[Path]:
    """The folder with the extension modules null_setprofile and null_monitoring, and with lockcount."""
    with tempfile.TemporaryDirectory(prefix="nullhook-") as folder:
        for source in (file for sources in FOLDERS for file in sorted(sources.glob("*.c"))):
            _compile(source, compiled(source.stem, Path(folder)))
        yield Path(folder)


def compiled(name: str, folder: Path) -> Path:
    """Where `compiled_nullhooks` puts what it makes of NAME.c."""
    return folder / (name + sysconfig.get_config_var("EXT_SUFFIX"))


def _compile(source: Path, module: Path) -> None:
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    # WHY two: Debian's pyconfig.h includes another of that name from the folder above it.
    include = Path(sysconfig.get_path("include"))
    includes = [f"-I{include}", f"-I{include.parent}"]
    subprocess.run(
        [*compiler, "-O2", "-shared", "-fPIC", *includes, source, "-o", module], check=True
    )
