"""Threads, greenlets, and what callbacks tell apart."""

import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import greenlet
import pytest

import sample
import swiftprof
from sample import fib
from yappi_pair import BOTH, original, ours

pytestmark = pytest.mark.usefixtures("backend")

OWN = (__file__, sample.__file__)


def calls(stats: Any) -> dict[str, tuple[int, int]]:
    return {stat.name: (stat.ncall, stat.nactualcall) for stat in stats if stat.module in OWN}


def by_both(program: Callable[[Any], object]) -> tuple[Any, Any]:
    """What the program gives with the original and with ours."""
    found = []
    for yappi in BOTH:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(program(yappi))
        yappi.stop()
        yappi.set_context_id_callback(None)
        yappi.set_context_name_callback(None)
        yappi.set_tag_callback(None)
        yappi.clear_stats()
    return found[0], found[1]


class Special(threading.Thread):
    def run(self) -> None:
        fib(5)


def run_threads() -> None:
    for thread in (Special(), threading.Thread(target=fib, args=(3,)), Special()):
        thread.start()
        thread.join()


def test_threads_have_statistics_of_their_own() -> None:
    def program(yappi: Any) -> Any:
        yappi.start()
        run_threads()
        yappi.stop()
        threads = yappi.get_thread_stats().sort("id", "asc")
        names = [thread.name for thread in threads]
        own = [calls(yappi.get_func_stats(ctx_id=thread.id)) for thread in threads]
        return names, own[1:]

    (their_names, theirs), (names, own) = by_both(program)
    assert names == their_names == ["_MainThread", "Special", "Thread", "Special"]
    if sys.version_info < (3, 12):  # yappi names methods without their class there
        own = [{name.rpartition(".")[2]: count for name, count in one.items()} for one in own]
    assert own == theirs


def test_ids_are_counted_up_and_not_used_again() -> None:
    seen: set[int] = set()
    for _ in range(3):
        ours.start()
        run_threads()
        ours.stop()
        ids = {thread.id for thread in ours.get_thread_stats() if thread.name != "_MainThread"}
        assert len(ids) == 3 and not ids & seen
        seen |= ids
        ours.clear_stats()


def test_a_thread_has_its_ident_and_came_to_run() -> None:
    ours.start()
    fib(3)
    ours.stop()
    (own,) = ours.get_thread_stats()
    assert own.tid == threading.get_ident()
    assert own.sched_count >= 1 and own.ttot > 0


def test_tags_tell_calls_apart() -> None:
    def program(yappi: Any) -> Any:
        tag = 0
        yappi.set_tag_callback(lambda: tag)
        yappi.start()
        for tag, n in ((1, 3), (2, 5), (1, 4), (3, 2)):  # noqa: B007
            fib(n)
        yappi.stop()
        get = yappi.get_func_stats
        return [calls(get(tag=one)) for one in (None, 1, 2, 3, 4)], {
            stat.tag for stat in get(tag=2)
        }

    theirs, own = by_both(program)
    assert own == theirs
    assert own[0][1:] == [{"fib": (14, 2)}, {"fib": (15, 1)}, {"fib": (3, 1)}, {}]


def test_contexts_are_what_the_callbacks_say() -> None:
    def program(yappi: Any) -> Any:
        number = 10
        yappi.set_context_id_callback(lambda: number)
        yappi.set_context_name_callback(lambda: f"context {number}")
        yappi.start()
        for number, n in ((10, 3), (20, 5), (10, 4)):  # noqa: B007
            fib(n)
        yappi.stop()
        contexts = [
            (one.id, one.name, one.sched_count)
            for one in yappi.get_thread_stats().sort("id", "asc")
        ]
        own = [calls(yappi.get_func_stats(ctx_id=one)) for one in (None, 10, 20, 30)]
        return contexts, own, {stat.ctx_name for stat in yappi.get_func_stats(ctx_id=20)}

    theirs, own = by_both(program)
    assert own == theirs
    assert own[0] == [(10, "context 10", 2), (20, "context 20", 1)]


@pytest.mark.parametrize("role", ["id", "tag"])
@pytest.mark.parametrize("answer", [None, "a text", ZeroDivisionError])
def test_a_callback_that_fails_is_called_once(role: str, answer: Any) -> None:
    def program(yappi: Any) -> Any:
        asked = 0

        def callback() -> Any:
            nonlocal asked
            asked += 1
            if isinstance(answer, type):
                raise answer
            return answer

        (yappi.set_tag_callback if role == "tag" else yappi.set_context_id_callback)(callback)
        yappi.start()
        fib(4)
        yappi.stop()
        return asked, calls(yappi.get_func_stats()), [one.name for one in yappi.get_thread_stats()]

    theirs, own = by_both(program)
    assert own == theirs
    assert own[0] == 1


def test_a_callback_that_fails_is_told_of() -> None:
    ours.set_tag_callback(lambda: None)  # type: ignore[arg-type, return-value]
    with pytest.warns(RuntimeWarning, match="not called any more"):
        ours.start()
        fib(2)
        ours.stop()


@pytest.mark.parametrize(
    "answers", [["first"], [None, None, "third"], [7, "second"], [KeyError, "second"]]
)
def test_a_name_is_asked_for_until_there_is_one(answers: list[Any]) -> None:
    def program(yappi: Any) -> Any:
        left = list(answers)

        def name() -> Any:
            answer = left.pop(0)
            if isinstance(answer, type):
                raise answer
            return answer

        yappi.set_context_name_callback(name)
        yappi.start()
        fib(6)
        yappi.stop()
        return [one.name for one in yappi.get_thread_stats()], left

    theirs, own = by_both(program)
    assert own == theirs


def test_callbacks_may_be_set_while_it_runs() -> None:
    def program(yappi: Any) -> Any:
        yappi.start()
        fib(3)
        yappi.set_tag_callback(lambda: 5)
        fib(4)
        yappi.set_tag_callback(None)
        fib(2)
        yappi.stop()
        return calls(yappi.get_func_stats(tag=5)), calls(yappi.get_func_stats())

    theirs, own = by_both(program)
    assert own == theirs


class Walking(greenlet.greenlet):
    def run(self) -> None:
        walk(4)


def walk(n: int) -> None:
    fib(n)
    greenlet.getcurrent().parent.switch()
    fib(n - 1)


def run_greenlets() -> None:
    first, second = Walking(), greenlet.greenlet(walk)
    first.switch()
    second.switch(5)
    fib(1)
    first.switch()
    second.switch()


@pytest.mark.parametrize("clock", ["wall", "cpu"])
def test_greenlets_have_statistics_of_their_own(clock: str) -> None:
    def program(yappi: Any) -> Any:
        yappi.set_context_backend("greenlet")
        yappi.set_clock_type(clock)
        yappi.start()
        run_greenlets()
        yappi.stop()
        contexts = yappi.get_greenlet_stats().sort("id", "asc")
        found = [
            (one.name, one.sched_count, calls(yappi.get_func_stats(ctx_id=one.id)))
            for one in contexts
            if one.id != contexts[0].id  # the main one is also switched to by calls in C
        ]
        with pytest.raises(Exception, match="native_thread"):
            yappi.get_thread_stats()
        return found, calls(yappi.get_func_stats())

    theirs, own = by_both(program)
    assert own == theirs
    assert [one[:2] for one in own[0]] == [("Walking", 2), ("greenlet", 2)]


def test_one_greenlet_alone_is_recorded_if_asked_for() -> None:
    ours.set_context_backend("greenlet")
    ours.start(profile_greenlets=False)
    run_greenlets()
    ours.stop()
    assert calls(ours.get_func_stats())["fib"] == (1, 1)
    assert len(ours.get_greenlet_stats()) == 1


def test_a_decorated_function_is_profiled_at_each_call(capsys: pytest.CaptureFixture[str]) -> None:
    def program(yappi: Any) -> Any:
        told = []

        def work(n: int) -> int:
            return fib(n)

        def tell(function: Any, stats: Any) -> None:
            told.append((function.__name__, calls(stats)))

        decorated = yappi.profile(clock_type="wall", return_callback=tell)(work)
        results = [decorated(4), decorated(5)]
        printed = yappi.profile()(work)(3)
        head = [line.split()[:1] for line in capsys.readouterr().out.splitlines()[:2]]
        return told, results, printed, head, yappi.get_clock_type(), len(yappi.get_func_stats())

    theirs, own = by_both(program)
    assert own == theirs


def test_a_block_is_profiled() -> None:
    def program(yappi: Any) -> Any:
        with yappi.run(builtins=True):
            running = yappi.is_running()
            len([fib(4)])
        return running, yappi.is_running(), calls(yappi.get_func_stats())

    theirs, own = by_both(program)
    assert own == theirs


def test_what_somebody_else_stopped_is_lost_and_told_of() -> None:
    asked: list[int] = []
    ours.set_tag_callback(lambda: asked.append(1) or 1)
    ours.start()
    fib(2)
    assert swiftprof.stop()["fib"].ncall == 3
    assert not ours.is_running()
    with pytest.warns(RuntimeWarning, match="somebody else stopped"):
        ours.stop()
    ours.stop()
    before = len(asked)
    with swiftprof.profile() as block:
        fib(2)
    assert block["fib"].ncall == 3 and len(asked) == before
    assert ours.get_func_stats().empty()


def test_another_recording_is_not_disturbed() -> None:
    swiftprof.start()
    with pytest.raises(swiftprof.AlreadyRunning):
        ours.start()
    assert not ours.is_running()
    fib(3)
    assert swiftprof.stop()["fib"].ncall == 5


def test_original_is_what_is_compared_with() -> None:
    assert original.__name__ == "yappi"
