"""Profile.filter against a slow model of what each option means, on random programs."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest

import filter_model as model
import recordings
import swiftprof
from filter_model import Model, Place, model_of
from random_programs import program_source

SEEDS = range(3)
PATTERNS = (
    "f1", "f?", "g*", "c[0-5]", "f7.<locals>", "*<lambda>", "*.<genexpr>", "Base", "Derived.*", "builtins",
    "builtins.sum", "functools", "*.doubled", "drive", "no.such", "*", "/x/site-packages/", "/x/*.py",
    "<random program>",
)  # fmt: skip


def random_recording(seed: int) -> swiftprof.Profile:
    """A random program in three threads; some of its functions are of a library."""
    chosen = random.Random(seed)
    namespace: dict[str, Any] = {"__name__": "program"}
    exec(compile(program_source(seed), "/x/program.py", "exec"), namespace)
    for value in list(namespace.values()):
        if isinstance(value, FunctionType) and chosen.random() < 0.5:
            value.__code__ = value.__code__.replace(co_filename="/x/site-packages/library.py")
    run = namespace["run"]

    def in_threads() -> None:
        for name in ("worker-1", "worker-2", "odd [name]"):
            thread = threading.Thread(target=run, name=name)
            thread.start()
            thread.join()
        run()

    return recordings.profile_of(in_threads)


@pytest.fixture(scope="module", params=SEEDS)
def profile(request: pytest.FixtureRequest) -> swiftprof.Profile:
    return random_recording(request.param)


def patterns(chosen: random.Random, most: int = 3) -> list[str]:
    return chosen.sample(PATTERNS, chosen.randint(1, most))


def test_ignore_leaves_out_all_paths_through_what_fits(profile: swiftprof.Profile) -> None:
    tree = model_of(profile)
    for pattern in PATTERNS:
        assert_is(profile.filter(ignore=pattern), model.ignoring(tree, [pattern]))


def test_focus_keeps_only_paths_through_what_fits(profile: swiftprof.Profile) -> None:
    tree = model_of(profile)
    for pattern in PATTERNS:
        assert_is(profile.filter(focus=pattern), model.focused(tree, [pattern]))


def test_exclude_makes_what_fits_a_part_of_its_callers(profile: swiftprof.Profile) -> None:
    tree = model_of(profile)
    for pattern in PATTERNS:
        expected = model.selecting(tree, [], [pattern])
        assert_is(profile.filter(exclude=pattern), expected)


def test_include_makes_all_else_a_part_of_its_callers(profile: swiftprof.Profile) -> None:
    tree = model_of(profile)
    for pattern in PATTERNS:
        expected = model.selecting(tree, [pattern], [])
        assert_is(profile.filter(include=pattern), expected)


def test_fold_makes_what_a_library_calls_in_libraries_a_part_of_it(
    profile: swiftprof.Profile,
) -> None:
    assert {"threading", "program"} <= {one.module for one in profile.functions}
    assert_is(profile.filter(fold="library"), model.folding_library(model_of(profile)))


@pytest.mark.parametrize("depth", [1, 2, 3, 7, 1000])
def test_depth_makes_deeper_contexts_one_per_caller(profile: swiftprof.Profile, depth: int) -> None:
    assert_is(profile.filter(depth=depth), model.cut_below(model_of(profile), depth))


@pytest.mark.parametrize("clock", ["wall", "cpu", "wait"])
@pytest.mark.parametrize("percent", [0.01, 0.5, 3, 20, 100])
def test_min_percent_makes_smaller_contexts_one_per_caller(
    profile: swiftprof.Profile, percent: float, clock: str
) -> None:
    expected = model.cut_smaller(model_of(profile), percent, clock)
    assert_is(profile.filter(min_percent=percent, clock=clock), expected)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("worker-1", {"worker-1"}),
        ("worker-*", {"worker-1", "worker-2"}),
        (["worker-2", "MainThread"], {"worker-2", "MainThread"}),
        ("odd [name]", {"odd [name]"}),
        ("*", {"worker-1", "worker-2", "odd [name]", "MainThread"}),
    ],
)
def test_threads_are_kept_by_name(
    profile: swiftprof.Profile, wanted: list[str] | str, names: set[str]
) -> None:
    filtered = profile.filter(threads=wanted)
    assert {one.name for one in filtered.threads} == names
    indices = {one.index for one in profile.threads if one.name in names}
    assert_is(filtered, model.keeping_threads(model_of(profile), indices))


def test_threads_are_kept_by_id(profile: swiftprof.Profile) -> None:
    for thread in profile.threads:
        filtered = profile.filter(threads=str(thread.os_id))
        same = {one.index for one in profile.threads if one.os_id == thread.os_id}
        assert_is(filtered, model.keeping_threads(model_of(profile), same))


@pytest.mark.parametrize("seed", range(10))
def test_all_options_at_once_are_one_after_the_other(profile: swiftprof.Profile, seed: int) -> None:
    chosen = random.Random(seed)
    steps: list[tuple[str, Any, Callable[[Model, Any], Model]]] = [
        ("ignore", patterns(chosen, 1), model.ignoring),
        ("focus", patterns(chosen), model.focused),
        ("exclude", patterns(chosen), lambda tree, given: model.selecting(tree, [], given)),
        ("depth", chosen.randint(2, 8), model.cut_below),
        (
            "min_percent",
            chosen.random() * 5,
            lambda tree, given: model.cut_smaller(tree, given, "wall"),
        ),
    ]
    steps = [step for step in steps if chosen.random() < 0.6]
    expected = model_of(profile)
    for _, given, apply in steps:
        expected = apply(expected, given)
    assert_is(profile.filter(**{option: given for option, given, _ in steps}), expected)


@pytest.mark.parametrize("seed", range(5))
def test_exclude_fold_and_cuts_keep_the_time_of_each_thread(
    profile: swiftprof.Profile, seed: int
) -> None:
    chosen = random.Random(seed)
    filtered = profile.filter(
        exclude=patterns(chosen), fold="library", depth=chosen.randint(1, 9),
        min_percent=chosen.random(), clock=chosen.choice(["wall", "cpu", "wait"]),
    )  # fmt: skip
    assert own_times(filtered) == own_times(profile)
    for before, after in zip(profile.threads, filtered.threads, strict=True):
        assert (after.name, after.wall_ns, after.cpu_ns) == (
            before.name,
            before.wall_ns,
            before.cpu_ns,
        )


def test_no_option_changes_nothing_and_no_option_changes_the_profile_itself(
    profile: swiftprof.Profile,
) -> None:
    before = recordings.values(profile)
    assert recordings.values(profile.filter()) == before
    profile.filter(include="f1", depth=2, min_percent=5)
    assert recordings.values(profile) == before


def own_times(profile: swiftprof.Profile) -> dict[int, tuple[int, int]]:
    sums: dict[int, tuple[int, int]] = {}
    for node in profile.tree.walk():
        wall, cpu = sums.get(node.thread.index, (0, 0))
        sums[node.thread.index] = (wall + node.wall_self_ns, cpu + node.cpu_self_ns)
    return sums


def assert_is(profile: swiftprof.Profile, expected: Model) -> None:
    """Contexts, functions, edges and threads are those of the model."""
    assert model_of(profile) == expected
    assert function_numbers(profile) == function_numbers_of(expected)
    assert edge_numbers(profile) == edge_numbers_of(expected)
    for thread in profile.threads:
        own = [value for place, value in expected.items() if place.thread == thread.index]
        assert thread.wall_ns == sum(one.wall_ns for one in own)
        assert thread.cpu_ns == sum(one.cpu_ns for one in own)


# ---- functions and edges, worked out of the contexts of a model


def function_numbers(profile: swiftprof.Profile) -> dict[Any, tuple[int, ...]]:
    return {
        model.identity_of(one): (one.ncall, one.nprim, one.wall_self_ns, one.wall_total_ns)
        for one in profile.functions
    }


def edge_numbers(profile: swiftprof.Profile) -> dict[Any, tuple[int, ...]]:
    return {
        (one.caller and model.identity_of(one.caller), model.identity_of(one.callee)): (
            one.ncall, one.nprim, one.wall_self_ns, one.wall_total_ns,
        )
        for one in profile.edges
    }  # fmt: skip


def inclusive_wall(tree: Model) -> dict[Place, int]:
    below: dict[Place, int] = defaultdict(int)
    for place, own in tree.items():
        for length in range(len(place.path) + 1):
            below[Place(place.thread, place.path[:length])] += own.wall_ns
    return below


def function_numbers_of(tree: Model) -> dict[Any, tuple[int, ...]]:
    numbers: dict[Any, list[int]] = defaultdict(lambda: [0] * 4)
    below = inclusive_wall(tree)
    for place, own in tree.items():
        if not place.path:
            continue
        function, is_first = place.path[-1], place.path[-1] not in place.path[:-1]
        row = (own.calls, own.calls * is_first, own.wall_ns, below[place] * is_first)
        numbers[function] = [a + b for a, b in zip(numbers[function], row, strict=True)]
    return {key: tuple(row) for key, row in numbers.items()}


def edge_numbers_of(tree: Model) -> dict[Any, tuple[int, ...]]:
    numbers: dict[Any, list[int]] = defaultdict(lambda: [0] * 4)
    below = inclusive_wall(tree)
    for place, own in tree.items():
        pairs = list(zip((None, *place.path), place.path, strict=False))
        if not pairs:
            continue
        is_first = pairs[-1] not in pairs[:-1]
        row = (own.calls, own.calls * is_first, own.wall_ns, below[place] * is_first)
        numbers[pairs[-1]] = [a + b for a, b in zip(numbers[pairs[-1]], row, strict=True)]
    return {key: tuple(row) for key, row in numbers.items()}
