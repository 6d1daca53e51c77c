"""Profile.save: formats by name and ending, whole or not at all."""

import os
import pstats
import stat
import threading
from pathlib import Path

import pytest

import sample
import swiftprof
from swiftprof import _bridge, _files


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    swiftprof.start()
    threads = [threading.Thread(target=sample.outer, name=f"t{number}") for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sample.fib(5)
    return swiftprof.stop()


def looks_like(content: bytes) -> str:
    if content.startswith(b"# callgrind format"):
        return "callgrind"
    return "table" if b"ncall" in content[:4000] else "pstats"


@pytest.mark.parametrize("format", ["table", "pstats", "callgrind"])
def test_every_ending_that_is_listed_names_its_format(
    profile: swiftprof.Profile, tmp_path: Path, format: str
) -> None:
    endings = {name: endings for name, endings, _, _ in _bridge.formats()}[format]
    assert endings
    for ending in endings:
        path = tmp_path / f"file{ending}"
        assert profile.save(path) == (str(path),)
        assert looks_like(path.read_bytes()) == format


@pytest.mark.parametrize("name", ["callgrind.out.123", "callgrind.out"])
def test_names_as_valgrind_gives_them_are_callgrind(
    profile: swiftprof.Profile, tmp_path: Path, name: str
) -> None:
    profile.save(tmp_path / name)
    assert looks_like((tmp_path / name).read_bytes()) == "callgrind"


def test_a_format_given_by_name_wins_over_the_ending(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    profile.save(tmp_path / "x.txt", format="callgrind")
    assert looks_like((tmp_path / "x.txt").read_bytes()) == "callgrind"


def test_a_file_that_is_there_is_replaced_and_keeps_its_mode(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    path = tmp_path / "x.pstats"
    path.write_text("old")
    path.chmod(0o640)
    profile.save(path)
    assert path.read_bytes() != b"old"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["x.pstats"]


def test_a_link_stays_a_link(profile: swiftprof.Profile, tmp_path: Path) -> None:
    (tmp_path / "link.pstats").symlink_to("real.pstats")
    profile.save(tmp_path / "link.pstats")
    assert (tmp_path / "link.pstats").is_symlink()
    pstats.Stats(str(tmp_path / "real.pstats"))


def test_a_device_is_written_to_and_not_replaced(profile: swiftprof.Profile) -> None:
    profile.save("/dev/null", format="pstats")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_if_writing_fails_the_old_file_stays_and_nothing_else_is_left(
    profile: swiftprof.Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.pstats"
    path.write_text("old")
    monkeypatch.setattr(_files.os, fails, full)
    with pytest.raises(swiftprof.OutputError, match=r"x\.pstats: No space left on device"):
        profile.save(path)
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["x.pstats"]


def test_a_folder_is_no_file(profile: swiftprof.Profile, tmp_path: Path) -> None:
    with pytest.raises(swiftprof.OutputError, match="Is a directory"):
        profile.save(tmp_path, format="pstats")


def test_separate_threads_are_separate_files(profile: swiftprof.Profile, tmp_path: Path) -> None:
    paths = profile.save(tmp_path / "x.callgrind", separate_threads=True)
    assert sorted(map(os.path.basename, paths)) == sorted(os.listdir(tmp_path))
    assert len(paths) == len(profile.threads) == 3
    for path, thread in zip(paths, profile.threads, strict=True):
        assert str(thread.os_id) in os.path.basename(path)
        assert path.endswith(".callgrind")


def test_the_clock_of_a_pstats_file_can_be_chosen(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    profile.save(tmp_path / "wall.pstats")
    profile.save(tmp_path / "cpu.pstats", clock="cpu")
    wall = pstats.Stats(str(tmp_path / "wall.pstats")).total_tt  # type: ignore[attr-defined]
    cpu = pstats.Stats(str(tmp_path / "cpu.pstats")).total_tt  # type: ignore[attr-defined]
    assert wall == pytest.approx(sum(thread.wall for thread in profile.threads), abs=1e-3)
    assert cpu == pytest.approx(sum(thread.cpu for thread in profile.threads), abs=1e-3)


@pytest.mark.parametrize("options", [{"clock": "sundial"}, {"thread_roots": "nonsense"}])
def test_a_bad_choice_is_refused(
    profile: swiftprof.Profile, tmp_path: Path, options: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="use "):
        profile.save(tmp_path / "x.pstats", **options)


def test_checking_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old.pstats").write_text("old")
    _files.check_writable(tmp_path / "old.pstats")
    _files.check_writable(tmp_path / "new.pstats")
    assert os.listdir(tmp_path) == ["old.pstats"]
    assert (tmp_path / "old.pstats").read_text() == "old"
