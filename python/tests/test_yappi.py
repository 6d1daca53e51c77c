"""`swiftprof.yappi` on this Python and backend: what depends on them. The rest: python/dropin_tests."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from swiftprof import yappi


@pytest.fixture(autouse=True)
def as_new() -> Iterator[None]:
    yield
    yappi.stop()
    yappi.set_tag_callback(None)
    yappi.set_context_id_callback(None)
    yappi.set_context_name_callback(None)
    yappi.clear_stats()
    yappi.set_clock_type("cpu")


def calls(stats: Any) -> dict[str, tuple[int, int]]:
    return {stat.name: (stat.ncall, stat.nactualcall) for stat in stats if stat.module == __file__}


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


class Base:
    def work(self) -> int:
        return len([fib(3)])


class Derived(Base):
    pass


def test_calls_recursion_and_callees() -> None:
    yappi.start(builtins=True)
    Derived().work()
    yappi.stop()
    stats = yappi.get_func_stats()
    assert calls(stats) == {"Derived.work": (1, 1), "fib": (5, 1)}
    (work,) = (stat for stat in stats if stat.name == "Derived.work")
    assert {child.name: (child.ncall, child.nactualcall) for child in work.children} == {
        "fib": (1, 1),
        "len": (1, 1),
    }
    (recursive,) = (stat for stat in stats if stat.name == "fib")
    assert [(child.ncall, child.nactualcall) for child in recursive.children] == [(4, 0)]


def test_nothing_but_the_programs_own_calls_is_there() -> None:
    yappi.start(builtins=True)
    fib(1)
    yappi.stop()
    assert {stat.full_name for stat in yappi.get_func_stats()} == {
        f"{__file__}:{fib.__code__.co_firstlineno} fib"
    }


def numbers() -> Iterator[int]:
    yield from (1, 2)


async def pause() -> None:
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def test_generators_are_called_at_each_resumption_and_coroutines_once() -> None:
    yappi.set_clock_type("wall")
    yappi.start()
    list(numbers())
    asyncio.run(pause())
    yappi.stop()
    found = calls(yappi.get_func_stats())
    assert found["numbers"] == (3, 3)
    assert found["pause"] == (1, 1)


def test_threads_and_tags_have_their_own_numbers() -> None:
    tag = 1
    yappi.set_tag_callback(lambda: tag)
    yappi.start()
    fib(2)
    tag = 2
    thread = threading.Thread(target=fib, args=(4,))
    thread.start()
    thread.join()
    yappi.stop()
    assert calls(yappi.get_func_stats(tag=1)) == {"fib": (3, 1)}
    assert calls(yappi.get_func_stats(tag=2)) == {"fib": (9, 1)}
    (other,) = (one for one in yappi.get_thread_stats() if one.name == "Thread")
    assert calls(yappi.get_func_stats(ctx_id=other.id)) == {"fib": (9, 1)}


def test_it_goes_on_after_stop_and_is_cleared_while_it_runs() -> None:
    yappi.start()
    fib(1)
    yappi.stop()
    fib(1)
    yappi.start()
    fib(2)
    assert calls(yappi.get_func_stats()) == {"fib": (4, 2)}
    yappi.clear_stats()
    fib(3)
    yappi.stop()
    assert calls(yappi.get_func_stats()) == {"fib": (5, 1)}


def test_swiftprof_does_not_import_it() -> None:
    code = (
        "import sys, swiftprof as s; s.start(); s.stop(); print('swiftprof.yappi' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
