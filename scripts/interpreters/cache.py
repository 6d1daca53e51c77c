"""Where Pythons that were fetched or built are kept: one folder each, named after version and package."""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Long enough that no run that began with an old one still needs it.
_OLD_ONES_STAY_SECONDS = 2 * 24 * 3600


def folder() -> Path:
    """Outside of the checkout: all checkouts share it, and `git clean` spares it."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "swiftprof" / "pythons"


def home_of(name: str, package_version: str) -> Path:
    """Where Python `name` ("3.14") made from this version of its package lives."""
    return folder() / f"{name}-{package_version.replace(':', '_')}"


def homes_of(name: str) -> list[Path]:
    """All there are, the newest first."""
    homes = [each for each in folder().glob(f"{name}-*") if each.is_dir()]
    return sorted(homes, key=lambda home: home.stat().st_mtime, reverse=True)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """One process at a time; others wait and then find the work done. Raises OSError."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Waiting for another process that fetches Pythons into {folder()}", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """A folder on the same disk, gone afterwards. Call with the lock held: removes what a killed run left."""
    for left in folder().glob(".making-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        prefix=".making-", dir=folder(), ignore_cleanup_errors=True
    ) as path:
        yield Path(path)


def move_in(made: Path, home: Path) -> None:
    """Put a finished one in its place, which a broken one may hold."""
    shutil.rmtree(home, ignore_errors=True)
    made.rename(home)
    os.utime(home)


def remove_outdated(name: str, current: Path) -> None:
    limit = time.time() - _OLD_ONES_STAY_SECONDS
    for home in homes_of(name):
        if home != current and home.stat().st_mtime < limit:
            shutil.rmtree(home, ignore_errors=True)
