"""Statistics saved and loaded: by yappi and by ours, in every format."""

import io
import os
import pstats
import re
from pathlib import Path
from typing import Any

import pytest

from sample import fib
from yappi_pair import BOTH, original, ours, stats_of
from yappi_sample import program


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


def test_files_of_another_clock_are_not_added(saved: str) -> None:
    for yappi in BOTH:
        yappi.set_clock_type("cpu")
        yappi.start()
        fib(2)
        yappi.stop()
        with pytest.raises(yappi.YappiError, match="Clock type mismatch"):
            yappi.get_func_stats().add(saved)
