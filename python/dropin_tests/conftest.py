"""Fixtures: the backends that there are here; nothing stays on."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import swiftprof
from swiftprof import _bridge

# WHY: tests are imported by file (--import-mode=importlib); this is where their common parts are.
sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "tests"))  # sample


@pytest.fixture(params=[name for name, usable, *_ in _bridge.backends() if usable])
def backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each backend that this Python has, as the default one."""
    name: str = request.param
    monkeypatch.setenv("SWIFTPROF_BACKEND", name)
    return name


@pytest.fixture(autouse=True)
def no_recording_left_behind() -> Iterator[None]:
    yield
    left = swiftprof.is_running()
    if left:
        swiftprof.stop()
    assert not left, "the test left a recording on"


@pytest.fixture(autouse=True)
def yappi_as_new() -> Iterator[None]:
    """Both start without statistics, callbacks and settings of another test."""
    yield
    from yappi_pair import BOTH

    for yappi in BOTH:
        yappi.stop()
        yappi.set_context_id_callback(None)
        yappi.set_context_name_callback(None)
        yappi.set_tag_callback(None)
        yappi.clear_stats()
        yappi.set_context_backend("native_thread")
        yappi.set_clock_type("cpu")


@pytest.fixture
def saved(tmp_path: Path) -> str:
    """A file that yappi has written."""
    from yappi_pair import original, stats_of
    from yappi_sample import program

    path = str(tmp_path / "saved.ystat")
    stats_of(original, program, builtins=True).save(path)
    return path
