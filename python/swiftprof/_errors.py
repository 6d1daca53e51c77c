"""What can go wrong, as a small tree. Each message says what happened and what to do.

SwiftprofError
├── AlreadyRunning      start, when a recording is on; a block that asks more of it than it records
├── NotRunning          stop or snapshot, when none is on
├── ForeignProfiler     start, when another tool is profiling
├── UnknownBackend      start: no such backend, or it cannot do that here       (also ValueError)
├── InvalidTarget       target, start: what cannot be a target                  (also ValueError)
├── InvalidFilter       filter: what cannot be filtered by                      (also ValueError)
├── NotMeasured         a number that the profile lacks                         (also AttributeError)
├── InvalidCondition    Diff.where, --fail-on: what is no condition            (also ValueError)
├── UnknownFormat       save: no such format, or a file ending that names none  (also ValueError)
├── UnknownSortKey      print_table: no such sort key                           (also ValueError)
├── UnknownFunction     profile[...]: no such function, or several              (also KeyError)
├── UnknownContext      Profile.context: no such task or context, or several    (also KeyError)
├── InputError          a file cannot be read, or is no profile                 (also OSError)
└── OutputError         a file cannot be written                                (also OSError)
"""


class SwiftprofError(Exception):
    """Base of every error that swiftprof raises on purpose."""


class AlreadyRunning(SwiftprofError):
    """A recording is on, and cannot be begun, or cannot give what a block asks for.

    There is one recording per process; blocks of `swiftprof.profile()` share it.
    """


class NotRunning(SwiftprofError):
    """What was called needs a recording that is on, or a `with` block that has ended."""


class ForeignProfiler(SwiftprofError):
    """Another tool profiles this process already; starting would silently switch it off."""


class UnknownBackend(SwiftprofError, ValueError):
    """No backend has this name, or it cannot do what is asked for on this Python."""


class InvalidTarget(SwiftprofError, ValueError):
    """What was named cannot be a target: no name of a function, or no Python function."""


class InvalidFilter(SwiftprofError, ValueError):
    """The profile cannot be filtered like this."""


class NotMeasured(SwiftprofError, AttributeError):
    """The profile lacks this number, or what was asked for does not have it: it is not zero."""


class InvalidCondition(SwiftprofError, ValueError):
    """What was given is no condition on a comparison."""


class UnknownFormat(SwiftprofError, ValueError):
    """No format has this name, or no format has a file ending like this."""


class UnknownSortKey(SwiftprofError, ValueError):
    """The table cannot be sorted by this."""


class UnknownFunction(SwiftprofError, KeyError):
    """No function of the profile, or more than one, goes by this name or object."""

    # WHY: KeyError shows the repr of its argument, which would put the sentence in quotes.
    __str__ = Exception.__str__


class UnknownContext(SwiftprofError, KeyError):
    """No task, greenlet or context of the profile, or more than one, goes by this name."""

    __str__ = Exception.__str__  # WHY: as UnknownFunction


class InputError(SwiftprofError, OSError):
    """A file cannot be read, or what it holds is no profile."""


class OutputError(SwiftprofError, OSError):
    """A file cannot be written. What stood there before is still there."""
