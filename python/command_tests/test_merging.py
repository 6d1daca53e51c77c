"""swiftprof.merge: the sum of profiles, number by number, in whatever order and however many."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import recordings
import swiftprof
from commands import RunCommand, clean_environment
from profile_numbers import added, contexts_of, edges_of, functions_of
from recordings import folded_profile, profile_of, values


@pytest.fixture(scope="module")
def profiles() -> list[swiftprof.Profile]:
    return [
        *(profile_of(program) for program in recordings.PROGRAMS),
        *(profile_of(program) for program in recordings.PROGRAMS),
        recordings.open_calls(),
    ]


def test_the_sum_is_the_sum_function_by_function(profiles: list[swiftprof.Profile]) -> None:
    assert functions_of(swiftprof.merge(profiles)) == added([functions_of(one) for one in profiles])


def test_the_sum_is_the_sum_edge_by_edge(profiles: list[swiftprof.Profile]) -> None:
    assert edges_of(swiftprof.merge(profiles)) == added([edges_of(one) for one in profiles])


def test_the_sum_is_the_sum_context_by_context(profiles: list[swiftprof.Profile]) -> None:
    assert contexts_of(swiftprof.merge(profiles)) == added([contexts_of(one) for one in profiles])


def test_the_sum_of_folded_profiles_is_the_sum_function_by_function() -> None:
    folded = [folded_profile(recordings.many_contexts, contexts) for contexts in (30, 60, 90)]
    parts = [*folded, profile_of(recordings.many_contexts)]
    merged = swiftprof.merge(parts)
    assert functions_of(merged) == added([functions_of(one) for one in parts])
    assert edges_of(merged) == added([edges_of(one) for one in parts])
    assert merged.header.folded_calls == sum(one.header.folded_calls for one in parts)


def test_the_order_does_not_change_a_number(profiles: list[swiftprof.Profile]) -> None:
    def everything(order: list[swiftprof.Profile]) -> tuple[Any, ...]:
        merged = swiftprof.merge(order)
        header = merged.header
        return (
            functions_of(merged), edges_of(merged), contexts_of(merged), merged.measures,
            header.duration_ns, header.events, header.start_unix_ns, header.unmatched_returns,
            header.runs,
        )  # fmt: skip

    expected = everything(profiles)
    for seed in range(5):
        assert everything(random.Random(seed).sample(profiles, len(profiles))) == expected


def test_sums_of_sums_are_the_sum(profiles: list[swiftprof.Profile]) -> None:
    halves = [swiftprof.merge(profiles[:4]), swiftprof.merge(profiles[4:])]
    whole, of_halves = swiftprof.merge(profiles), swiftprof.merge(halves)
    assert of_halves.runs == whole.runs == len(profiles)
    assert with_rounded_means(values(of_halves)) == with_rounded_means(values(whole))


def with_rounded_means(values: dict[str, Any]) -> dict[str, Any]:
    """WHY: a mean of means may differ from the mean in its last digit."""
    header = (round(one, 9) if isinstance(one, float) else one for one in values["header"])
    return values | {"header": tuple(header)}


def test_the_sum_of_one_is_itself(profiles: list[swiftprof.Profile]) -> None:
    for profile in profiles:
        assert values(swiftprof.merge([profile])) == values(profile)


def test_files_profiles_and_generators_of_both_are_added_up_alike(
    profiles: list[swiftprof.Profile], tmp_path: Path
) -> None:
    def mixed() -> Iterator[swiftprof.Profile | Path | str]:
        for number, profile in enumerate(profiles):
            path = tmp_path / f"{number}.pb.gz"
            profile.save(path)
            yield (profile, path, str(path))[number % 3]

    assert values(swiftprof.merge(mixed())) == values(swiftprof.merge(profiles))
    paths = sorted(tmp_path.glob("*.pb.gz"))
    assert swiftprof.merge(path for path in paths).runs == len(profiles)


def test_one_bad_file_among_many_is_the_one_that_is_named(
    profiles: list[swiftprof.Profile], tmp_path: Path
) -> None:
    profiles[0].save(tmp_path / "good.pb.gz")
    good = tmp_path / "good.pb.gz"
    bad = tmp_path / "bad.pb.gz"
    bad.write_bytes(good.read_bytes()[:-20])
    with pytest.raises(swiftprof.InputError) as raised:
        swiftprof.merge([good] * 20 + [bad] + [good] * 20)
    assert str(raised.value).startswith(f"cannot read {bad}: ")
    with pytest.raises(swiftprof.InputError, match="missing"):
        swiftprof.merge([good, tmp_path / "missing.pb.gz"])


def test_the_command_names_the_bad_file_in_one_line_and_writes_nothing(
    command: RunCommand, profiles: list[swiftprof.Profile], tmp_path: Path
) -> None:
    profiles[0].save(tmp_path / "good.pb.gz")
    (tmp_path / "bad.pb.gz").write_text("no profile")
    answer = command("merge", "good.pb.gz", "bad.pb.gz", "good.pb.gz", "-o", "all.pb.gz")
    assert answer.returncode != 0
    assert answer.stderr.count("\n") == 1
    assert "bad.pb.gz" in answer.stderr
    assert not (tmp_path / "all.pb.gz").exists()


@pytest.mark.parametrize("nothing", [[], (), iter([])])
def test_nothing_has_no_sum(nothing: Any) -> None:
    with pytest.raises(ValueError, match="there is no profile to merge"):
        swiftprof.merge(nothing)


def test_what_one_lacks_the_sum_lacks(profiles: list[swiftprof.Profile], tmp_path: Path) -> None:
    profile = profiles[0]
    profile.save(tmp_path / "x.pstats")
    flat = swiftprof.Profile.load(tmp_path / "x.pstats")
    assert flat.measures < profile.measures
    for order in ([profile, flat], [flat, profile]):
        merged = swiftprof.merge(order)
        assert merged.measures == profile.measures & flat.measures
        assert merged.runs == 2
        with pytest.raises(swiftprof.NotMeasured):
            _ = merged.functions[0].cpu_self_ns


MERGE = """
import os, sys, swiftprof

def peak_bytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

def files(count):
    for number in range(count):
        yield os.path.join(sys.argv[1], f"{number}.pb.gz")

assert swiftprof.merge(files(20)).runs == 20
before = peak_bytes()
assert swiftprof.merge(files(1000)).runs == 1000
print(peak_bytes() - before)
"""


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    first = tmp_path / "0.pb.gz"
    profile_of(recordings.many_contexts).save(first)
    for number in range(1, 1000):
        os.link(first, tmp_path / f"{number}.pb.gz")
    answer = subprocess.run(
        [sys.executable, "-c", MERGE, tmp_path], capture_output=True, text=True, timeout=120,
        env=clean_environment(),
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    kept_of_each_file = first.stat().st_size * 980
    assert kept_of_each_file > 20 * 2**20, "too small to notice that files are kept"
    assert int(answer.stdout) < 8 * 2**20
