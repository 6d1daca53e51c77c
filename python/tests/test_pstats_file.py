"""The pstats file: pstats reads it, and its counts are cProfile's on the same program."""

import io
import pstats
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import sample
import swiftprof
from counts import differences, with_cprofile, with_swiftprof


def mutual() -> None:
    sample.even(9)
    sample.odd(4)


def callback_recursion() -> None:
    def visit(tree: list[object]) -> int:
        return sum(map(visit, tree)) + 1  # type: ignore[arg-type]

    visit([[[], []], [[[]]]])


def sorting_with_keys() -> None:
    sorted(range(20), key=lambda value: -value)
    max([3, 1, 2], key=sample.Shape.scale)


def two_on_one_line() -> None:
    first, second = (lambda: 1), (lambda: 2)  # fmt: skip
    [first() for _ in range(10)]
    [second() for _ in range(7)]


PROGRAMS = [
    lambda: sample.fib(10),
    mutual,
    callback_recursion,
    sample.outer,
    lambda: sample.use_generator(12),
    lambda: sample.fail_and_recover(5),
    lambda: sample.use_builtins(9),
    sample.use_shapes,
    sorting_with_keys,
    lambda: [sample.fib(number) for number in range(6)],
    lambda: list(sample.count_up(3)) + list(zip(sample.count_up(2), sample.count_up(5))),  # noqa: B905
]
IDS = "fib mutual callbacks outer generator exception builtins methods keys several generators"


@pytest.mark.parametrize("program", PROGRAMS, ids=IDS.split())
def test_counts_are_cprofiles(program: Callable[[], object], tmp_path: Path) -> None:
    expected, found = with_cprofile(program), with_swiftprof(program, tmp_path)
    assert differences(expected.total, found.total) == {}
    assert differences(expected.primitive, found.primitive) == {}
    assert differences(expected.edges, found.edges) == {}


def test_functions_of_one_key_are_added_up_where_cprofile_drops_one(tmp_path: Path) -> None:
    found = with_swiftprof(two_on_one_line, tmp_path)
    assert [calls for key, calls in found.total.items() if key[2] == "<lambda>"] == [17]


def test_every_report_of_pstats_can_be_printed(tmp_path: Path) -> None:
    swiftprof.start()
    sample.outer()
    sample.fib(6)
    swiftprof.stop().save(tmp_path / "x.pstats")
    stream = io.StringIO()
    stats = pstats.Stats(str(tmp_path / "x.pstats"), stream=stream)
    for key in ("calls", "cumulative", "filename", "line", "name", "nfl", "pcalls", "time"):
        stats.sort_stats(key).print_stats()
    stats.print_callers()
    stats.print_callees()
    stats.get_stats_profile()
    assert "25/1" in stream.getvalue()


def test_files_can_be_added(tmp_path: Path) -> None:
    for name in ("a.pstats", "b.pstats"):
        swiftprof.start()
        sample.fib(6)
        swiftprof.stop().save(tmp_path / name)
    stats = pstats.Stats(str(tmp_path / "a.pstats"), str(tmp_path / "b.pstats"))
    calls = [value[1] for key, value in stats.stats.items() if key[2] == "fib"]  # type: ignore[attr-defined]
    assert calls == [50]


def test_every_caller_has_an_entry_and_times_are_the_profiles(tmp_path: Path) -> None:
    swiftprof.start()
    sample.outer()
    profile = swiftprof.stop()
    profile.save(tmp_path / "x.pstats")
    stats = pstats.Stats(str(tmp_path / "x.pstats")).stats  # type: ignore[attr-defined]
    assert {caller for value in stats.values() for caller in value[4]} <= stats.keys()
    for function in (profile["outer"], profile["middle"], profile["leaf"]):
        value = stats[function.file, function.line, function.name]
        assert value[2] == pytest.approx(function.wall_self, abs=1e-12)
        assert value[3] == pytest.approx(function.wall_total, abs=1e-12)


def test_several_threads_have_a_root_each_and_all_have_one(tmp_path: Path) -> None:
    swiftprof.start()
    thread = threading.Thread(target=sample.fib, args=(5,), name="worker")
    thread.start()
    thread.join()
    profile = swiftprof.stop()
    profile.save(tmp_path / "x.pstats")
    stats = pstats.Stats(str(tmp_path / "x.pstats")).stats  # type: ignore[attr-defined]
    roots = [key for key, value in stats.items() if not value[4]]
    assert [key[2] for key in roots] == ["<all threads>"]
    below = sorted(key[2] for key, value in stats.items() if roots[0] in value[4])
    assert len(below) == 2
    assert "MainThread" in below[0]
    assert "worker" in below[1]
