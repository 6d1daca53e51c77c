"""`swiftprof.set_context`: the program says whom its calls belong to."""

import asyncio
import math
import threading

import pytest

import swiftprof
from context_programs import calls, check, each_backend, leaf, phase, request, work
from inside import Open, block, recorded

pytestmark = pytest.mark.usefixtures("no_context_left_behind")


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
