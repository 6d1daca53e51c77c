"""Compiles benchmarks/nullhook for the Python that runs this, into a folder that goes away again."""

import os
import shlex
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parent / "nullhook" / "nullhook.c"


@contextmanager
def compiled_nullhook() -> Iterator[Path]:
    """The folder that holds the extension module `nullhook`."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    with tempfile.TemporaryDirectory(prefix="nullhook-") as folder:
        module = Path(folder) / ("nullhook" + sysconfig.get_config_var("EXT_SUFFIX"))
        include = sysconfig.get_path("include")
        subprocess.run(
            [*compiler, "-O2", "-shared", "-fPIC", f"-I{include}", SOURCE, "-o", module], check=True
        )
        yield Path(folder)
