"""What the figures were measured on: without it they mean nothing."""

import os
import platform
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import backends
import swiftprof


def description() -> dict[str, str | int | float]:
    """Processor, system and the versions of all that was measured. Versions of what is not installed: "-"."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count() or 0,
        "kernel": platform.release(),
        "clock_source": _clock_source(),
        "wall_clock_ns": round(swiftprof.clock_info().wall_cost_ns, 1),
        "python": f"{platform.python_implementation()} {platform.python_version()}{_threading()}",
        "default_backend": backends.default_backend(),
        "compiler": platform.python_compiler(),
        "swiftprof": version("swiftprof"),
        "yappi": version("yappi"),
        "numpy": version("numpy"),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _clock_source() -> str:
    source = Path("/sys/devices/system/clocksource/clocksource0/current_clocksource")
    return source.read_text().strip() if source.exists() else "unknown"


def _threading() -> str:
    """Of a free-threaded build: whether its GIL is off, as it is meant to be, with swiftprof imported."""
    if not sysconfig.get_config_var("Py_GIL_DISABLED"):
        return ""
    enabled = sys._is_gil_enabled()  # type: ignore[attr-defined,unused-ignore]
    return " free-threaded, GIL " + ("switched on by an extension" if enabled else "off")


def version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "-"
