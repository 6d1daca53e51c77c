"""swiftprof.cprofile.Profile: what its methods do, whatever the program and the timer do."""

import os
import pstats
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

import swiftprof
from swiftprof.cprofile import Profile, label

ALL_THREADS = sys.version_info >= (3, 12)


def leaf() -> int:
    return len([1])


def caller() -> None:
    leaf()
    leaf()


def calls(profile: Profile) -> dict[str, int]:
    """Name -> calls, but for the Profile's own."""
    return {
        label(entry.code)[2]: entry.callcount
        for entry in profile.getstats()
        if "_lsprof" not in str(entry.code) and label(entry.code)[2] != "__exit__"
    }


LEAF = {"leaf": 1, "<built-in method builtins.len>": 1}


def test_entries_hold_code_objects_and_those_called_from_there() -> None:
    profile = Profile()
    profile.runcall(caller)
    by_code = {entry.code: entry for entry in profile.getstats()}
    assert type(by_code[leaf.__code__]).__name__ == "profiler_entry"
    assert (by_code[leaf.__code__].callcount, by_code[leaf.__code__].reccallcount) == (2, 0)
    (below,) = by_code[caller.__code__].calls
    assert type(below).__name__ == "profiler_subentry"
    assert (below.code, below.callcount, below.reccallcount) == (leaf.__code__, 2, 0)
    assert below.totaltime == by_code[leaf.__code__].totaltime >= below.inlinetime > 0
    assert by_code["<built-in method builtins.len>"].calls is None


def test_code_objects_are_those_of_the_functions_even_if_these_are_gone() -> None:
    profile = Profile()
    profile.enable()
    exec("def gone(): pass\ngone()", {})
    profile.disable()
    codes = [entry.code for entry in profile.getstats() if isinstance(entry.code, CodeType)]
    assert sorted(code.co_name for code in codes) == ["<module>", "gone"]


def test_stretches_add_up_until_clear() -> None:
    profile = Profile()
    for _ in range(150):  # more than are kept apart
        profile.enable()
        leaf()
        profile.disable()
    assert calls(profile) == dict.fromkeys(LEAF, 150)
    profile.clear()
    assert profile.getstats() == []
    profile.runcall(leaf)
    assert calls(profile) == LEAF


def test_statistics_of_a_profile_that_is_enabled_are_those_so_far() -> None:
    with Profile() as profile:
        leaf()
        profile.snapshot_stats()
        leaf()
    assert {numbers[1] for numbers in profile.stats.values()} == {1}
    assert calls(profile)["leaf"] == 2


def test_clear_while_it_is_enabled_forgets_and_goes_on() -> None:
    with Profile() as profile:
        caller()
        profile.clear()
        leaf()
    assert calls(profile) == LEAF


def test_without_subcalls_nobody_is_a_caller() -> None:
    profile = Profile(subcalls=False)
    profile.runcall(caller)
    assert all(entry.calls is None for entry in profile.getstats())
    profile.create_stats()
    assert all(numbers[4] == {} for numbers in profile.stats.values())
    profile.enable(subcalls=True)
    caller()
    profile.disable()
    profile.create_stats()
    (numbers,) = [numbers for one, numbers in profile.stats.items() if one[2] == "leaf"]
    assert numbers[1] == 4 and next(iter(numbers[4].values()))[0] == 2


def test_without_builtins_there_are_none() -> None:
    profile = Profile(builtins=False)
    profile.runcall(caller)
    assert [label(entry.code)[2] for entry in profile.getstats()] in (
        ["caller", "leaf"],
        ["leaf", "caller"],
    )
    profile.enable(builtins=True)
    leaf()
    profile.disable()
    assert calls(profile)["<built-in method builtins.len>"] == 1


def test_functions_with_one_label_are_added_up() -> None:
    profile = Profile()
    profile.enable()
    for argument in (1, 2, 3):
        eval("(lambda value: value)(argument)", {"argument": argument})
    profile.disable()
    profile.create_stats()
    assert profile.stats["<string>", 1, "<lambda>"][:2] == (3, 3)


def test_frames_that_were_open_before_are_not_in_it() -> None:
    def enabling(profile: Profile) -> None:
        profile.enable()
        leaf()

    profile = Profile()
    enabling(profile)
    leaf()
    profile.disable()
    assert calls(profile) == {"leaf": 2, "<built-in method builtins.len>": 2}


def test_a_subclass_may_have_methods_and_attributes_of_its_own() -> None:
    class Own(Profile):
        def __init__(self, codes: str) -> None:  # does not call the original's
            self._codes = self._turn = codes

        def disable(self) -> None:
            super().disable()
            self._turn += "!"

    with Own("mine") as profile:
        leaf()
    assert (profile._codes, profile._turn) == ("mine", "mine!")
    assert calls(profile) == LEAF | {"disable": 1}


def test_what_is_saved_pstats_reads(tmp_path: Path) -> None:
    profile = Profile()
    profile.runcall(caller)
    for place in (tmp_path / "a.prof", str(tmp_path / "b.prof"), bytes(tmp_path / "c.prof")):
        profile.dump_stats(place)
        stats: Any = pstats.Stats(str(place, "utf-8") if isinstance(place, bytes) else str(place))
        assert stats.stats == profile.stats
    with open(tmp_path / "d.prof", "wb") as file:
        profile.dump_stats(os.dup(file.fileno()))
    stats = pstats.Stats(str(tmp_path / "d.prof"))
    assert stats.total_calls == profile_calls(profile)
    with pytest.raises(FileNotFoundError):
        profile.dump_stats(tmp_path / "nowhere" / "e.prof")


def profile_calls(profile: Profile) -> int:
    return sum(numbers[1] for numbers in profile.stats.values())


def test_stats_are_there_when_made_and_the_name_is_an_attribute_error_before() -> None:
    profile = Profile()
    with pytest.raises(AttributeError, match="'Profile' object has no attribute 'stats'"):
        _ = profile.stats
    profile.create_stats()
    assert profile.stats == {}


@pytest.mark.parametrize("arguments", [(None, "x"), (None, None), (None, 0.0, True, True, 1)])
def test_wrong_arguments_are_type_errors(arguments: Any) -> None:
    with pytest.raises(TypeError):
        Profile(*arguments)
    with pytest.raises(TypeError):
        Profile().enable(foo=1)  # type: ignore[call-arg]


# ---- exceptions and odd ends


def test_exceptions_go_through_and_end_the_recording() -> None:
    profile = Profile()
    with pytest.raises(ZeroDivisionError):
        profile.runcall(lambda: 1 / 0)
    with pytest.raises(KeyError):
        profile.runctx("{}['key']", {}, {})
    assert not swiftprof.is_running()
    assert calls(profile)["<lambda>"] == calls(profile)["<module>"] == 1


def test_disable_does_nothing_when_it_is_not_enabled() -> None:
    profile = Profile()
    profile.disable()
    profile.disable()
    assert profile.getstats() == []


def test_a_recording_that_somebody_else_stops_is_told_of() -> None:
    profile = Profile()
    profile.enable()
    leaf()
    theirs = swiftprof.stop()
    with pytest.warns(RuntimeWarning, match="somebody else stopped the recording of this Profile"):
        profile.disable()
    assert theirs[leaf].ncall == 1 and calls(profile) == {}
    profile.runcall(leaf)
    assert calls(profile) == LEAF


# ---- timers


def test_a_timer_that_raises_is_survived(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[Any] = []

    def timer() -> float:
        raise ValueError("no time")

    with unraisable_to(told.append):
        profile = Profile(timer)
        profile.runcall(leaf)
    assert told and all(one.exc_type is ValueError for one in told)
    assert calls(profile) == LEAF


@pytest.mark.parametrize("nonsense", ["12", None, int, float("nan")])
def test_a_timer_that_gives_nonsense_is_survived(nonsense: Any) -> None:
    told: list[Any] = []
    with unraisable_to(told.append):
        profile = Profile(lambda: nonsense)
        profile.runcall(leaf)
    assert told and calls(profile) == LEAF


@pytest.mark.parametrize("method", ["enable", "disable", "clear", "getstats", "__init__"])
def test_a_timer_that_calls_back_is_survived(method: str) -> None:
    told: list[Any] = []

    def timer() -> int:
        getattr(profile, method)()
        return 0

    profile = Profile(timer)
    with unraisable_to(told.append):
        profile.runcall(leaf)
    assert calls(profile) == LEAF
    if ALL_THREADS or method != "enable":  # as in CPython, 3.11 lets it enable what is enabled
        assert {one.exc_type for one in told} <= {RuntimeError, ValueError} and told
    assert not swiftprof.is_running()


def test_a_timer_that_is_none_is_told_of_at_each_reading() -> None:
    told: list[Any] = []
    with unraisable_to(told.append):
        Profile(1).runcall(leaf)  # type: ignore[arg-type]
    assert told and told[0].exc_type is TypeError


class unraisable_to:
    """Hands what cannot be raised to a function, for the time of a block."""

    def __init__(self, hear: Callable[[Any], None]) -> None:
        self._hear = hear

    def __enter__(self) -> None:
        self._before = sys.unraisablehook
        sys.unraisablehook = self._hear

    def __exit__(self, *_: object) -> None:
        sys.unraisablehook = self._before


# ---- threads


def in_thread(call: Callable[[], object]) -> None:
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def test_threads_are_recorded_as_by_the_cprofile_of_this_version() -> None:
    profile = Profile()
    profile.enable()
    in_thread(caller)
    profile.disable()
    assert calls(profile).get("leaf") == (2 if ALL_THREADS else None)


@pytest.mark.skipif(not ALL_THREADS, reason="3.11 records one thread")
def test_calls_of_a_thread_are_its_own_and_not_of_whom_the_main_thread_waits_in() -> None:
    profile = Profile()
    profile.enable()
    in_thread(caller)
    profile.disable()
    profile.create_stats()
    (numbers,) = [numbers for one, numbers in profile.stats.items() if one[2] == "leaf"]
    assert {one[2] for one in numbers[4]} == {"caller"}


def test_frames_that_other_threads_have_open_are_not_in_it() -> None:
    begin, end = threading.Event(), threading.Event()

    def waiting() -> None:
        begin.set()
        end.wait()

    thread = threading.Thread(target=waiting)
    thread.start()
    begin.wait()
    profile = Profile()
    profile.runcall(leaf)
    end.set()
    thread.join()
    assert calls(profile) == LEAF


def test_no_warning_comes_of_all_this() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Profile().runcall(caller)
