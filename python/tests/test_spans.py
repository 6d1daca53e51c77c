"""`swiftprof.span`: stretches of the program that it names itself."""

import asyncio
import copy
import pickle
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import sample
import swiftprof
from backends import USABLE

each_backend = pytest.mark.parametrize("backend", USABLE)


def paths(profile: swiftprof.Profile, *names: str) -> dict[tuple[str, ...], int]:
    """Calls by path, of these functions and spans only."""
    found: dict[tuple[str, ...], int] = {}
    path: list[str] = []
    for node in profile.tree.walk():
        del path[node.depth :]
        path.append(node.function.name if node.function else "")
        if path[-1] in names:
            own = tuple(name for name in path if name in names)
            found[own] = found.get(own, 0) + node.calls
    return found


@each_backend
def test_a_span_is_a_node_below_the_function_that_opened_it(backend: str) -> None:
    def handle() -> None:
        sample.leaf()
        with swiftprof.span("query"):
            sample.leaf()
            sample.leaf()
        sample.leaf()

    swiftprof.start(backend=backend)
    handle()
    handle()
    profile = swiftprof.stop()
    assert paths(profile, "handle", "query", "leaf") == {
        ("handle",): 2,
        ("handle", "leaf"): 4,
        ("handle", "query"): 2,
        ("handle", "query", "leaf"): 4,
    }
    span = profile["query"]
    assert (span.kind, span.display_name, span.ncall, span.nprim) == ("span", "query", 2, 2)
    assert span.wall_total_ns >= profile["query"].wall_self_ns > 0
    assert profile.header.unmatched_returns == 0


@each_backend
def test_spans_nest_and_recur(backend: str) -> None:
    def down(depth: int) -> None:
        with swiftprof.span("outer"), swiftprof.span("inner"):
            if depth:
                down(depth - 1)

    swiftprof.start(backend=backend)
    down(2)
    profile = swiftprof.stop()
    one = ("down", "outer", "inner")
    assert paths(profile, *one) == {(one * 3)[: length + 1]: 1 for length in range(9)}
    assert (profile["inner"].ncall, profile["inner"].nprim) == (3, 1)


@each_backend
def test_an_exception_passes_and_closes_the_span(backend: str) -> None:
    def failing() -> None:
        with swiftprof.span("query"):
            sample.fail(1)

    swiftprof.start(backend=backend)
    with pytest.raises(ValueError, match="deep"):
        failing()
    sample.leaf()
    profile = swiftprof.stop()
    assert paths(profile, "query", "leaf", "fail") == {
        ("query",): 1, ("query", "fail"): 1, ("query", "fail", "fail"): 1, ("leaf",): 1,
    }  # fmt: skip


@each_backend
def test_a_span_of_a_coroutine_comes_back_with_it(backend: str) -> None:
    async def handle() -> None:
        async with swiftprof.span("query") as span:
            assert span is swiftprof.span("query")
            sample.leaf()
            await asyncio.sleep(0)
            sample.leaf()
            await asyncio.sleep(0)
        sample.leaf()

    async def main() -> None:
        await asyncio.gather(handle(), handle(), handle())

    swiftprof.start(backend=backend)
    asyncio.run(main())
    profile = swiftprof.stop()
    assert paths(profile, "handle", "query", "leaf") == {
        ("handle",): 3,
        ("handle", "query"): 3,
        ("handle", "query", "leaf"): 6,
        ("handle", "leaf"): 3,
    }


@each_backend
def test_threads_may_be_in_one_span_at_once(backend: str) -> None:
    together = threading.Barrier(4)
    span = swiftprof.span("query")

    def work() -> None:
        with span:
            together.wait()
            for _ in range(100):
                with span:
                    sample.leaf()

    swiftprof.start(backend=backend)
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profile = swiftprof.stop()
    assert (profile["query"].ncall, profile["query"].nprim) == (404, 4)
    assert paths(profile, "query", "leaf")["query", "query", "leaf"] == 400


@each_backend
def test_above_a_function_each_call_is_a_span(backend: str) -> None:
    @swiftprof.span("render")
    def render(depth: int) -> int:
        """Renders."""
        sample.leaf()
        return render(depth - 1) if depth else depth

    @swiftprof.span("fetch")
    async def fetch() -> int:
        await asyncio.sleep(0)
        sample.leaf()
        return 7

    assert (render.__name__, render.__doc__) == ("render", "Renders.")
    swiftprof.start(backend=backend)
    render(1)
    assert asyncio.run(fetch()) == 7
    profile = swiftprof.stop()
    spans = {one.name: one.ncall for one in profile.functions if one.kind == "span"}
    assert spans == {"render": 2, "fetch": 1}
    assert paths(profile, "fetch", "leaf")["fetch", "fetch", "leaf"] == 1
    assert [one for one in profile.functions if one.module.startswith("swiftprof")] == []


def generator() -> Iterator[int]:
    yield 1


async def async_generator() -> AsyncIterator[int]:
    yield 1


@pytest.mark.parametrize("function", [generator, async_generator, sample.Shape, 3])
def test_above_what_has_no_calls_of_its_own_it_is_refused(function: "object") -> None:
    with pytest.raises(TypeError, match="span"):
        swiftprof.span("x")(function)  # type: ignore[call-overload]


@each_backend
def test_a_span_that_was_open_before_the_recording_is_not_in_it(backend: str) -> None:
    with swiftprof.span("before"):
        swiftprof.start(backend=backend)
        sample.leaf()
    with swiftprof.span("after"):
        sample.leaf()
        profile = swiftprof.stop()
    assert paths(profile, "before", "after", "leaf") == {
        ("leaf",): 1, ("after",): 1, ("after", "leaf"): 1,
    }  # fmt: skip
    assert profile["after"].open == 1


def test_without_a_recording_a_span_does_nothing() -> None:
    with swiftprof.span("query") as span:
        assert span.name == "query"
    assert asyncio.run(sample_coroutine()) == 1


async def sample_coroutine() -> int:
    async with swiftprof.span("query"):
        return sample.leaf()


def test_the_next_recording_knows_the_span_again() -> None:
    for _ in range(3):
        swiftprof.start()
        with swiftprof.span("query"):
            swiftprof.clear()
            with swiftprof.span("query"):
                pass
        assert swiftprof.stop()["query"].ncall == 1


@each_backend
def test_spans_are_part_of_recordings_with_filters_and_of_targets(backend: str) -> None:
    def run() -> None:
        with swiftprof.span("outer"):
            sample.outer()
            with swiftprof.span("inner"):
                sample.leaf()

    swiftprof.start(backend=backend, include="sample.leaf", builtins=False)
    run()
    filtered = swiftprof.stop()
    swiftprof.start(backend=backend, targets=["sample:leaf"])
    run()
    targeted = swiftprof.stop()
    for profile in (filtered, targeted):
        assert paths(profile, "run", "outer", "inner", "leaf") == {
            ("outer",): 1, ("outer", "leaf"): 6, ("outer", "inner"): 1,
            ("outer", "inner", "leaf"): 1,
        }  # fmt: skip


def test_a_generator_that_stands_in_a_span_leaves_it_while_it_stands() -> None:
    def numbers() -> Iterator[int]:
        with swiftprof.span("numbers"):
            sample.leaf()
            yield 1
            sample.leaf()

    swiftprof.start()
    for _ in numbers():
        sample.fib(1)
    profile = swiftprof.stop()
    assert ("numbers", "fib") not in paths(profile, "numbers", "fib")
    assert profile["numbers"].ncall == 1


def test_a_name_has_one_span_that_can_be_copied() -> None:
    span = swiftprof.span("query")
    assert swiftprof.span("query") is span
    assert swiftprof.span("other") is not span
    assert copy.deepcopy(span) is span
    assert pickle.loads(pickle.dumps(span)) is span
    assert repr(span) == "swiftprof.span('query')"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [((), TypeError), ((3,), TypeError), (("a", "b"), TypeError), (("",), ValueError)],
)
def test_a_span_needs_a_name(arguments: tuple[object, ...], error: type[Exception]) -> None:
    with pytest.raises(error, match="name"):
        swiftprof.span(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "call", [lambda: swiftprof.span.__enter__(3), lambda: swiftprof.span.__exit__()]
)
def test_its_methods_need_a_span(call: "object") -> None:
    with pytest.raises(TypeError, match=r"swiftprof\.span"):
        call()  # type: ignore[operator]


@contextmanager
def block_of_a_helper() -> Iterator[Any]:
    with swiftprof.profile() as p:
        yield p


@each_backend
def test_a_span_belongs_to_a_block_that_a_helper_has_opened(backend: str) -> None:
    swiftprof.start(backend=backend)
    with swiftprof.span("query"), block_of_a_helper() as p:
        for _ in range(3):
            with swiftprof.span("query"):
                sample.leaf()
    with swiftprof.span("query"):
        sample.leaf()
    whole = swiftprof.stop()
    assert whole["query"].ncall == 5
    assert p["query"].ncall == 3
    assert p[sample.leaf].ncall == 3
    assert whole.header.unmatched_returns == 0


@each_backend
def test_a_span_belongs_to_the_context_of_who_opened_it(backend: str) -> None:
    contexts = {"value": "a"}

    def work() -> None:
        with swiftprof.span("query"):
            contexts["value"] = "b"
            sample.leaf()

    swiftprof.set_context(lambda: contexts["value"])
    swiftprof.start(backend=backend)
    work()
    profile = swiftprof.stop()
    swiftprof.set_context(None)
    assert profile.filter(context="a")["query"].ncall == 1
    assert sample.leaf not in profile.filter(context="a")
    assert profile.filter(context="b")[sample.leaf].ncall == 1


@each_backend
def test_spans_belong_to_the_blocks_they_are_in(backend: str) -> None:
    swiftprof.start(backend=backend)
    with swiftprof.span("query"), swiftprof.profile() as p, swiftprof.span("query"):
        sample.leaf()
    with swiftprof.span("query"):
        sample.leaf()
    whole = swiftprof.stop()
    assert whole["query"].ncall == 3
    assert p["query"].ncall == 1
    assert p[sample.leaf].ncall == 1
