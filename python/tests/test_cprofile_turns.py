"""Several Profile objects at a time, and beside native recordings: who gets what."""

import asyncio
import cProfile
import sys
import threading
from collections.abc import Callable

import pytest

import swiftprof
from swiftprof.cprofile import Profile, label

ONE_AT_A_TIME = sys.version_info >= (3, 12)
BUSY = (
    "tool 2 is already in use"
    if sys.version_info >= (3, 14)
    else "Another profiling tool is already active"
)

one_at_a_time = pytest.mark.skipif(not ONE_AT_A_TIME, reason="3.11: one in each thread")
one_in_each_thread = pytest.mark.skipif(ONE_AT_A_TIME, reason="3.12 and later: one at a time")


def first() -> None:
    pass


def second() -> None:
    first()


def names(profile: Profile) -> set[str]:
    return {label(entry.code)[2] for entry in profile.getstats() if not isinstance(entry.code, str)}


@one_at_a_time
def test_the_second_profile_is_refused_as_the_cprofile_of_this_version_does() -> None:
    ours, theirs = Profile(), cProfile.Profile()
    with ours:
        first()
        for other in (Profile(), ours, theirs):
            with pytest.raises(ValueError, match=BUSY):
                other.enable()
    assert "first" in names(ours) and "second" not in names(ours)
    with theirs, pytest.raises(ValueError, match=BUSY):
        ours.enable()
    with ours:
        second()
    assert {"first", "second"} <= names(ours)


@one_at_a_time
def test_a_refusal_leaves_all_as_it_was() -> None:
    with Profile(), pytest.raises(ValueError, match=BUSY):
        Profile().enable()
    assert sys.monitoring.get_tool(sys.monitoring.PROFILER_ID) is None
    assert not swiftprof.is_running()


@one_at_a_time
def test_the_one_that_is_enabled_holds_the_tool_id_for_profilers() -> None:
    with Profile():
        assert sys.monitoring.get_tool(sys.monitoring.PROFILER_ID) == "cProfile"
    assert sys.monitoring.get_tool(sys.monitoring.PROFILER_ID) is None


@one_in_each_thread
def test_a_second_profile_takes_the_place_of_the_first_in_its_thread() -> None:
    outer, inner = Profile(), Profile()
    outer.enable()
    first()
    inner.enable()
    second()
    inner.disable()
    second()
    outer.disable()
    assert names(outer) == {"first"}
    assert names(inner) == {"first", "second"}


def in_threads(*calls: Callable[[], object]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@one_in_each_thread
@pytest.mark.parametrize("first_ends", [True, False])
def test_each_thread_has_a_profile_of_its_own(first_ends: bool) -> None:
    profiles = Profile(), Profile()
    both, ended = threading.Barrier(2, timeout=30), threading.Event()

    def request(number: int, work: Callable[[], None]) -> None:
        if number == 1:
            first_is_enabled.wait(30)
        profiles[number].enable()
        first_is_enabled.set()
        both.wait()
        work()
        if (number == 0) is not first_ends:
            ended.wait(30)
            work()
        profiles[number].disable()
        ended.set()

    first_is_enabled = threading.Event()
    in_threads(lambda: request(0, first), lambda: request(1, second))
    assert "second" not in names(profiles[0]) and "first" in names(profiles[0])
    assert "second" in names(profiles[1])
    expected = 1 if first_ends else 2
    counts = {label(e.code)[2]: e.callcount for e in profiles[0].getstats()}
    assert counts["first"] == expected
    assert not swiftprof.is_running()


# ---- beside native recordings


def test_inside_of_a_native_recording_a_profile_has_what_ran_meanwhile() -> None:
    profile = Profile()
    swiftprof.start()
    second()
    profile.runcall(first)
    second()
    native = swiftprof.stop()
    assert names(profile) == {"first"}
    assert {entry.callcount for entry in profile.getstats()} == {1}
    assert native[second].ncall == 2 and native[first].ncall == 3


def test_inside_of_a_native_recording_each_way_to_run_code_is_recorded() -> None:
    namespace = {"first": first}
    with swiftprof.profile():
        found = []
        for call in (
            lambda profile: profile.runcall(first),
            lambda profile: profile.runctx("first()", namespace, namespace),
        ):
            call(profile := Profile())
            found.append(names(profile))
        with Profile() as profile:
            first()
        found.append(names(profile) - {"__exit__"})
    assert found == [{"first"}, {"<module>", "first"}, {"first"}]


def test_statistics_inside_of_a_native_recording_are_those_so_far() -> None:
    with swiftprof.profile(), Profile() as profile:
        first()
        before = names(profile)
        profile.clear()
        second()
    assert "first" in before and "second" not in before
    assert {label(e.code)[2]: e.callcount for e in profile.getstats()}["first"] == 1


def test_a_timer_cannot_join_a_recording_of_others() -> None:
    with swiftprof.profile(), pytest.raises(ValueError, match=r": .*timer"):
        Profile(lambda: 0).enable()


def test_a_native_block_inside_of_a_profile_has_its_part() -> None:
    with Profile() as profile:
        first()
        with swiftprof.profile() as p:
            second()
        first()
    assert p[first].ncall == 1 and p[second].ncall == 1
    assert {label(e.code)[2]: e.callcount for e in profile.getstats()}["first"] == 3


def test_tasks_on_one_thread_are_all_in_it() -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        first()

    async def main() -> None:
        await asyncio.gather(work(), work())

    profile = Profile()
    profile.runcall(asyncio.run, main())
    counts = {label(e.code)[2]: e.callcount for e in profile.getstats()}
    assert counts["first"] == 2 and counts["work"] == 4  # a resumption is a call


def test_frames_of_greenlets_that_are_older_are_not_in_it() -> None:
    greenlet = pytest.importorskip("greenlet")

    def older() -> None:
        greenlet.getcurrent().parent.switch()
        first()

    one = greenlet.greenlet(older)
    one.switch()
    profile = Profile()
    profile.enable()
    one.switch()
    second()
    profile.disable()
    counts = {label(e.code)[2]: e.callcount for e in profile.getstats()}
    assert "older" not in counts and counts["first"] == 2 and counts["second"] == 1
