"""What pyproject.toml cannot say: the package holds a Swift library and a C extension. See native_build/."""

import sys
from pathlib import Path

from setuptools import setup

# WHY: a PEP 517 front end does not put the project's folder on the path (PEP 517, "Build environment").
sys.path.insert(0, str(Path(__file__).resolve().parent))

from native_build.commands import BuildNativeCode, BuildNativeCodeFirst
from native_build.extension import bridge_extension

setup(
    ext_modules=[bridge_extension()],
    cmdclass={"build": BuildNativeCodeFirst, "build_ext": BuildNativeCode},
)
