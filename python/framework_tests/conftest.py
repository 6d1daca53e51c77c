"""Fixtures: the backends that there are here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import swiftprof
from swiftprof import _bridge

# WHY: tests are imported by file (--import-mode=importlib); this is where their common parts are.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(params=[name for name, usable, *_ in _bridge.backends() if usable])
def backend(request: pytest.FixtureRequest) -> str:
    """Each backend that this Python has."""
    name: str = request.param
    return name


@pytest.fixture(autouse=True)
def no_recording_left_behind() -> Iterator[None]:
    yield
    left = swiftprof.is_running()
    if left:
        swiftprof.stop()
    assert not left, "the test left a recording on"
