"""Filters that cannot be are refused with what to give; profiles of functions alone have fewer."""

from pathlib import Path
from typing import Any

import pytest

import recordings
import swiftprof


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    return recordings.profile_of(recordings.threads)


@pytest.fixture(scope="module")
def flat(profile: swiftprof.Profile, tmp_path_factory: pytest.TempPathFactory) -> swiftprof.Profile:
    path: Path = tmp_path_factory.mktemp("flat") / "x.pstats"
    profile.save(path, thread_roots="merge")
    return swiftprof.Profile.load(path)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"fold": "all"}, r"fold is 'all'; use 'library', or None"),
        ({"clock": "Wall"}, r"clock is 'Wall'; use wall, cpu, wait"),
        ({"min_percent": -1}, r"min_percent is -1; give a number from 0 to 100"),
        ({"min_percent": 101}, r"min_percent is 101; give"),
        ({"min_percent": float("nan")}, r"min_percent is nan; give"),
        ({"depth": 0}, r"depth is 0; give 1 for what threads call"),
        ({"include": ""}, r"a pattern of include is empty; name a module"),
        ({"exclude": ["x", " "]}, r"a pattern of exclude is empty"),
        ({"focus": [""]}, r"a pattern of focus is empty"),
        ({"ignore": [""]}, r"a pattern of ignore is empty"),
        (
            {"threads": "gone"},
            r'no thread is named "gone" or has such an id; there are: .*MainThread',
        ),
        ({"threads": ["a", "7"]}, r'no thread is named "a" or "7"'),
    ],
)
def test_what_cannot_be_filtered_by_is_refused_with_what_can(
    profile: swiftprof.Profile, filters: dict[str, Any], message: str
) -> None:
    with pytest.raises(swiftprof.InvalidFilter, match=message) as raised:
        profile.filter(**filters)
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize("option", ["include", "exclude", "focus", "ignore", "threads"])
@pytest.mark.parametrize("value", [[3], [None], [b"x"]])
def test_what_is_no_text_is_a_type_error(
    profile: swiftprof.Profile, option: str, value: list[Any]
) -> None:
    with pytest.raises(TypeError, match=f"{option} takes strings"):
        profile.filter(**{option: value})


@pytest.mark.parametrize("pattern", ["☃", "\udcff", "a\nb", "\0", "[", "x" * 100_000])
def test_a_pattern_of_any_characters_may_fit_nothing(
    profile: swiftprof.Profile, pattern: str
) -> None:
    assert recordings.values(profile.filter(exclude=pattern)) == recordings.values(profile)
    assert profile.filter(focus=pattern).functions == ()


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"focus": "x"}, "focus"),
        ({"fold": "library"}, "fold"),
        ({"depth": 3}, "depth"),
        ({"min_percent": 1}, "min-percent"),
    ],
)
def test_what_needs_contexts_is_refused_of_a_profile_of_functions_alone(
    flat: swiftprof.Profile, filters: dict[str, Any], name: str
) -> None:
    with pytest.raises(
        swiftprof.InvalidFilter, match=f"no calling contexts, which {name} would need"
    ):
        flat.filter(**filters)


def numbers(profile: swiftprof.Profile) -> dict[tuple[str, str], tuple[int, ...]]:
    return {
        (one.file, one.name): (one.ncall, one.nprim, one.wall_self_ns, one.wall_total_ns)
        for one in profile.functions
    }


@pytest.mark.parametrize("option", ["exclude", "ignore"])
def test_functions_can_be_left_out_of_a_profile_of_functions_alone(
    flat: swiftprof.Profile, option: str
) -> None:
    expected = {key: row for key, row in numbers(flat).items() if key[1] != "fib"}
    assert len(expected) == len(numbers(flat)) - 1
    left = flat.filter(**{option: "*fib"})
    assert numbers(left) == expected
    ends = {one.callee.name for one in left.edges} | {
        one.caller.name for one in left.edges if one.caller
    }
    assert "fib" not in ends


def test_only_what_is_included_stays_of_a_profile_of_functions_alone(
    flat: swiftprof.Profile,
) -> None:
    kept = flat.filter(include="*even")
    assert numbers(kept) == {key: row for key, row in numbers(flat).items() if key[1] == "even"}
