"""`import cProfile` gives swiftprof's: for tools that nobody wants to change."""

from __future__ import annotations

import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

_HOMES = ("cProfile", "profiling.tracing") if sys.version_info >= (3, 15) else ("cProfile",)
"""Where the original lives. Since 3.15 in `profiling.tracing`, of which cProfile is another name."""
_NAMES = ("Profile", "label", "run", "runctx")

_originals: dict[str, ModuleType] = {}
_attributes: dict[str, dict[str, object]] = {}


def install() -> None:
    """Let `import cProfile` give `swiftprof.cprofile`, in this process, from now on.

    Modules that have imported cProfile already profit too, but those that took single names out of it
    (`from cProfile import Profile`) keep what they have: so do it early. Does nothing when it is done.
    `uninstall()` takes it back.

        import swiftprof.cprofile
        swiftprof.cprofile.install()
    """
    ours = sys.modules[__package__]
    for home in _HOMES:
        if home in _originals:
            continue
        original = import_module(home)
        if original is ours:
            continue
        _originals[home] = original
        _attributes[home] = {
            name: vars(original)[name] for name in _NAMES if name in vars(original)
        }
        for name in _attributes[home]:
            setattr(original, name, getattr(ours, name))
        _put(home, ours)


def uninstall() -> None:
    """Give `import cProfile` the original back. Does nothing when `install` was not called."""
    for home, original in _originals.items():
        for name, value in _attributes[home].items():
            setattr(original, name, value)
        _put(home, original)
    _originals.clear()
    _attributes.clear()


def _put(home: str, module: ModuleType) -> None:
    sys.modules[home] = module
    parent, _, name = home.rpartition(".")
    if parent:
        setattr(sys.modules[parent], name, module)
