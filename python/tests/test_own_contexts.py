"""`swiftprof.set_context`: the program says whom its calls belong to."""

import _thread
import asyncio
import gc
import math
import signal
import threading
import warnings
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from typing import Any

import pytest

import swiftprof
from backends import USABLE
from inside import Open, block, recorded

each_backend = pytest.mark.parametrize("backend", USABLE)

request: ContextVar[Hashable] = ContextVar("request", default=None)
phase: ContextVar[str | None] = ContextVar("phase", default=None)
expected: Counter[tuple[object, object, str]] = Counter()


def count(name: str) -> None:
    expected[request.get(), phase.get(), name] += 1


def leaf() -> None:
    count("leaf")


def work(times: int = 1) -> None:
    count("work")
    for _ in range(times):
        leaf()


@pytest.fixture(autouse=True)
def no_context_left_behind() -> Iterator[None]:
    expected.clear()
    yield
    swiftprof.set_context(None)


def calls(profile: swiftprof.Profile, function: Callable[..., object]) -> int:
    row = profile.get(function)
    return row.ncall if row else 0


def check(profile: swiftprof.Profile) -> None:
    """Each context has its calls and no others, and those in none are the rest."""
    for name, function in (("leaf", leaf), ("work", work)):
        own: Counter[object] = Counter()
        for (context, _, called), times in expected.items():
            if called == name:
                own[context] += times
        for context, times in own.items():
            if context is not None:
                part = profile.filter(context=str(context))
                assert calls(part, function) == times, (context, name)
        assert calls(profile, function) == own.total(), name


@each_backend
def test_each_context_has_the_calls_made_in_it(backend: str) -> None:
    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    for context in ("a", "b", None, "a"):
        request.set(context)
        work(2)
    request.set(None)
    work(5)
    profile = swiftprof.stop()
    check(profile)
    assert {one.name for one in profile.contexts if one.kind == "context"} == {"a", "b"}


@each_backend
def test_a_call_belongs_to_the_context_in_which_it_was_made(backend: str) -> None:
    def outer() -> None:
        request.set("inner")
        work(1)
        request.set("outer")
        leaf()
        request.set(None)
        leaf()

    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    request.set("outer")
    outer()
    profile = swiftprof.stop()
    check(profile)
    assert calls(profile.filter(context="outer"), outer) == 1
    assert calls(profile.filter(context="inner"), outer) == 0


@each_backend
def test_tasks_that_take_turns_keep_their_contexts(backend: str) -> None:
    async def handle(number: int) -> None:
        request.set(f"r{number}")
        for _ in range(number):
            work(number)
            await asyncio.sleep(0)
            leaf()

    async def main() -> None:
        await asyncio.gather(*(handle(number) for number in range(1, 7)))

    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    asyncio.run(main())
    check(swiftprof.stop())


@each_backend
def test_threads_keep_their_contexts(backend: str) -> None:
    def run(number: int) -> None:
        request.set(f"t{number}")
        for _ in range(30):
            work(number)

    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(swiftprof.stop())


@each_backend
def test_functions_in_c_belong_to_who_calls_them(backend: str) -> None:
    def caller() -> None:
        request.set("b")
        math.gcd(6, 4)

    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    request.set("a")
    caller()
    profile = swiftprof.stop()
    assert calls(profile.filter(context="a"), math.gcd) == 1
    assert calls(profile.filter(context="b"), math.gcd) == 0


@each_backend
def test_a_name_is_asked_for_once_per_id(backend: str) -> None:
    asked: list[object] = []

    def name(number: object) -> str:
        asked.append(number)
        return f"request {number}"

    swiftprof.set_context(request.get, name=name)
    swiftprof.start(backend=backend)
    for number in (1000, 2000, 1000, 2000):
        request.set(int(str(number)))  # an object of its own each time
        work(1)
    profile = swiftprof.stop()
    assert asked == [1000, 2000]
    assert calls(profile.filter(context="request 1000"), leaf) == 2


@each_backend
def test_tags_tell_apart_what_contexts_do_not(backend: str) -> None:
    swiftprof.set_context(request.get, tag=phase.get)
    swiftprof.start(backend=backend)
    request.set("a")
    phase.set("read")
    work(2)
    phase.set("write")
    work(3)
    request.set(None)
    work(1)
    phase.set(None)
    profile = swiftprof.stop()
    check(profile)
    assert calls(profile.filter(context="tag:write"), leaf) == 4
    found = {(one.name, one.tag) for one in profile.contexts if one.kind == "context"}
    assert found >= {("a", "read"), ("a", "write"), ("", "write")}


@each_backend
def test_what_the_callbacks_call_is_in_no_profile(backend: str) -> None:
    def helper() -> str:
        gc.collect()
        with swiftprof.span("in the callback"):
            return "a".upper().lower()

    def callback() -> str:
        return helper()

    swiftprof.set_context(callback, name=lambda one: helper(), tag=callback)
    swiftprof.start(backend=backend)
    work(2)
    profile = swiftprof.stop()
    names = {one.name for one in profile.functions if not one.open}
    assert names & {"work", "leaf"}
    assert not names & {"helper", "callback", "<lambda>", "upper", "lower", "in the callback"}
    assert "collect" not in names
    assert profile.header.unmatched_returns == 0
    assert calls(profile.filter(context="a"), leaf) == 2


def failing() -> str:
    raise KeyError("no request")


@each_backend
@pytest.mark.parametrize(
    ("callbacks", "role", "kept"),
    [
        ({"callback": failing}, "callback", None),
        ({"callback": list}, "callback", None),
        ({"callback": lambda: "a", "tag": failing}, "tag", "a"),
        ({"callback": lambda: "a", "name": lambda one: failing()}, "name", "a"),
        ({"callback": lambda: "a", "name": lambda one: 3}, "name", "a"),
    ],
)
def test_a_callback_that_raises_is_dropped_with_one_warning_and_the_profile_goes_on(
    backend: str, callbacks: dict[str, Any], role: str, kept: str | None
) -> None:
    swiftprof.set_context(**callbacks)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        swiftprof.start(backend=backend)
        work(3)
        work(1)
        profile = swiftprof.stop()
    assert [one.category for one in caught] == [RuntimeWarning]
    assert f"{role}=" in str(caught[0].message)
    assert "not called any more" in str(caught[0].message)
    assert calls(profile, leaf) == 4
    if kept:
        assert calls(profile.filter(context=kept), leaf) == 4


def test_the_warning_as_an_error_is_no_exception_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", lambda what: seen.append(what.exc_value))
    swiftprof.set_context(failing)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        swiftprof.start()
        work(1)
        swiftprof.stop()
    assert len(seen) == 1
    assert "no request" in str(seen[0])


@each_backend
def test_an_exception_that_is_being_thrown_passes_the_callbacks(backend: str) -> None:
    def generator() -> Iterator[int]:
        try:
            yield 1
        except LookupError:
            leaf()
            yield 2

    swiftprof.set_context(lambda: "a")
    swiftprof.start(backend=backend)
    running = generator()
    next(running)
    assert running.throw(LookupError("x")) == 2
    profile = swiftprof.stop()
    assert calls(profile.filter(context="a"), leaf) == 1


@pytest.fixture
def interruptible() -> Iterator[None]:
    """WHY: the background jobs of a shell ignore the signal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_that_comes_during_the_callback_is_the_programs() -> None:
    interrupting: list[bool] = []

    def callback() -> str:
        if interrupting:
            interrupting.clear()
            _thread.interrupt_main()
            for _ in range(1000):
                pass
        return "a"

    swiftprof.set_context(callback)
    swiftprof.start()
    with pytest.raises(KeyboardInterrupt):
        for _ in range(3):
            interrupting.append(True)
            work(1)
    leaf()
    profile = swiftprof.stop()
    assert calls(profile.filter(context="a"), leaf) >= 1


@each_backend
def test_it_may_begin_and_end_while_a_recording_is_on(backend: str) -> None:
    swiftprof.start(backend=backend)
    work(1)
    swiftprof.set_context(lambda: "a")
    work(2)
    swiftprof.set_context(None)
    work(4)
    profile = swiftprof.stop()
    assert calls(profile.filter(context="a"), leaf) == 2
    assert calls(profile, leaf) == 7


@each_backend
def test_stopping_the_recording_in_a_callback_harms_nobody(backend: str) -> None:
    profiles: list[swiftprof.Profile] = []
    stopping: list[bool] = []

    def callback() -> str:
        if stopping and not profiles:
            profiles.append(swiftprof.stop())
        return "a"

    swiftprof.start(backend=backend)
    swiftprof.set_context(callback)
    work(3)
    stopping.append(True)
    work(2)
    assert not swiftprof.is_running()
    assert calls(profiles[0], leaf) == 3


@each_backend
def test_contexts_and_blocks_do_not_get_in_each_others_way(backend: str) -> None:
    blocks: list[Open] = []

    async def handle(number: int) -> None:
        request.set(f"r{number}")
        work(1)
        with block() as here:
            blocks.append(here)
            from inside import second

            for _ in range(number):
                work(number)
                second(number)
                await asyncio.sleep(0)
        work(2)

    async def main() -> None:
        await asyncio.gather(*(handle(number) for number in range(1, 5)))

    swiftprof.set_context(request.get)
    swiftprof.start(backend=backend)
    asyncio.run(main())
    profile = swiftprof.stop()
    check(profile)
    for number, one in enumerate(blocks, start=1):
        one.check()
        part = one.profiling.filter(context=f"r{number}")
        assert calls(part, leaf) == number * number
        assert recorded(part) == one.expected.calls


@pytest.mark.parametrize("role", ["callback", "name", "tag"])
def test_what_cannot_be_called_is_refused(role: str) -> None:
    options: dict[str, Any] = {"callback": None, role: "request"}
    with pytest.raises(TypeError, match=f"{role} is 'request'"):
        swiftprof.set_context(**options)
