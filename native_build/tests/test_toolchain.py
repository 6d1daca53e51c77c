"""What is missing to build is said in one sentence, with what to install."""

import re
import sysconfig
from pathlib import Path

import pytest
from setuptools.errors import PlatformError

from native_build import toolchain


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, with a Swift and a C compiler that are new enough."""
    write(tmp_path / "swift", 'echo "Swift version 6.3.1 (swift-6.3.1-RELEASE)"')
    write(tmp_path / "gcc", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CC", "gcc -pthread")
    return tmp_path


def write(program: Path, body: str) -> None:
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def complaint() -> str:
    with pytest.raises(PlatformError) as caught:
        toolchain.check()
    message = str(caught.value)
    assert message.count("\n") == 0
    return message


@pytest.mark.usefixtures("programs")
def test_says_nothing_when_everything_is_there() -> None:
    toolchain.check()


def test_no_swift(programs: Path) -> None:
    (programs / "swift").unlink()
    expected = r"needs Swift 6\.2 or newer .* no `swift` on PATH: install .*swift\.org"
    assert re.search(expected, complaint())


@pytest.mark.parametrize(
    ("says", "version"),
    [("Swift version 5.10.1 (swift-5.10.1-RELEASE)", "5.10"), ("Swift version 6.1 (x)", "6.1")],
)
def test_swift_too_old(programs: Path, says: str, version: str) -> None:
    write(programs / "swift", f'echo "{says}"')
    assert f"swift is {version}: install a newer toolchain" in complaint()


def test_swift_that_does_not_tell_its_version(programs: Path) -> None:
    write(programs / "swift", "exit 1")
    assert "does not say its version" in complaint()


def test_no_c_compiler(programs: Path) -> None:
    (programs / "gcc").unlink()
    assert "there is no `gcc` on PATH: install one" in complaint()


@pytest.mark.usefixtures("programs")
def test_no_python_headers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path / "include"))
    assert re.search(
        r"there is no .*/Python\.h: .*apt-get install libpython3\.\d+-dev", complaint()
    )


@pytest.mark.usefixtures("programs")
def test_another_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain.platform, "machine", lambda: "aarch64")
    assert "runs on Linux x86-64 so far, and this is linux aarch64" in complaint()
