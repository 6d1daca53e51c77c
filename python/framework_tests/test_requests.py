"""One session per request, fifty requests at once: each has what ran in it, and together they have all."""

import asyncio
import collections
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import pytest
import uvloop

import aiohttp_application
import starlette_application
import swiftprof
from whole_numbers import expect_sound_times
from workload import REQUESTS, Shop, expected_calls, render

Serve = Callable[[], Coroutine[Any, Any, dict[int, swiftprof.Profile]]]
APPLICATIONS: dict[str, Serve] = {
    "aiohttp": aiohttp_application.answer_all_at_once,
    "starlette": starlette_application.answer_all_at_once,
}
LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.new_event_loop,
    "uvloop": uvloop.new_event_loop,
}


@dataclass(frozen=True)
class Recorded:
    whole: swiftprof.Profile
    requests: dict[int, swiftprof.Profile]


def recorded(application: str, loop: str, backend: str) -> Recorded:
    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        swiftprof.start(backend=backend)
        try:
            requests = runner.run(APPLICATIONS[application]())
        finally:
            whole = swiftprof.stop()
    return Recorded(whole, requests)


@pytest.fixture(scope="module")
def recordings() -> dict[tuple[str, str, str], Recorded]:
    return {}


@pytest.fixture(params=[(name, loop) for name in APPLICATIONS for loop in LOOPS], ids="-".join)
def requests(
    request: pytest.FixtureRequest, backend: str, recordings: dict[tuple[str, str, str], Recorded]
) -> Recorded:
    """An application's requests, recorded once for each backend and loop."""
    key = (*request.param, backend)
    if key not in recordings:
        recordings[key] = recorded(*key)
    return recordings[key]


def test_every_request_has_a_session(requests: Recorded) -> None:
    assert sorted(requests.requests) == list(range(REQUESTS))


def test_each_session_has_just_the_calls_of_its_request(requests: Recorded) -> None:
    for items, profile in requests.requests.items():
        calls = calls_by_name(profile)
        expected = expected_calls(items)
        assert {name: calls[name] for name in expected} == expected, items


def test_the_sessions_calls_add_up_to_the_whole_profile(requests: Recorded) -> None:
    """Of what ran in requests only, to the call; and nobody has more than there was."""
    together = collections.Counter[object]()
    for profile in requests.requests.values():
        for function in profile.functions:
            together[identity(function)] += function.ncall
    in_requests = set()
    for function in requests.whole.functions:
        assert together[identity(function)] <= function.ncall, function
        if is_of_requests(function):
            assert together[identity(function)] == function.ncall, function
            in_requests.add(function.name)
    assert in_requests >= expected_calls(1).keys()


def test_the_merged_sessions_have_the_calls_of_the_whole_profile(requests: Recorded) -> None:
    merged = swiftprof.merge(requests.requests.values())
    for function in (Shop.page, Shop.price, Shop.stock, render):
        assert merged[function].ncall == requests.whole[function].ncall
        assert merged[function].resumptions == requests.whole[function].resumptions


def test_no_time_is_lost_or_counted_twice(requests: Recorded) -> None:
    expect_sound_times(requests.whole)
    whole_ns = requests.whole.header.duration_ns
    for profile in requests.requests.values():
        for function in profile.functions:
            assert 0 <= function.wall_self_ns <= function.wall_total_ns <= whole_ns
            assert 0 <= function.suspended_ns <= whole_ns * max(1, function.ncall)


def test_a_request_spans_what_it_waited_for(requests: Recorded) -> None:
    """Each page waits for the fiftieth request: far longer than it runs."""
    page = requests.whole[Shop.page]
    assert page.ncall == REQUESTS
    assert page.suspended_ns > 0
    assert page.span_ns == page.wall_total_ns + page.suspended_ns


def test_every_request_made_its_tasks(requests: Recorded) -> None:
    tasks = [one for one in requests.whole.contexts if one.function.endswith("Shop.stock")]
    assert len(tasks) == sum(range(REQUESTS))
    assert all(task.ended and task.steps == 2 for task in tasks)
    assert {task.creator for task in tasks} == {"workload.Shop.page"}


def is_of_requests(function: swiftprof.Function) -> bool:
    """Whether it is called while a request is answered, and never else."""
    if function.module == "zlib" or function.display_name.endswith("_application.page"):
        return True
    return function.module == "workload" and function.name != "__init__"


def calls_by_name(profile: swiftprof.Profile) -> collections.Counter[str]:
    calls = collections.Counter[str]()
    for function in profile.functions:
        if function.module in ("workload", "zlib"):
            calls[function.name] += function.ncall
    return calls


def identity(function: swiftprof.Function) -> object:
    return function.kind, function.file, function.line, function.module, function.qualified_name
