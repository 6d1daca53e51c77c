"""Lists of statistics behave as yappi's do; the same numbers make the same text."""

import io
import os
import pstats
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from yappi_pair import BOTH, original, ours, stats_of


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Walker:
    def walk(self) -> int:
        return fib(6) + len("abc")


def program() -> None:
    Walker().walk()
    fib(3)
    sorted([2, 1], key=abs)


@pytest.fixture
def saved(tmp_path: Path) -> str:
    """A file that yappi has written."""
    path = str(tmp_path / "saved.ystat")
    stats_of(original, program, builtins=True).save(path)
    return path


def outcome(action: Callable[[], object]) -> object:
    """What it gives, or the kind of what it raises."""
    try:
        return action()
    except Exception as error:
        return type(error).__name__


def test_a_file_that_yappi_saved_has_the_same_statistics(saved: str) -> None:
    def fields(stats: Any) -> list[Any]:
        names = ("full_name", "ncall", "nactualcall", "ttot", "tsub", "tavg", "builtin", "lineno")
        return [
            ([getattr(stat, name) for name in names], {
                child.full_name: [getattr(child, name) for name in names] for child in stat.children
            })
            for stat in stats.sort("name")
        ]  # fmt: skip

    assert fields(ours.YFuncStats(saved)) == fields(original.YFuncStats(saved))
    twice = [yappi.YFuncStats([saved]).add([saved, saved]) for yappi in BOTH]
    assert fields(twice[1]) == fields(twice[0])


@pytest.mark.parametrize(
    "key", ["name", "ncall", "callcount", "ttot", "totaltime", "TSUB", "subtime", "tavg"]
)
@pytest.mark.parametrize("order", ["asc", "desc", "ascending", "DESCENDING"])
def test_the_same_numbers_are_printed_as_the_same_table(saved: str, key: str, order: str) -> None:
    tables = []
    for yappi in BOTH:
        out = io.StringIO()
        yappi.YFuncStats(saved).sort("name").sort(key, order).print_all(out=out)
        tables.append(out.getvalue())
    assert tables[1] == tables[0]
    assert "fib" in tables[1]


@pytest.mark.parametrize(
    "columns",
    [
        {0: ("name", 20), 1: ("ttot", 12)},
        {5: ("tavg", 9), 1: ("ncall", 6), 3: ("name", 10)},
        {0: ("tsub", 4), 1: ("ttot", 5), 2: ("ncall", 5)},
        {0: ("name", 4)},
    ],
)
@pytest.mark.parametrize("limit", [None, 0, 2])
def test_columns_and_limit_are_those_that_were_asked_for(
    saved: str, columns: dict[int, tuple[str, int]], limit: int | None
) -> None:
    tables = []
    for yappi in BOTH:
        out = io.StringIO()
        yappi.YFuncStats(saved).print_all(out=out, columns=columns, limit=limit)
        stats = yappi.YFuncStats(saved).sort("name")
        next(stat for stat in stats if "program" in stat.name).children.sort("name").print_all(
            out=out, columns=columns, limit=limit
        )
        tables.append(out.getvalue())
    assert tables[1] == tables[0]


@pytest.mark.parametrize(
    "number", [0.0, 9.9999999, 12.3456789, 12345.6789, 1234567.89, 123456789.0]
)
def test_large_times_are_cut_as_yappi_cuts_them(saved: str, number: float) -> None:
    lines = []
    for yappi in BOTH:
        stats, out = yappi.YFuncStats(saved).sort("name"), io.StringIO()
        for stat in stats:
            stat.ttot = stat.tsub = number
        stats.print_all(out=out, limit=2)
        lines.append(out.getvalue())
    assert lines[1] == lines[0]


def test_debug_print_is_the_same(saved: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = []
    for yappi in BOTH:
        yappi.YFuncStats(saved).sort("name").debug_print()
        texts.append(re.sub("index: [0-9]+", "index", capsys.readouterr().out))
    assert texts[1] == texts[0]
    assert "child_full_name" in texts[1]


def test_callgrind_files_are_the_same_but_for_who_wrote_them(saved: str, tmp_path: Path) -> None:
    files = []
    for yappi in BOTH:
        path = tmp_path / "out.callgrind"
        yappi.YFuncStats(saved).sort("name").save(str(path), type="callgrind")
        files.append(_callgrind(path.read_text()))
    assert files[1] == files[0]


def _callgrind(text: str) -> tuple[list[str], list[str]]:
    """Lines of the head but for the writer's; lines of costs, with names in the place of numbers."""
    names = dict(re.findall(r"^fn=\((\d+)\) (.+)$", text, re.M))
    files = dict(re.findall(r"^fl=\((\d+)\) (.+)$", text, re.M))
    head, _, body = text.partition("events: Ticks")
    costs = re.sub(
        r"^(c?)(fn|fl)=\((\d+)\)$",
        lambda found: f"{found[1]}{found[2]}={(names if found[2] == 'fn' else files)[found[3]]}",
        body,
        flags=re.M,
    )
    named = re.sub(r"^(fn|fl)=\(\d+\) .*$", "", costs, flags=re.M)
    return [line for line in head.splitlines() if not line.startswith("creator")], named.split()


def test_saved_pstats_are_what_pstats_reads(saved: str, tmp_path: Path) -> None:
    path = str(tmp_path / "out.pstat")
    ours.YFuncStats(saved).save(path, type="pstat")
    out = io.StringIO()
    pstats.Stats(path, stream=out).strip_dirs().sort_stats("calls").print_stats().print_callers()
    assert "30/2" in out.getvalue(), "25 calls of fib(6), 5 of fib(3), one of each by somebody else"


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    stats = stats_of(ours, program, builtins=True)
    path = str(tmp_path / "own.ystat")
    stats.save(path)
    loaded = ours.YFuncStats([path])
    assert [_numbers(one) for one in _by_name(loaded)] == [_numbers(one) for one in _by_name(stats)]
    for one in loaded:
        assert {child.full_name: child.ncall for child in one.children} == {
            child.full_name: child.ncall for child in stats[one.full_name].children
        }
        assert all(loaded[child.index].full_name == child.full_name for child in one.children)


def _numbers(stat: Any) -> dict[int, Any]:
    """All but what it is numbered by, and its children."""
    return {place: value for place, value in stat.items() if place not in (8, 9)}


def _by_name(stats: Any) -> list[Any]:
    return sorted(stats, key=lambda stat: stat.full_name)


def test_a_file_is_no_way_to_run_code(tmp_path: Path) -> None:
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'ran'}",)

    path = tmp_path / "evil.ystat"
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ours.YappiError, match="Unable to load"):
        ours.YFuncStats(str(path))
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x02]q\x00.", b"\x80\x02K\x01."])
def test_what_is_no_saved_file_is_refused_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.ystat"
    path.write_bytes(content)
    with pytest.raises(ours.YappiError, match="Unable to load"):
        ours.YFuncStats(str(path))


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


def test_files_of_another_clock_are_not_added(saved: str) -> None:
    for yappi in BOTH:
        yappi.set_clock_type("cpu")
        yappi.start()
        fib(2)
        yappi.stop()
        with pytest.raises(yappi.YappiError, match="Clock type mismatch"):
            yappi.get_func_stats().add(saved)


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
    import sys

    stats = stats_of(ours, program, builtins=True)
    own = [stat.name for stat in stats if ours.module_matches(stat, [sys.modules[__name__]])]
    assert {"fib", "Walker.walk", "program"} <= set(own)
    import builtins

    assert "len" in {stat.name for stat in stats if ours.module_matches(stat, [builtins])}


def test_stats_become_pstats() -> None:
    stats = stats_of(ours, program, builtins=True)
    converted = ours.convert2pstats(stats)
    key = next(key for key in converted.stats if key[2] == "fib")  # type: ignore[attr-defined]
    assert converted.stats[key][:2] == (2, 30)  # type: ignore[attr-defined]
    assert ours.convert2pstats(ours.YFuncStats()).stats == {}  # type: ignore[attr-defined]
