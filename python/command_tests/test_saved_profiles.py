"""Profile.save and Profile.load, pickle, copy: what comes back is the profile, to the last number."""

import copy
import multiprocessing
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import recordings
import swiftprof
from recordings import folded_profile, many_contexts, open_calls, profile_of, values
from swiftprof._recorded import profile_of_recording

HOSTILE_FACTS = {
    "command": "app.py 'a b' \"q\" \n\t</script> \udcff ☃ \x1b[31m",
    "script_folder": "/tmp/bad\udcff\n</script>",
    "backend": "monitoring",
    "missing_targets": {"app:\udcff\n": 'not "there";', "b </script>": "☃" * 300},
}

RECORDINGS: dict[str, Callable[[], swiftprof.Profile]] = {
    **{one.__name__: (lambda one=one: profile_of(one)) for one in recordings.PROGRAMS},
    "open calls": open_calls,
    "folded contexts": lambda: folded_profile(many_contexts, 40),
    "nothing": lambda: profile_of(lambda: None),
    "no functions": lambda: profile_of(recordings.recursion).filter(ignore="*", exclude="*"),
    "filtered": lambda: profile_of(recordings.threads).filter(threads="worker-*", depth=3),
    "merged": lambda: swiftprof.merge([profile_of(recordings.threads) for _ in range(3)]),
}


@pytest.fixture(params=RECORDINGS)
def profile(request: pytest.FixtureRequest) -> swiftprof.Profile:
    return RECORDINGS[request.param]()


def saved_and_loaded(profile: swiftprof.Profile, tmp_path: Path) -> swiftprof.Profile:
    path = tmp_path / "x.pb.gz"
    assert profile.save(path) == (str(path),)
    return swiftprof.Profile.load(path)


def test_what_was_saved_comes_back_equal(profile: swiftprof.Profile, tmp_path: Path) -> None:
    loaded = saved_and_loaded(profile, tmp_path)
    assert values(loaded) == values(profile)
    assert loaded.measures == profile.measures
    assert loaded.runs == profile.runs


def test_each_part_of_what_was_loaded_hangs_together(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    loaded = saved_and_loaded(profile, tmp_path)
    assert [repr(one) for one in loaded.functions] == [repr(one) for one in profile.functions]
    assert [repr(one) for one in loaded.edges] == [repr(one) for one in profile.edges]
    assert [repr(one) for one in loaded.threads] == [repr(one) for one in profile.threads]
    assert [repr(one) for one in loaded.contexts] == [repr(one) for one in profile.contexts]
    assert loaded.contexts == profile.contexts
    walked = [(repr(one), one.open, one.cpu_total_ns) for one in loaded.tree.walk()]
    assert walked == [(repr(one), one.open, one.cpu_total_ns) for one in profile.tree.walk()]


def test_saving_what_was_loaded_gives_the_same_bytes(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    loaded = saved_and_loaded(profile, tmp_path)
    loaded.save(tmp_path / "again.pb.gz")
    assert (tmp_path / "again.pb.gz").read_bytes() == (tmp_path / "x.pb.gz").read_bytes()


def test_facts_come_back_whatever_characters_they_have(tmp_path: Path) -> None:
    data = profile_of(recordings.recursion)._data
    profile = profile_of_recording(data, **HOSTILE_FACTS)
    loaded = saved_and_loaded(profile, tmp_path)
    assert recordings.facts(loaded) == recordings.facts(profile)
    # A surrogate stands for a byte that is no UTF-8: it is written out.
    assert loaded.script_folder == "/tmp/bad\\udcff\n</script>"
    assert loaded.missing_targets["b </script>"] == "☃" * 300


def test_names_come_back_whatever_characters_they_have(tmp_path: Path) -> None:
    loaded = saved_and_loaded(profile_of(recordings.hostile_names), tmp_path)
    for name in recordings.HOSTILE_NAMES:
        found = [one for one in loaded.functions if one.name == name]
        assert [one.ncall for one in found] == [1] * len(recordings.HOSTILE_FILES)
        assert {one.qualified_name for one in found} == {f"C.{name}"}
        files = {
            file.encode(errors="backslashreplace").decode() for file in recordings.HOSTILE_FILES
        }
        assert {one.file for one in found} == files


@pytest.mark.parametrize("name", ["ünï ☃.pb.gz", "bad\udcff.pb.gz", "new\nline.pb.gz", "-x.pb.gz"])
def test_files_of_any_name_are_written_and_read(tmp_path: Path, name: str) -> None:
    profile = profile_of(recordings.recursion)
    profile.save(tmp_path / name)
    assert values(swiftprof.Profile.load(tmp_path / name)) == values(profile)


@pytest.mark.parametrize("character", ["x", "☃", "\U0001f40d"])
def test_a_name_may_be_as_long_as_the_file_system_lets_it(tmp_path: Path, character: str) -> None:
    count = (255 - len(".pb.gz")) // len(character.encode())
    path = tmp_path / (character * count + ".pb.gz")
    profile_of(recordings.recursion).save(path)
    assert os.listdir(tmp_path) == [path.name]
    assert swiftprof.Profile.load(path).functions


def test_a_profile_of_20_000_calls_in_each_other_comes_back(tmp_path: Path) -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(30_000)
    try:
        profile = profile_of(lambda: recordings.even(20_000))
    finally:
        sys.setrecursionlimit(limit)
    assert values(saved_and_loaded(profile, tmp_path)) == values(profile)


# ---- pickle and copy


def test_a_pickled_profile_comes_back_equal(profile: swiftprof.Profile) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert values(pickle.loads(pickle.dumps(profile, protocol))) == values(profile)


def test_worker_processes_send_their_profiles_home() -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        profiles = pool.map(profile_of, [recordings.recursion] * 3)
    fib = next(one for one in swiftprof.merge(profiles).functions if one.name == "fib")
    assert (fib.ncall, fib.nprim) == (3 * 109, 3)


def test_parts_of_a_profile_can_be_pickled() -> None:
    profile = profile_of(recordings.recursion)
    for parts in (profile.functions, profile.edges, profile.threads):
        again = pickle.loads(pickle.dumps(parts))
        assert [repr(one) for one in again] == [repr(one) for one in parts]
    tree = pickle.loads(pickle.dumps(profile.tree))
    assert [repr(one) for one in tree.walk()] == [repr(one) for one in profile.tree.walk()]


def test_what_never_changes_is_its_own_copy() -> None:
    profile = profile_of(recordings.recursion)
    node = next(profile.tree.walk())
    for value in (profile, profile.functions[0], profile.edges[0], profile.tree, node):
        assert copy.copy(value) is value
        assert copy.deepcopy(value) is value
    assert copy.deepcopy({"profile": profile})["profile"] is profile


# ---- what is no file, or no profile


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello\n", "this is no profile that swiftprof reads"),
        (b"\x1f\x8b\x08\x00rubbish", ""),
    ],
)
def test_what_is_no_profile_is_an_input_error_that_names_the_file(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "x.pb.gz"
    path.write_bytes(content)
    with pytest.raises(swiftprof.InputError) as raised:
        swiftprof.Profile.load(path)
    assert str(raised.value).startswith(f"cannot read {path}: {reason}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["missing.pb.gz", "", "nul\0.pb.gz"])
def test_what_cannot_be_opened_is_an_input_error_that_names_the_file(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(swiftprof.InputError, match="cannot read "):
        swiftprof.Profile.load(f"{tmp_path}/{name}")


def test_a_native_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.pb.gz"
    profile_of(recordings.threads).save(path)
    whole = path.read_bytes()
    for length in range(1, len(whole), max(1, len(whole) // 150)):
        path.write_bytes(whole[:length])
        with pytest.raises(swiftprof.InputError, match="cannot read"):
            swiftprof.Profile.load(path)
