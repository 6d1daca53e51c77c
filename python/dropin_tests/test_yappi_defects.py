"""Where yappi is known to be wrong (docs/from-yappi.md), ours is right."""

import _thread
import asyncio
import gc
import pstats
import threading
import weakref
from pathlib import Path
from typing import Any

import pytest

from sample import fib
from yappi_pair import original, ours, stats_of

pytestmark = pytest.mark.usefixtures("backend")


def _saved_counts(yappi: Any, folder: Path) -> tuple[int, int]:
    path = str(folder / "out.pstat")
    stats_of(yappi, lambda: fib(5)).save(path, type="pstat")
    loaded: Any = pstats.Stats(path)
    primitive, calls = next(row[:2] for key, row in loaded.stats.items() if key[2] == "fib")
    return primitive, calls


def test_saved_pstats_have_primitive_calls_first(tmp_path: Path) -> None:
    assert _saved_counts(ours, tmp_path) == (1, 15)
    assert _saved_counts(original, tmp_path) == (15, 1), "yappi has changed: tell it in the docs"


def test_context_0_and_tag_0_are_chosen_as_others_are() -> None:
    def other() -> None:
        fib(3)

    for yappi, found in ((ours, set()), (original, {"other"})):
        tag = 0
        yappi.set_tag_callback(lambda: tag)  # noqa: B023
        yappi.start()
        thread = threading.Thread(target=other)
        fib(2)
        tag = 1
        thread.start()
        thread.join()
        yappi.stop()
        for choice in ({"ctx_id": 0}, {"tag": 0}):
            names = {stat.name for stat in yappi.get_func_stats(**choice)}
            assert "fib" in names
            assert names & {"other"} == found
        yappi.clear_stats()


def test_clearing_beside_running_threads_is_safe() -> None:
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            fib(6)

    threads = [threading.Thread(target=work) for _ in range(4)]
    ours.start()
    for thread in threads:
        thread.start()
    for _ in range(60):
        fib(5)
        ours.clear_stats()
    fib(5)
    ended.set()
    for thread in threads:
        thread.join()
    ours.stop()
    own = {stat.name: stat.ncall for stat in ours.get_func_stats(ctx_id=0)}
    assert own["fib"] == 15


def test_reading_loses_no_event_of_other_threads() -> None:
    rounds = 300

    def work() -> None:
        for _ in range(rounds):
            fib(6)

    threads = [threading.Thread(target=work) for _ in range(3)]
    ours.start()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        ours.get_func_stats()
        ours.get_thread_stats()
    ours.stop()
    (own,) = (stat for stat in ours.get_func_stats() if stat.name == "fib")
    assert own.ncall == 3 * rounds * 25


def test_time_so_far_of_open_functions_is_there() -> None:
    def reader() -> Any:
        fib(10)
        return ours.get_func_stats()

    ours.start()
    stats = reader()
    ours.stop()
    (own,) = (stat for stat in stats if stat.name == "reader")
    assert (own.ncall, own.nactualcall) == (1, 1)
    assert own.ttot > 0


def test_code_objects_die_when_statistics_are_cleared() -> None:
    namespace: dict[str, Any] = {}
    exec("def short_lived(): pass", namespace)
    gone = weakref.ref(namespace["short_lived"].__code__)
    ours.start()
    namespace.pop("short_lived")()
    ours.stop()
    assert [stat.name for stat in ours.get_func_stats(filter={"name": "short_lived"})]
    ours.clear_stats()
    gc.collect()
    assert gone() is None


def test_coroutines_die_while_it_runs() -> None:
    async def brief() -> None:
        await asyncio.sleep(0)

    async def watched() -> bool:
        coroutine = brief()
        gone = weakref.ref(coroutine)
        await coroutine
        del coroutine
        gc.collect()
        return gone() is None

    ours.start()
    is_gone = asyncio.run(watched())
    ours.stop()
    assert is_gone


def test_threads_without_threading_are_seen() -> None:
    for yappi, is_seen in ((ours, True), (original, False)):
        done = threading.Event()

        def work(done: threading.Event = done) -> None:
            fib(4)
            done.set()

        yappi.clear_stats()
        yappi.start()
        _thread.start_new_thread(work, ())
        done.wait()
        yappi.stop()
        names = {stat.name for stat in yappi.get_func_stats()}
        assert ("fib" in names) is is_seen


def test_thousands_of_callees_are_all_there() -> None:
    source = "".join(f"def callee_{number}(): pass\n" for number in range(2_000))
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    callees = [namespace[f"callee_{number}"] for number in range(2_000)]

    def calling() -> None:
        for callee in callees:
            callee()

    (own,) = (stat for stat in stats_of(ours, calling) if stat.name == "calling")
    assert len(own.children) == 2_000 and all(child.ncall == 1 for child in own.children)


def test_a_filter_that_raises_is_heard_of() -> None:
    ours.start()
    fib(2)
    ours.stop()
    with pytest.raises(ZeroDivisionError):
        ours.get_func_stats(filter_callback=lambda stat: 1 / 0)


def test_what_is_running_is_not_ended_by_a_decorated_function() -> None:
    ours.start()
    ours.profile()(fib)(3)
    assert ours.is_running()
    ours.stop()
    assert {stat.name: stat.ncall for stat in ours.get_func_stats()}["fib"] == 5
