"""The version, as the installed distribution tells it: setup.py is the one place that holds it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("swiftprof")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
