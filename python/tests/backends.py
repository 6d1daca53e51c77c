"""The backends that this Python has, for tests that are about one or about each of them."""

import sys

from swiftprof import _bridge

USABLE = [name for name, usable, _, _ in _bridge.backends() if usable]
UNUSABLE = [name for name, usable, _, _ in _bridge.backends() if not usable]
FREE_THREADED = "t" in sys.abiflags
