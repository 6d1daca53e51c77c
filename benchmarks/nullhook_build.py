"""Compiles benchmarks/nullhook for the Python that runs this, into a folder that goes away again."""

import os
import shlex
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCES = Path(__file__).parent / "nullhook"


@contextmanager
def compiled_nullhooks() -> Iterator[Path]:
    """The folder that holds the extension modules `null_setprofile` and `null_monitoring`."""
    with tempfile.TemporaryDirectory(prefix="nullhook-") as folder:
        for source in sorted(SOURCES.glob("*.c")):
            _compile(source, Path(folder))
        yield Path(folder)


def _compile(source: Path, folder: Path) -> None:
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    module = folder / (source.stem + sysconfig.get_config_var("EXT_SUFFIX"))
    # WHY two: Debian's pyconfig.h includes another of that name from the folder above it.
    include = Path(sysconfig.get_path("include"))
    includes = [f"-I{include}", f"-I{include.parent}"]
    subprocess.run(
        [*compiler, "-O2", "-shared", "-fPIC", *includes, source, "-o", module], check=True
    )
