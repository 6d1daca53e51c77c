"""Gets one Python: what is there, else from our cache, else from Debian into our cache."""

import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from . import cache, finder, from_source, unpacked
from .debian import Suite
from .finder import Interpreter
from .unavailable import Unavailable
from .versions import Version

# Which of Debian's suites has it, and whether as packages or as source that can be built so.
_WAYS: dict[str, tuple[str, ModuleType]] = {
    "3.11": ("bookworm", unpacked),
    "3.13": ("trixie", unpacked),
    "3.14": ("sid", unpacked),
    "3.15": ("sid", unpacked),
    "3.13t": ("trixie", from_source),
}
_ASK_AGAIN_SECONDS = 24 * 3600


def obtain_all(
    versions: Iterable[Version], *, refresh: bool = False
) -> dict[Version, Interpreter | Unavailable]:
    """Each of them, or why it cannot be had."""
    found: dict[Version, Interpreter | Unavailable] = {}
    for version in versions:
        try:
            found[version] = obtain(version, refresh=refresh)
        except Unavailable as error:
            found[version] = error
    return found


def obtain(version: Version, *, refresh: bool = False) -> Interpreter:
    """Raises Unavailable. `refresh`: ask Debian for a newer one than the cache's, asked today or not."""
    found = finder.find(version)
    if found and not (_is_cached(found) and (refresh or _is_due(version))):
        return found
    if str(version) not in _WAYS:
        raise Unavailable(
            f"Debian has no CPython {version}: install it, with headers (pyenv install {version})"
        )
    try:
        with cache.locked():
            return _obtain_into_cache(version, refresh=refresh)
    except OSError as error:
        raise Unavailable(f"{error.strerror}: {error.filename or cache.folder()}") from error


def _obtain_into_cache(version: Version, *, refresh: bool) -> Interpreter:
    cached = finder.find_cached(version)  # again: another process may have put it there meanwhile
    if cached and not refresh and not _is_due(version):
        return cached
    try:
        return _newest(version, cached)
    except Unavailable as error:
        if cached is None:
            raise
        print(f"Going on with {cached.path}, for there is no newer to be had: {error}", flush=True)
        return cached


def _newest(version: Version, cached: Interpreter | None) -> Interpreter:
    suite_name, way = _WAYS[str(version)]
    with cache.workshop() as workshop:
        suite = Suite(suite_name, workshop)
        home = cache.home_of(str(version), way.package_version(suite, version))
        if not (cached and cached.path.is_relative_to(home)):
            print(f"Fetching CPython {version} from Debian {suite_name} into {home}", flush=True)
            cache.move_in(way.make(suite, version, workshop, home), home)
            cached = finder.find_cached(version)
    if cached is None or not cached.path.is_relative_to(home):
        raise Unavailable(f"what was made in {home} does not run; see `scripts/pythons --help`")
    _stamp(version).touch()
    cache.remove_outdated(str(version), home)
    return cached


def _is_cached(found: Interpreter) -> bool:
    return found.path.is_relative_to(cache.folder())


def _is_due(version: Version) -> bool:
    """Whether Debian was last asked for a newer one so long ago that it is time to."""
    stamp = _stamp(version)
    return not stamp.exists() or time.time() - stamp.stat().st_mtime > _ASK_AGAIN_SECONDS


def _stamp(version: Version) -> Path:
    return cache.folder() / f"asked-{version}"
