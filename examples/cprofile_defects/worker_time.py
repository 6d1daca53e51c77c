"""With two threads, times go to the wrong functions, and one can last longer than the whole run."""

import cProfile
import threading
import time

from reading import cprofile_entry

RIGHT = "spin 0.3 s; longest of all 0.3 s"

SPIN_SECONDS = 0.3


def leaf() -> None:
    pass


def spin() -> None:
    end = time.perf_counter() + SPIN_SECONDS
    while time.perf_counter() < end:
        leaf()


def run() -> None:
    """The worker spins, the main thread sleeps a millisecond at a time."""
    worker = threading.Thread(target=spin)
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)


def under_cprofile() -> str:
    with cProfile.Profile() as profile:
        run()
    entry = cprofile_entry(profile, "spin")
    totals = [total for _, _, _, total, _ in profile.stats.values()]  # type: ignore[attr-defined]
    spun = "not in the profile" if entry is None else f"{entry[3]:.1f} s"
    return f"spin {spun}; longest of all {max(totals):.1f} s"


def under_swiftprof() -> str:
    import swiftprof

    with swiftprof.profile() as p:
        run()
    longest = max(node.wall_total for node in p.profile.tree.walk())
    return f"spin {p[spin].wall_total:.1f} s; longest of all {longest:.1f} s"
