"""Which backends the swiftprof that is installed here has, and which of them it takes by itself."""

import inspect
import sys
from typing import Any

import swiftprof

BACKENDS = ("setprofile", "monitoring")


def start_arguments(backend: str) -> dict[str, Any]:
    """What `swiftprof.start` needs to use `backend`: nothing where it knows one only."""
    return {"backend": backend} if _has_a_choice() else {}


def why_not(backend: str) -> str | None:
    """Why `backend` cannot be used here; None if it can. Starts and stops a recording to see."""
    if not _has_a_choice():
        only = f"swiftprof {swiftprof.__version__} has no other backend than setprofile"
        return None if backend == "setprofile" else only
    try:
        swiftprof.start(**start_arguments(backend))
    except (swiftprof.SwiftprofError, ValueError) as error:
        return str(error)
    swiftprof.stop()
    return None


def default_backend() -> str:
    """Seen from outside: with the monitoring backend a tool id is taken while a recording is on."""
    before = _monitoring_tools()
    swiftprof.start()
    taken = _monitoring_tools() != before
    swiftprof.stop()
    return "monitoring" if taken else "setprofile"


def _has_a_choice() -> bool:
    return "backend" in inspect.signature(swiftprof.start).parameters


def _monitoring_tools() -> list[str | None]:
    monitoring: Any = getattr(sys, "monitoring", None)
    return [monitoring.get_tool(tool) for tool in range(6)] if monitoring else []
