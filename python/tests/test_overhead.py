"""What swiftprof itself takes: taken out of all times, kept beside them, put back by `Profile.raw`."""

import io

import pytest

import sample
import swiftprof

CLOCKS = ("wall", "cpu")


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    with swiftprof.profile() as recorded:
        for _ in range(20):
            sample.fib(12)
            sample.use_builtins(200)
            sample.use_generator(200)
            sample.fail_and_recover(3)
    return recorded.profile


def test_many_calls_have_an_overhead(profile: swiftprof.Profile) -> None:
    assert profile.header.event_pair_cost_ns > 0
    assert profile.overhead > 0
    assert sum(function.wall_self_overhead_ns for function in profile) > 0
    assert not profile.header.raw


@pytest.mark.parametrize("clock", CLOCKS)
def test_raw_times_of_functions_are_the_sum(profile: swiftprof.Profile, clock: str) -> None:
    assert len(profile.raw.functions) == len(profile.functions)
    for raw, function in zip(profile.raw, profile, strict=True):
        assert raw.display_name == function.display_name
        for part in ("self", "total"):
            time, overhead = f"{clock}_{part}_ns", f"{clock}_{part}_overhead_ns"
            assert getattr(raw, time) == getattr(function, time) + getattr(function, overhead)
            assert getattr(raw, overhead) == 0
            assert getattr(function, time) >= 0
        assert raw.ncall == function.ncall


@pytest.mark.parametrize("clock", CLOCKS)
def test_raw_times_of_contexts_and_threads_are_the_sum(
    profile: swiftprof.Profile, clock: str
) -> None:
    for raw, node in zip(profile.raw.tree.walk(), profile.tree.walk(), strict=True):
        for part in ("self", "total"):
            time, overhead = f"{clock}_{part}_ns", f"{clock}_{part}_overhead_ns"
            assert getattr(raw, time) == getattr(node, time) + getattr(node, overhead)
    for raw_thread, thread in zip(profile.raw.threads, profile.threads, strict=True):
        time, overhead = f"{clock}_ns", f"{clock}_overhead_ns"
        assert getattr(raw_thread, time) == getattr(thread, time) + getattr(thread, overhead)


def test_cpu_overhead_is_part_of_wall_overhead(profile: swiftprof.Profile) -> None:
    for node in profile.tree.walk():
        assert 0 <= node.cpu_self_overhead_ns <= node.wall_self_overhead_ns
        assert node.cpu_self_ns <= node.wall_self_ns


def test_seconds_are_there_beside_nanoseconds(profile: swiftprof.Profile) -> None:
    function = profile[sample.fib]
    thread = profile.threads[0]
    for value in (function, thread, profile.tree.roots[0], profile.edges[0]):
        names = [name for name in dir(value) if name.endswith("_overhead_ns")]
        assert len(names) == 4
        for name in names:
            assert getattr(value, name.removesuffix("_ns")) == getattr(value, name) / 1e9


def test_the_raw_profile_is_made_once_and_is_its_own(profile: swiftprof.Profile) -> None:
    assert profile.raw is profile.raw
    assert profile.raw.raw is profile.raw
    assert profile.raw.header.raw
    assert profile.raw.overhead == profile.overhead
    assert profile.raw.duration == profile.duration


def test_filters_and_raw_may_come_in_any_order(profile: swiftprof.Profile) -> None:
    def numbers(part: swiftprof.Profile) -> list[object]:
        return [
            (node.depth, node.calls, node.wall_self_ns, node.cpu_self_ns)
            for node in part.tree.walk()
        ]

    for wishes in ({"focus": "sample.fib"}, {"exclude": "sample.leaf"}, {"depth": 2}):
        assert numbers(profile.raw.filter(**wishes)) == numbers(profile.filter(**wishes).raw)  # type: ignore[arg-type]


def test_a_block_prints_raw_times_if_asked() -> None:
    printed = io.StringIO()
    with swiftprof.profile(file=printed, raw=True):
        sample.fib(10)
    assert "swiftprof itself: not taken out (raw)" in printed.getvalue()


def test_tables_and_trees_print_raw_times_if_asked(profile: swiftprof.Profile) -> None:
    for raw, text in ((False, "itself: taken out"), (True, "itself: not taken out (raw)")):
        for show in (profile.print_table, profile.print_tree):
            printed = io.StringIO()
            show(file=printed, raw=raw)
            assert text in printed.getvalue()


def test_the_slowdown_is_measured_or_unknown(profile: swiftprof.Profile) -> None:
    assert profile.slowdown >= 0
