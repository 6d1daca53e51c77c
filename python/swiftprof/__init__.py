"""swiftprof: exact calls, wall time and CPU time per function and per thread.

    import swiftprof

    with swiftprof.profile() as p:
        work()
    p.print_table(limit=20)
    p.save("work.pstats")

Importing it starts nothing. What is heavy to import is imported when it is first used. What is
listed in `__all__` is the API; every other name may change.
"""

from ._session import clear, is_running, snapshot, start, stop

TYPE_CHECKING = False  # WHY: as good as typing's for type checkers, without the time typing takes
if TYPE_CHECKING:
    from ._clock import ClockInfo, clock_info
    from ._contexts import Context
    from ._diff import Diff, diff
    from ._diff_rows import Change, EdgeDiff, FunctionDiff, Range
    from ._errors import (
        AlreadyRunning,
        ForeignProfiler,
        InputError,
        InvalidCondition,
        InvalidFilter,
        InvalidTarget,
        NotMeasured,
        NotRunning,
        OutputError,
        SwiftprofError,
        UnknownBackend,
        UnknownContext,
        UnknownFormat,
        UnknownFunction,
        UnknownSortKey,
    )
    from ._merging import merge
    from ._own_contexts import set_context
    from ._profile import Profile
    from ._profiling import profile
    from ._rows import CallEdge, Function, Thread
    from ._spans import span
    from ._switch import disable, enable
    from ._targets import Target, target
    from ._tree import Node, Tree
    from ._version import __version__

__all__ = [
    "AlreadyRunning",
    "CallEdge",
    "Change",
    "ClockInfo",
    "Context",
    "Diff",
    "EdgeDiff",
    "ForeignProfiler",
    "Function",
    "FunctionDiff",
    "InputError",
    "InvalidCondition",
    "InvalidFilter",
    "InvalidTarget",
    "Node",
    "NotMeasured",
    "NotRunning",
    "OutputError",
    "Profile",
    "Range",
    "SwiftprofError",
    "Target",
    "Thread",
    "Tree",
    "UnknownBackend",
    "UnknownContext",
    "UnknownFormat",
    "UnknownFunction",
    "UnknownSortKey",
    "__version__",
    "clear",
    "clock_info",
    "diff",
    "disable",
    "enable",
    "is_running",
    "merge",
    "profile",
    "set_context",
    "snapshot",
    "span",
    "start",
    "stop",
    "target",
]

_HOME = {
    "_clock": ("ClockInfo", "clock_info"),
    "_contexts": ("Context",),
    "_diff": ("Diff", "diff"),
    "_diff_rows": ("Change", "EdgeDiff", "FunctionDiff", "Range"),
    "_errors": (
        "AlreadyRunning",
        "ForeignProfiler",
        "InputError",
        "InvalidCondition",
        "InvalidFilter",
        "InvalidTarget",
        "NotMeasured",
        "NotRunning",
        "OutputError",
        "SwiftprofError",
        "UnknownBackend",
        "UnknownContext",
        "UnknownFormat",
        "UnknownFunction",
        "UnknownSortKey",
    ),
    "_merging": ("merge",),
    "_own_contexts": ("set_context",),
    "_profile": ("Profile",),
    "_profiling": ("profile",),
    "_rows": ("CallEdge", "Function", "Thread"),
    "_spans": ("span",),
    "_switch": ("disable", "enable"),
    "_targets": ("Target", "target"),
    "_tree": ("Node", "Tree"),
    "_version": ("__version__",),
}


def __getattr__(name: str) -> object:
    """Import the module that `name` lives in, the first time it is asked for (PEP 562)."""
    for module, names in _HOME.items():
        if name in names:
            from importlib import import_module

            value: object = getattr(import_module("." + module, __name__), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
