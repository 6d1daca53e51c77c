"""Lists of statistics behave as yappi's do: found, chosen, asked, refused."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

import sample
import yappi_sample
from sample import fib
from yappi_pair import BOTH, ours, stats_of
from yappi_sample import Walker, program


def outcome(action: Callable[[], object]) -> object:
    """What it gives, or the kind of what it raises."""
    try:
        return action()
    except Exception as error:
        return type(error).__name__


def test_stats_are_found_by_index_name_stat_and_slice(saved: str) -> None:
    stats = ours.YFuncStats(saved)
    for stat in stats:
        assert stats[stat.index] is stats[stat.full_name] is stats[stat] is stat
        assert stats.count(stat) == 1 and stat in stats
        for child in stat.children:
            assert stat.children[child.index] is stat.children[child.full_name] is child
            assert stats[child] is not None
    assert stats[:2] == list(stats)[:2]
    assert len(stats) == len(list(stats)) and not stats.empty()


@pytest.mark.parametrize(
    "question",
    [
        lambda stats, one: stats[12345],
        lambda stats, one: stats[-1],
        lambda stats, one: stats["fib"],
        lambda stats, one: stats[1.5],
        lambda stats, one: stats[None],
        lambda stats, one: one.children["nobody"],
        lambda stats, one: one.nothing,
        lambda stats, one: setattr(one, "nothing", 1),
        lambda stats, one: (setattr(one, "ncall", 77), one[3], one.ncall),
        lambda stats, one: (one.is_recursive(), [child.is_recursive() for child in one.children]),
        lambda stats, one: one == stats[one] and hash(one) == hash(stats[one]),
        lambda stats, one: (stats.pop().full_name, len(stats)),
        lambda stats, one: (stats.append(one), len(stats), stats[one].ncall),
        lambda stats, one: (stats.clear(), len(stats), stats.empty(), stats.print_all()),
        lambda stats, one: [stat.full_name for stat in stats.strip_dirs()],
        lambda stats, one: [
            child.module for child in stats.strip_dirs()[one].children.sort("name")
        ],
        lambda stats, one: stats.sort("nothing"),
        lambda stats, one: stats.sort("name", "up"),
        lambda stats, one: stats.sort(3),
        lambda stats, one: stats.print_all(columns={0: ("nothing", 9)}),
        lambda stats, one: stats.print_all(columns={0: ("ncall", 3)}),
        lambda stats, one: stats.save("/tmp/never", "nothing"),
        lambda stats, one: stats.add("/tmp/never", "nothing"),
        lambda stats, one: stats.add("/nowhere/at/all"),
        lambda stats, one: type(one + one).__name__,
        lambda stats, one: type(one.children).__name__,
    ],
)
def test_questions_have_the_answers_that_yappi_gives(saved: str, question: Any) -> None:
    answers = []
    for yappi in BOTH:
        stats = yappi.YFuncStats(saved).sort("name")
        (one,) = (stat for stat in stats if stat.name == "program")
        answers.append(outcome(lambda stats=stats, one=one: question(stats, one)))
    assert answers[1] == answers[0]


def test_what_is_wrong_is_refused_as_by_yappi() -> None:
    wrong: list[Callable[[Any], object]] = [
        lambda yappi: yappi.set_clock_type("sundial"),
        lambda yappi: yappi.set_context_backend("fibres"),
        lambda yappi: yappi.get_greenlet_stats(),
        lambda yappi: yappi.convert2pstats(3),
        lambda yappi: yappi.func_matches(3, [fib]),
        lambda yappi: yappi.func_matches(yappi.YFuncStats(), [fib]),
        lambda yappi: yappi.module_matches(3, [os]),
        lambda yappi: yappi.set_tag_callback(3),
        lambda yappi: yappi.set_context_id_callback(3),
        lambda yappi: yappi.set_context_name_callback("name"),
    ]
    for each in wrong:
        answers = [outcome(lambda yappi=yappi, each=each: each(yappi)) for yappi in BOTH]
        assert answers[0] == answers[1] in ("YappiError", "TypeError")


def test_settings_stay_while_there_are_statistics() -> None:
    for yappi in BOTH:
        yappi.start()
        fib(2)
        yappi.stop()
        assert yappi.get_clock_type() == "cpu"
        yappi.set_clock_type("cpu")
        with pytest.raises(Exception, match="clear"):
            yappi.set_clock_type("wall")
        with pytest.raises(Exception, match="clear"):
            yappi.set_context_backend("greenlet")
        yappi.clear_stats()
        yappi.set_clock_type("WALL")
        assert yappi.get_clock_type() == "wall"


def _is_one_of(yappi: Any, stat: Any) -> bool:
    return bool(yappi.func_matches(stat, [fib, Walker.walk, len]))


def test_filters_choose_the_same_functions() -> None:
    found = []
    for yappi in BOTH:
        yappi.clear_stats()
        yappi.start(builtins=True)
        program()
        yappi.stop()
        get = yappi.get_func_stats
        found.append([
            {stat.name for stat in stats}
            for stats in (
                get(filter={"name": "fib"}),
                get(filter={"nothing": 1}),
                get(filter_callback=lambda stat: stat.ncall > 3),
                get(filter_callback=partial(_is_one_of, yappi)),
                get(filter_callback=lambda stat, yappi=yappi: yappi.module_matches(stat, [os])),
                yappi.YFuncStats().get(filter={"name": "fib"}),
            )
        ])  # fmt: skip
    assert found[1] == found[0]
    assert found[1][3] == {"fib", "Walker.walk", "len"}


@pytest.mark.parametrize("wrong", [{"filter": 4}, {"ctx_id": "a"}, {"tag": "a"}])
def test_filters_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ours.YappiError):
        ours.get_func_stats(**wrong)


def test_modules_are_told_by_file_and_by_name() -> None:
    stats = stats_of(ours, program, builtins=True)
    own = [stat.name for stat in stats if ours.module_matches(stat, [sample, yappi_sample])]
    assert {"fib", "Walker.walk", "program"} <= set(own)
    import builtins

    assert "len" in {stat.name for stat in stats if ours.module_matches(stat, [builtins])}


def test_stats_become_pstats() -> None:
    stats = stats_of(ours, program, builtins=True)
    converted = ours.convert2pstats(stats)
    key = next(key for key in converted.stats if key[2] == "fib")  # type: ignore[attr-defined]
    assert converted.stats[key][:2] == (2, 30)  # type: ignore[attr-defined]
    assert ours.convert2pstats(ours.YFuncStats()).stats == {}  # type: ignore[attr-defined]
