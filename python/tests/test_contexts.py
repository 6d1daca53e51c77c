"""Tasks as Python shows them: who they are, what they did, in how many steps, and what nobody knows."""

import asyncio
import pickle
import time
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import swiftprof

PAUSE = 0.01


async def query() -> int:
    await asyncio.sleep(PAUSE)
    return 1


async def page() -> int:
    return await query() + await query()


def parse() -> None:
    time.sleep(0.05)


async def report() -> None:
    await asyncio.sleep(PAUSE)
    parse()


async def start_pages() -> None:
    """Tasks of each way to make one."""
    made = asyncio.create_task(page(), name="made")
    async with asyncio.TaskGroup() as group:
        group.create_task(page(), name="grouped")
        group.create_task(report(), name="report")
    await asyncio.gather(page(), made)
    await asyncio.wait_for(page(), timeout=60)


def profile_of(main: Callable[[], Coroutine[Any, Any, object]]) -> swiftprof.Profile:
    swiftprof.start()
    try:
        asyncio.run(main())
    finally:
        profile = swiftprof.stop()
    return profile


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    return profile_of(start_pages)


def test_tasks_are_contexts_with_their_names_and_coroutines(profile: swiftprof.Profile) -> None:
    for name, function in (("made", "page"), ("grouped", "page"), ("report", "report")):
        task = profile.context(name)
        assert (task.kind, task.name, task.tag) == ("task", name, "")
        assert task.function == f"{__name__}.{function}"
        assert task.ended
        assert task.thread in profile.threads


def test_a_task_has_a_step_for_each_time_it_ran(profile: swiftprof.Profile) -> None:
    assert profile.context("made").steps == 3  # two queries, each of which it waited for
    assert profile.context("report").steps == 2


def test_a_task_tells_who_made_it(profile: swiftprof.Profile) -> None:
    main = next(one for one in profile.contexts if one.function == f"{__name__}.start_pages")
    for name in ("made", "grouped", "report"):
        task = profile.context(name)
        assert task.creator == f"{__name__}.start_pages"
        assert task.creator_task == main.name != ""


def test_a_task_ran_or_was_suspended_all_its_life(profile: swiftprof.Profile) -> None:
    for task in profile.contexts:
        assert task.cpu_ns >= 0
        assert 0 < task.longest_step_ns <= task.wall_ns
        assert task.span_ns == task.wall_ns + task.suspended_ns
        assert task.wall == task.wall_ns / 1e9
        assert task.suspended == task.suspended_ns / 1e9
    assert profile.context("made").suspended >= PAUSE


def test_the_longest_step_names_who_blocked_the_loop(profile: swiftprof.Profile) -> None:
    blocking = max(profile.contexts, key=lambda task: task.longest_step_ns)
    assert blocking.name == "report"
    assert blocking.longest_step >= 0.05
    path = blocking.longest_step_path
    assert path[-3:] == (f"{__name__}.report", f"{__name__}.parse", "time.sleep")


def test_awaiting_is_being_suspended_as_long_as_what_is_awaited(
    profile: swiftprof.Profile,
) -> None:
    pages, queries = profile[page], profile[query]
    assert (pages.ncall, queries.ncall, queries.resumptions) == (4, 8, 8)
    assert queries.suspended_ns >= pages.suspended_ns >= 4 * PAUSE * 1e9
    for function in (pages, queries):
        assert function.span_ns == function.wall_total_ns + function.suspended_ns
        assert function.span == function.span_ns / 1e9
        assert function.span_average * function.ncall == pytest.approx(function.span)
    assert profile[parse].suspended_ns == 0


def test_edges_and_contexts_have_the_suspended_time_of_just_these_calls(
    profile: swiftprof.Profile,
) -> None:
    for function in (page, query):
        total = profile[function].suspended_ns
        assert sum(edge.suspended_ns for edge in profile.callers(function)) == total
        nodes = [node for node in profile.tree.walk() if node.function is profile[function]]
        assert sum(node.suspended_ns for node in nodes) == total
        assert all(node.span_ns == node.wall_total_ns + node.suspended_ns for node in nodes)
        assert all((node.context, node.tag) == ("", "") for node in nodes)


def test_calls_of_a_task_are_not_measured_apart(profile: swiftprof.Profile) -> None:
    task = profile.context("made")
    assert not hasattr(task, "ncall")
    with pytest.raises(swiftprof.NotMeasured, match=r"calls of a task.*Profile\.tree"):
        _ = task.ncall
    with pytest.raises(AttributeError, match="has no attribute 'stops'") as raised:
        _ = task.stops  # type: ignore[attr-defined]
    assert not isinstance(raised.value, swiftprof.NotMeasured)


def test_an_unknown_name_is_refused_with_those_alike(profile: swiftprof.Profile) -> None:
    with pytest.raises(swiftprof.UnknownContext, match=r"'repot'.*did you mean report"):
        profile.context("repot")
    assert issubclass(swiftprof.UnknownContext, KeyError)


def test_a_name_of_several_tasks_is_refused() -> None:
    async def namesakes() -> None:
        await asyncio.gather(*(asyncio.create_task(query(), name="query") for _ in range(2)))

    profile = profile_of(namesakes)
    with pytest.raises(swiftprof.UnknownContext, match=r"2 .*'query'.*Profile\.contexts"):
        profile.context("query")
    assert [one.function for one in profile.contexts if one.name == "query"] == [
        f"{__name__}.query"
    ] * 2


def test_a_pickled_profile_has_equal_tasks(profile: swiftprof.Profile) -> None:
    again = pickle.loads(pickle.dumps(profile))
    assert again.contexts == profile.contexts
    assert len({*again.contexts, *profile.contexts}) == len(profile.contexts)
    assert pickle.loads(pickle.dumps(profile.contexts)) == profile.contexts
    assert profile.context("made") != profile.context("grouped")
    assert profile.context("made") != "made"


def test_tasks_never_change_and_show_what_one_wants_to_know(profile: swiftprof.Profile) -> None:
    task = profile.context("report")
    with pytest.raises(AttributeError, match="never changes"):
        task.steps = 1
    for part in ("task report", f"{__name__}.report", "2 steps", "suspended"):
        assert part in repr(task)


def test_a_program_without_tasks_has_no_contexts() -> None:
    swiftprof.start()
    parse()
    assert swiftprof.stop().contexts == ()
