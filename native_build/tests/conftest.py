"""What the tests of the build look at: made by scripts/test, which names it in the environment."""

import os
import sys
import zipfile
from pathlib import Path

import pytest

# WHY: native_build is not installed; setup.py finds it beside itself, and so do its tests.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))


def _named(variable: str) -> Path:
    if variable not in os.environ:
        pytest.fail(f"{variable} is not set: these tests are run by scripts/test")
    return Path(os.environ[variable])


@pytest.fixture(scope="session")
def wheels() -> list[Path]:
    found = sorted(_named("SWIFTPROF_WHEELS").glob("swiftprof-*.whl"))
    assert found, "no wheel was built"
    return found


@pytest.fixture(scope="session")
def sdist() -> Path:
    (found,) = _named("SWIFTPROF_SDIST").glob("swiftprof-*.tar.gz")
    return found


@pytest.fixture(scope="session")
def unpacked(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A folder for each wheel."""
    folders = []
    for wheel in wheels:
        folder = tmp_path_factory.mktemp(wheel.name.split("-")[2])
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        folders.append(folder)
    return folders
