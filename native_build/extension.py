"""The C extension `swiftprof._bridge`: its sources and its flags."""

import os

from setuptools import Extension

from .swift_library import ROOT

_INCLUDE = ["Sources/CRecording/include", "Sources/CSwiftProf/include"]
_COMPILE = [
    "-std=gnu11",
    "-O2",
    "-g0",  # WHY: debug information holds the paths of the machine that built the wheel
    "-fvisibility=hidden",  # PyMODINIT_FUNC exports the one function that Python looks for
    "-Wall",
    "-Wextra",
    "-Wno-unused-parameter",  # the C API fixes the signatures of callbacks
    "-Wno-missing-field-initializers",  # the C API's tables are initialised by their first fields
    f"-ffile-prefix-map={ROOT}=.",
]
_LINK = ["-Wl,-rpath,$ORIGIN", "-Wl,-z,now"]


def bridge_extension() -> Extension:
    """Paths are relative to the project's folder, as setuptools wants them."""
    bridge = ROOT / "Sources" / "PythonBridge"
    # Warnings are errors for us (CI sets the variable), not for users with a newer compiler.
    strict = ["-Werror"] if os.environ.get("SWIFTPROF_WARNINGS_AS_ERRORS") else []
    return Extension(
        "swiftprof._bridge",
        sources=sorted(str(file.relative_to(ROOT)) for file in bridge.glob("*.c")),
        depends=sorted(
            str(file.relative_to(ROOT))
            for folder in [bridge, *(ROOT / path for path in _INCLUDE)]
            for file in folder.glob("*.h")
        ),
        include_dirs=_INCLUDE,
        libraries=["SwiftProf"],
        extra_compile_args=[*_COMPILE, *strict],
        extra_link_args=_LINK,
    )
