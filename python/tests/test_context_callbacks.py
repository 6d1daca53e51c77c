"""The callbacks of `swiftprof.set_context`: when they are called, and what they may do."""

import _thread
import gc
import signal
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

import swiftprof
from context_programs import calls, each_backend, leaf, request, work

pytestmark = pytest.mark.usefixtures("no_context_left_behind")


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


def test_the_warning_as_an_error_is_no_exception_of_the_program(unraisable: list[Any]) -> None:
    swiftprof.set_context(failing)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        swiftprof.start()
        work(1)
        swiftprof.stop()
    assert len(unraisable) == 1
    assert "no request" in str(unraisable[0])


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


@pytest.mark.parametrize("role", ["callback", "name", "tag"])
def test_what_cannot_be_called_is_refused(role: str) -> None:
    options: dict[str, Any] = {"callback": None, role: "request"}
    with pytest.raises(TypeError, match=f"{role} is 'request'"):
        swiftprof.set_context(**options)
