"""swiftprof in the place of cProfile: change the import, and nothing else.

    import swiftprof.cprofile as cProfile

    cProfile.run("work()", sort="cumulative")
    with cProfile.Profile() as profile:
        work()
    profile.print_stats("tottime")

The same names, counts and tables; times without what recording takes, and threads kept apart. What is
different, and why: docs/from-cprofile.md. `install()` does it for a whole process.
"""

from ._codes import label
from ._command import main
from ._installing import install, uninstall
from ._pass_through import Profile, run, runctx

__all__ = ["Profile", "install", "label", "main", "run", "runctx", "uninstall"]
