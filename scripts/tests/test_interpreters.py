"""Which Python is taken, and what is said when there is none."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from interpreters import cache, finder, obtain
from interpreters.debian import Suite
from interpreters.unavailable import Unavailable
from interpreters.versions import VERSIONS, Version, running
from wheelhouse.build import wheel_of

HERE = running()
ABSENT = Version("3.14") if Version("3.14") != HERE else Version("3.15")


@pytest.fixture(autouse=True)
def empty_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Python on PATH, in pyenv, in /usr or in the cache; Debian cannot be asked."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(finder, "_elsewhere", lambda version: iter(()))


def put_in_cache(version: Version, package_version: str, program: str) -> Path:
    path = cache.home_of(str(version), package_version) / "bin" / f"python{version}"
    path.parent.mkdir(parents=True)
    path.write_text(program)
    path.chmod(0o755)
    return path


def pretends(version: Version) -> str:
    """A program that answers as a usable Python of that version does."""
    return f"#!/bin/sh\necho {version}.7\n"


def test_wheels_with_and_without_the_gil_are_told_apart(tmp_path: Path) -> None:
    for version in VERSIONS:
        (tmp_path / f"swiftprof-1-{version.wheel_tag}-manylinux_2_34_x86_64.whl").touch()
    found = [wheel_of(version, tmp_path) for version in VERSIONS]
    assert [each and each.name.split("-", 2)[2].split("-many")[0] for each in found] == [
        *("cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314", "cp315-cp315"),
        "cp313-cp313t",
    ]


def test_the_python_that_runs_is_taken() -> None:
    found = finder.find(HERE)
    assert found is not None
    assert found.path == Path(sys.executable)
    assert found.release.startswith(HERE.number + ".")


def test_another_version_is_not_taken_for_it() -> None:
    assert finder.inspect(ABSENT, Path(sys.executable), "") is None
    other = Version(HERE.number, free_threaded=not HERE.free_threaded)
    assert finder.inspect(other, Path(sys.executable), "") is None


def test_a_broken_python_is_not_taken() -> None:
    path = put_in_cache(ABSENT, "1", "#!/bin/sh\nexit 1\n")
    assert finder.inspect(ABSENT, path, "") is None
    path.write_text("not a program")
    assert finder.inspect(ABSENT, path, "") is None


def test_without_apt_get_it_is_said_in_one_line() -> None:
    with pytest.raises(Unavailable, match="there is no apt-get here") as caught:
        obtain.obtain(ABSENT)
    assert "\n" not in str(caught.value)
    assert list(cache.folder().glob(".making-*")) == []


def test_a_cache_that_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(Unavailable, match="Not a directory"):
        obtain.obtain(ABSENT)


def test_the_cached_one_is_kept_where_no_newer_can_be_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = put_in_cache(ABSENT, "1", pretends(ABSENT))
    assert obtain.obtain(ABSENT).path == path
    assert "there is no newer to be had" in capsys.readouterr().out


def test_debian_is_asked_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_in_cache(ABSENT, "1", pretends(ABSENT))
    asked: list[str] = []

    def answer(suite: Suite, name: str, workshop: Path) -> None:
        asked.append(name)

    monkeypatch.setattr(Suite, "__init__", answer)
    monkeypatch.setattr(Suite, "version", lambda suite, package: "1")
    for _ in range(2):
        assert obtain.obtain(ABSENT).path == path
    assert asked == ["sid"]
    stamp = cache.folder() / f"asked-{ABSENT}"
    os.utime(stamp, (0, time.time() - 2 * 24 * 3600))
    obtain.obtain(ABSENT)
    assert asked == ["sid", "sid"]


def test_a_newer_package_replaces_the_cached_one(monkeypatch: pytest.MonkeyPatch) -> None:
    old = put_in_cache(ABSENT, "1", pretends(ABSENT))
    os.utime(old.parent.parent, (0, 0))

    def make(suite: Suite, version: Version, workshop: Path, home: Path) -> Path:
        made = workshop / "made"
        (made / "bin").mkdir(parents=True)
        shutil.copy(old, made / "bin" / old.name)
        return made

    monkeypatch.setattr(Suite, "__init__", lambda *arguments: None)
    monkeypatch.setattr(Suite, "version", lambda suite, package: "1:2")
    monkeypatch.setattr(obtain.unpacked, "make", make)
    found = obtain.obtain(ABSENT)
    assert found.path == cache.folder() / f"{ABSENT}-1_2" / "bin" / f"python{ABSENT}"
    assert not old.exists()


def test_what_does_not_run_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    def make(suite: Suite, version: Version, workshop: Path, home: Path) -> Path:
        (workshop / "made").mkdir()
        return workshop / "made"

    monkeypatch.setattr(Suite, "__init__", lambda *arguments: None)
    monkeypatch.setattr(Suite, "version", lambda suite, package: "1")
    monkeypatch.setattr(obtain.unpacked, "make", make)
    with pytest.raises(Unavailable, match="does not run"):
        obtain.obtain(ABSENT)


def test_one_process_at_a_time_works_on_the_cache(tmp_path: Path) -> None:
    program = "from interpreters import cache\nwith cache.locked(): print('had it')"
    with cache.locked():
        other = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=Path(cache.__file__).parent.parent,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert other.stdout is not None
        assert other.stdout.readline().startswith("Waiting for another process")
    assert other.communicate(timeout=60)[0] == "had it\n"
