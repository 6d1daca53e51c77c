"""The Pythons that swiftprof supports, and how each is written: "3.13t" is 3.13 without the GIL (PEP 703)."""

import argparse
import sys
import sysconfig
from dataclasses import dataclass


@dataclass(frozen=True)
class Version:
    """`number`: "3.13"."""

    number: str
    free_threaded: bool = False

    def __str__(self) -> str:
        return self.number + ("t" if self.free_threaded else "")

    @property
    def wheel_tag(self) -> str:
        """Interpreter and ABI as in a wheel's name (PEP 425, PEP 703)."""
        interpreter = "cp" + self.number.replace(".", "")
        return f"{interpreter}-{interpreter}{'t' if self.free_threaded else ''}"

    @property
    def backends(self) -> tuple[str, ...]:
        """swiftprof's backends there: sys.monitoring is new in 3.12 (PEP 669), setprofile needs the GIL."""
        if self.free_threaded:
            return ("monitoring",)
        minor = int(self.number.split(".")[1])
        return ("setprofile", "monitoring") if minor >= 12 else ("setprofile",)


VERSIONS = (
    Version("3.11"),
    Version("3.12"),
    Version("3.13"),
    Version("3.14"),
    Version("3.15"),
    Version("3.13", free_threaded=True),
)


def argument(name: str) -> Version:
    """Of a command line. Raises argparse's error for a version that is not supported."""
    for version in VERSIONS:
        if str(version) == name:
            return version
    raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(map(str, VERSIONS))}")


def running() -> Version:
    """That of the Python which runs this, or the oldest supported if that one is not."""
    number = f"{sys.version_info.major}.{sys.version_info.minor}"
    version = Version(number, bool(sysconfig.get_config_var("Py_GIL_DISABLED")))
    return version if version in VERSIONS else VERSIONS[0]
