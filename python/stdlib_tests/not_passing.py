"""Which of CPython's own tests do not pass with swiftprof.cprofile, and why. docs/from-cprofile.md too."""

import sys

_HOOK = (
    "asks for `sys.getprofile() is profile`: the hook of 3.11 is swiftprof's own, not the Profile; "
    "the documentation says nothing of it"
)
_CALLBACKS = (
    "calls private methods, `_pystart_callback` and the like, which `sys.monitoring` calls in the "
    "original; swiftprof's callbacks are elsewhere"
)


def not_passing() -> dict[str, str]:
    """Test -> reason, of the Python that runs."""
    tests = {}
    if sys.version_info < (3, 12):
        tests["CProfileTest.test_profile_enable_disable"] = _HOOK
        tests["CProfileTest.test_profile_as_context_manager"] = _HOOK
    if sys.version_info >= (3, 13, 1):
        tests["CProfileTest.test_crash_with_not_enough_args"] = _CALLBACKS
    return tests
