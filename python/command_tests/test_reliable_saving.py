"""A save that does not succeed leaves what was there; what is no plain file is written to as it is."""

import os
import random
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import recordings
import swiftprof
from commands import clean_environment
from recordings import profile_of, values

SAVE_AGAIN_AND_AGAIN = """
import sys, swiftprof
profiles = [swiftprof.Profile.load(path) for path in sys.argv[2:]]
profiles[0].save(sys.argv[1], "json")
print("ready", flush=True)
while True:
    for profile in profiles:
        profile.save(sys.argv[1], "json")
"""
KILLS = 40
MOST_KILLS = 400


@pytest.fixture(scope="module")
def small() -> swiftprof.Profile:
    return profile_of(recordings.generators)


@pytest.fixture(scope="module")
def large() -> swiftprof.Profile:
    """Of some 100 kB as JSON and 50 kB as a native file."""
    return profile_of(recordings.many_contexts)


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


def test_a_save_that_is_killed_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, small: swiftprof.Profile, large: swiftprof.Profile
) -> None:
    (tmp_path / "inputs").mkdir()
    inputs = [tmp_path / "inputs" / name for name in ("small.pb.gz", "large.pb.gz")]
    folder = tmp_path / "outputs"
    folder.mkdir()
    target = folder / "x.json"
    expected = set()
    for profile, path in zip((small, large), inputs, strict=True):
        profile.save(path)
        profile.save(target, "json")
        expected.add(target.read_bytes())
    moments = random.Random(4)
    interrupted = 0
    for number in range(MOST_KILLS):
        if number >= KILLS and interrupted:
            break
        with subprocess.Popen(
            [sys.executable, "-c", SAVE_AGAIN_AND_AGAIN, target, *inputs], stdout=subprocess.PIPE
        ) as saving:
            assert saving.stdout is not None
            assert saving.stdout.readline() == b"ready\n"
            time.sleep(moments.random() * 0.03)
            saving.kill()
        assert saving.returncode == -signal.SIGKILL
        assert target.read_bytes() in expected
        left = leftovers(folder)
        assert len(left) <= 1
        assert all(name.startswith(".x.json.") for name in left)
        interrupted += len(left)
        for name in left:
            (folder / name).unlink()
        assert os.listdir(folder) == ["x.json"]
    assert interrupted > 0, "no save was killed while it wrote: this test has shown nothing"


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond 20 kB, as on a disk that is full.

    WHY not around a whole test: pytest's own output may go to a file.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("format", ["json", "pprof", "html", "pstats", "speedscope", "perfetto"])
def test_a_full_disk_is_an_error_that_names_the_file_and_all_is_as_before(
    tmp_path: Path, small: swiftprof.Profile, large: swiftprof.Profile, format: str
) -> None:
    if format == "pstats":  # its size is that of names, not of contexts
        large = profile_of(recordings.hostile_names)
    path = tmp_path / "old"
    small.save(path, "csv")
    old = path.read_bytes()
    with full_disk(), pytest.raises(swiftprof.OutputError) as raised:
        large.save(path, format)
    assert str(raised.value) == f"cannot write {path}: File too large"
    assert isinstance(raised.value, OSError)
    assert path.read_bytes() == old
    assert os.listdir(tmp_path) == ["old"]


def test_after_a_full_disk_the_profile_can_be_saved_elsewhere(
    tmp_path: Path, large: swiftprof.Profile
) -> None:
    with full_disk(), pytest.raises(swiftprof.OutputError):
        large.save(tmp_path / "x.json")
    large.save(tmp_path / "y.pb.gz")
    assert values(swiftprof.Profile.load(tmp_path / "y.pb.gz")) == values(large)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions(
    tmp_path: Path, small: swiftprof.Profile, mode: int
) -> None:
    path = tmp_path / "x.pb.gz"
    path.touch()
    path.chmod(mode)
    small.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert values(swiftprof.Profile.load(path)) == values(small)


def test_a_new_file_has_the_permissions_that_open_gives(
    tmp_path: Path, small: swiftprof.Profile
) -> None:
    before = os.umask(0o027)
    try:
        small.save(tmp_path / "x.pb.gz")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.pb.gz").stat().st_mode) == 0o640


def test_a_symbolic_link_stays_and_what_it_points_to_is_written(
    tmp_path: Path, small: swiftprof.Profile
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "real.pb.gz").write_text("old")
    (tmp_path / "link.pb.gz").symlink_to("folder/real.pb.gz")
    (tmp_path / "dangling.pb.gz").symlink_to("folder/new.pb.gz")
    for link, real in (("link", "real"), ("dangling", "new")):
        small.save(tmp_path / f"{link}.pb.gz")
        assert (tmp_path / f"{link}.pb.gz").is_symlink()
        loaded = swiftprof.Profile.load(tmp_path / "folder" / f"{real}.pb.gz")
        assert values(loaded) == values(small)
    assert sorted(os.listdir(tmp_path / "folder")) == ["new.pb.gz", "real.pb.gz"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_file_that_may_not_be_written_is_not_replaced(small: swiftprof.Profile) -> None:
    # WHY not tmp_path: others cannot enter it.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_text("kept")
        path.chmod(0o444)
        Path(folder).chmod(0o777)
        small.save("/dev/null", "csv")  # imports what is imported late, as long as that can be read
        child = os.fork()
        if child == 0:
            os._exit(_status_of_saving_as_nobody(small, path))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert path.read_text() == "kept"
        assert os.listdir(folder) == ["x.csv"]


def _status_of_saving_as_nobody(profile: swiftprof.Profile, path: Path) -> int:
    """0 if it is refused as it should be."""
    os.setgroups([])
    os.setuid(65534)
    try:
        profile.save(path)
    except swiftprof.OutputError as error:
        return 0 if str(error) == f"cannot write {path}: Permission denied" else 2
    return 1


# ---- what is no plain file

BINARY = ("pprof", "pstats", "perfetto")


@pytest.mark.parametrize("format", BINARY)
def test_a_fifo_gets_the_bytes_of_the_file(
    tmp_path: Path, small: swiftprof.Profile, format: str
) -> None:
    os.mkfifo(tmp_path / "fifo")
    small.save(tmp_path / "file", format)
    received: list[bytes] = []
    reading = threading.Thread(target=lambda: received.append((tmp_path / "fifo").read_bytes()))
    reading.start()
    small.save(tmp_path / "fifo", format)
    reading.join(timeout=30)
    assert received == [(tmp_path / "file").read_bytes()]
    assert stat.S_ISFIFO((tmp_path / "fifo").stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["fifo", "file"]


SAVE_TO_STREAM = """
import sys, swiftprof
profile = swiftprof.Profile.load(sys.argv[1])
print("before ", end="")
profile.save(sys.argv[2], sys.argv[3])
print(" after", end="")
"""


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
@pytest.mark.parametrize("format", BINARY)
@pytest.mark.parametrize("kind", ["pipe", "file"])
def test_standard_output_gets_the_bytes_of_the_file_between_what_is_printed(
    tmp_path: Path, small: swiftprof.Profile, path: str, format: str, kind: str
) -> None:
    small.save(tmp_path / "in.pb.gz")
    swiftprof.Profile.load(tmp_path / "in.pb.gz").save(tmp_path / "file", format)
    arguments = [sys.executable, "-c", SAVE_TO_STREAM, tmp_path / "in.pb.gz", path, format]
    if kind == "pipe":
        answer = subprocess.run(arguments, capture_output=True, env=clean_environment())
        output = answer.stdout
    else:
        with open(tmp_path / "out", "wb") as out:
            answer = subprocess.run(
                arguments, stdout=out, stderr=subprocess.PIPE, env=clean_environment()
            )
        output = (tmp_path / "out").read_bytes()
    assert answer.stderr == b""
    assert output == b"before " + (tmp_path / "file").read_bytes() + b" after"


@pytest.mark.parametrize("path", ["/dev/fd/987", "/dev/full"])
def test_a_stream_that_cannot_be_written_to_is_an_error_that_names_it(
    small: swiftprof.Profile, path: str
) -> None:
    with pytest.raises(swiftprof.OutputError, match=f"cannot write {path}: "):
        small.save(path, "csv")


@pytest.mark.parametrize("where", ["no/such/folder/x.pb.gz", "folder", "file/x.pb.gz"])
def test_a_place_that_cannot_be_written_is_an_error_that_names_it(
    tmp_path: Path, small: swiftprof.Profile, where: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(swiftprof.OutputError) as raised:
        small.save(tmp_path / where, "pprof")
    assert str(raised.value).startswith(f"cannot write {tmp_path / where}: ")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_saves_of_many_threads_to_one_path_leave_one_whole_file(tmp_path: Path) -> None:
    profiles = [profile_of(lambda n=n: recordings.fib(n)) for n in range(8)]
    path = tmp_path / "x.json"
    expected = set()
    for profile in profiles:
        profile.save(path)
        expected.add(path.read_bytes())
    assert len(expected) == len(profiles)
    errors: list[BaseException] = []
    together = threading.Barrier(len(profiles))

    def save(profile: swiftprof.Profile) -> None:
        try:
            together.wait()
            for _ in range(20):
                profile.save(path)
                assert path.read_bytes() in expected
        except BaseException as error:
            errors.append(error)

    savers = [threading.Thread(target=save, args=(profile,)) for profile in profiles]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert errors == []
    assert path.read_bytes() in expected
    assert os.listdir(tmp_path) == ["x.json"]
