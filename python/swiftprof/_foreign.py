"""Other profilers in this process: who they are, and what to do about them."""

import sys

from . import _bridge
from ._errors import ForeignProfiler

_OWN_CHOICE_OF_IDS = (2, 3, 4, 5, 1, 0)  # sys.monitoring: PROFILER_ID, the free ones, the rest


def refuse_foreign_profilers(backend: str) -> None:
    """Raise ForeignProfiler if starting on `backend` would take another tool's place."""
    if backend == "monitoring":
        _refuse_without_free_tool_id()
    else:
        _refuse_profile_functions()
        _refuse_threading_hook()
        _refuse_monitoring_tool()


def _refuse_profile_functions() -> None:
    for foreign in _bridge.foreign_profilers():
        raise ForeignProfiler(
            f"{foreign.description} is profiling thread {thread_name(foreign.thread_ident)}; "
            + _how_to_remove(foreign.description)
        )


def describe_displacement(displaced: list[_bridge.ForeignProfiler]) -> str:
    """One sentence on who took which threads from a recording."""
    who = ", ".join(
        f"{one.description or 'something'} on thread {thread_name(one.thread_ident)}"
        for one in displaced
    )
    return f"another profiler took swiftprof's place ({who}): calls after that are missing"


def thread_name(ident: int) -> str:
    """The name of a running thread, or its number where `threading` does not know it."""
    threading = sys.modules.get("threading")
    if threading is None:
        return "MainThread"
    for thread in threading.enumerate():
        if thread.ident == ident:
            return str(thread.name)
    return str(ident)


def _how_to_remove(description: str) -> str:
    if "Profile" in description.rpartition(".")[2]:
        return "call its disable() first"
    return "end it, or call sys.setprofile(None) in that thread, first"


def _refuse_threading_hook() -> None:
    threading = sys.modules.get("threading")
    hook = threading.getprofile() if threading is not None else None
    if hook is not None:
        name = f"{getattr(hook, '__module__', '?')}.{getattr(hook, '__qualname__', repr(hook))}"
        raise ForeignProfiler(
            f"{name} is to profile every new thread (threading.setprofile); "
            "end it, or call threading.setprofile(None), first"
        )


def _refuse_monitoring_tool() -> None:
    if sys.version_info >= (3, 12):
        tool = sys.monitoring.get_tool(sys.monitoring.PROFILER_ID)
        if tool is not None:
            advice = "call its disable()" if tool == "cProfile" else "end it, or free that tool id,"
            raise ForeignProfiler(
                f"{tool} is profiling this process (it holds sys.monitoring's PROFILER_ID); "
                f"{advice} first"
            )


def _refuse_without_free_tool_id() -> None:
    if sys.version_info >= (3, 12):
        holders = {number: sys.monitoring.get_tool(number) for number in _OWN_CHOICE_OF_IDS}
        if all(holders.values()):
            held = ", ".join(f"{number} by {holders[number]}" for number in sorted(holders))
            raise ForeignProfiler(
                f"every tool id of sys.monitoring is taken ({held}); end one of these tools first, "
                'or start with backend="setprofile"'
            )
