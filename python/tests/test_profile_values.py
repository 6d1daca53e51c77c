"""Profile, Function, CallEdge, Thread: the figures and how they fit together."""

import os
import threading
import time

import pytest

import sample
import swiftprof


def profile_of(*calls: "object") -> swiftprof.Profile:
    swiftprof.start()
    for call in calls:
        call()  # type: ignore[operator]
    return swiftprof.stop()


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    return profile_of(sample.outer)


@pytest.mark.parametrize(
    ("call", "function", "ncall", "nprim"),
    [
        (lambda: sample.fib(8), sample.fib, 67, 1),
        (lambda: sample.even(6), sample.even, 4, 1),
        (lambda: sample.even(6), sample.odd, 3, 1),
        (sample.outer, sample.leaf, 6, 6),
        (lambda: sample.fail_and_recover(3), sample.fail, 4, 1),
        (lambda: sample.use_builtins(5), list.append, 5, 5),
        (lambda: sample.use_builtins(5), abs, 5, 5),
        (lambda: sample.use_builtins(5), list.sort, 1, 1),
        (sample.use_shapes, sample.Shape.__init__, 1, 1),
    ],
)
def test_calls_are_counted_exactly(
    call: "object", function: "object", ncall: int, nprim: int
) -> None:
    found = profile_of(call)[function]  # type: ignore[index]
    assert (found.ncall, found.nprim, found.open) == (ncall, nprim, 0)


def test_a_generator_is_called_once_and_resumed_often() -> None:
    found = profile_of(lambda: sample.use_generator(10))[sample.count_up]
    assert (found.ncall, found.resumptions) == (1, 10)


def test_a_function_tells_its_names_and_place(profile: swiftprof.Profile) -> None:
    leaf = profile[sample.leaf]
    assert (leaf.kind, leaf.name, leaf.qualified_name, leaf.module) == (
        "python", "leaf", "leaf", "sample",
    )  # fmt: skip
    assert (leaf.file, leaf.line) == (sample.__file__, sample.leaf.__code__.co_firstlineno)
    assert leaf.display_name == "sample.leaf"
    assert leaf.place == f"{leaf.file}:{leaf.line}"


def test_a_builtin_tells_its_module_and_has_no_place(profile: swiftprof.Profile) -> None:
    total = profile[sum]
    assert (total.kind, total.name, total.module, total.place) == ("builtin", "sum", "builtins", "")


def test_nameless_functions_are_named_as_python_does() -> None:
    profile = profile_of(lambda: [sample.double(2), list(value for value in "ab")])  # noqa: C400
    names = {function.name for function in profile.functions}
    assert {"<lambda>", "<genexpr>"} <= names
    assert profile["sample.<lambda>"].ncall == 1


def test_self_and_total_times_fit_together(profile: swiftprof.Profile) -> None:
    for function in profile.functions:
        assert 0 <= function.wall_self_ns <= function.wall_total_ns
        assert 0 <= function.cpu_self_ns <= function.cpu_total_ns
        assert function.wait_self_ns == max(0, function.wall_self_ns - function.cpu_self_ns)
        assert function.wall_self == function.wall_self_ns / 1e9
        assert function.wall_average * function.ncall == pytest.approx(function.wall_total)
        assert function.cpu_average * function.ncall == pytest.approx(function.cpu_total)


def test_self_times_add_up_to_what_was_recorded(profile: swiftprof.Profile) -> None:
    recorded = sum(thread.wall_ns for thread in profile.threads)
    outside = sum(thread.wall_self_ns for thread in profile.threads)
    assert sum(function.wall_self_ns for function in profile.functions) + outside == recorded


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_sleeping_is_waiting_and_working_is_not() -> None:
    def work() -> None:
        end = time.thread_time() + 0.05
        while time.thread_time() < end:
            pass

    profile = profile_of(lambda: time.sleep(0.05), work).raw
    sleep = profile[time.sleep]
    assert sleep.wall_total >= 0.05
    assert sleep.wait_total > 0.8 * sleep.wall_total
    assert profile[work].cpu_total >= 0.045


def test_callers_and_callees_have_the_numbers_of_just_these_calls(
    profile: swiftprof.Profile,
) -> None:
    by_caller = {edge.caller.name: edge.ncall for edge in profile.callers("leaf") if edge.caller}
    expected = (
        {"outer": 1, "middle": 5}
        if "<listcomp>" not in names_in(profile)
        else ({"outer": 1, "<listcomp>": 5})
    )  # PEP 709: since 3.12 a list comprehension is no function of its own
    assert by_caller == expected
    callees = {edge.callee.name: edge.ncall for edge in profile.callees(sample.outer)}
    assert callees == {"middle": 2, "leaf": 1}


def names_in(profile: swiftprof.Profile) -> set[str]:
    return {function.name for function in profile.functions}


def test_the_edges_into_a_function_add_up_to_it(profile: swiftprof.Profile) -> None:
    for function in profile.functions:
        edges = profile.callers(function)
        assert sum(edge.ncall for edge in edges) == function.ncall
        assert sum(edge.wall_self_ns for edge in edges) == function.wall_self_ns
        assert sum(edge.cpu_self_ns for edge in edges) == function.cpu_self_ns
        if function.ncall == function.nprim:
            assert sum(edge.wall_total_ns for edge in edges) == function.wall_total_ns


def test_an_edge_of_a_recursion_counts_each_moment_once() -> None:
    profile = profile_of(lambda: sample.fib(10))
    fib = profile[sample.fib]
    inner = next(edge for edge in profile.callers(fib) if edge.caller is fib)
    assert (inner.ncall, inner.nprim) == (176, 2)
    assert inner.wall_total_ns <= fib.wall_total_ns


def test_the_header_tells_what_was_recorded(profile: swiftprof.Profile) -> None:
    assert profile.header.process_id == os.getpid()
    assert abs(profile.start_time - time.time()) < 3600
    assert profile.duration > 0
    assert profile.overhead >= 0
    assert profile.header.events >= 2 * sum(function.ncall for function in profile.functions) - 60
    assert profile.header.folded_calls == 0
    assert profile.python_version.startswith("CPython 3.")


def test_a_thread_tells_its_names_and_times(profile: swiftprof.Profile) -> None:
    (main,) = [thread for thread in profile.threads if thread.ident == threading.get_ident()]
    assert (main.name, main.os_id) == ("MainThread", threading.get_native_id())
    assert (main.started, main.ended) == ("before", False)
    assert main.wall == main.wall_ns / 1e9 > 0
    assert main.wait_ns == max(0, main.wall_ns - main.cpu_ns)


def test_profiles_can_be_walked_and_counted(profile: swiftprof.Profile) -> None:
    assert len(profile) == len(profile.functions) == len(list(profile))
    assert sample.leaf in [sample.leaf for function in profile if function.name == "leaf"]


def test_parts_are_made_once(profile: swiftprof.Profile) -> None:
    assert profile.functions is profile.functions
    assert profile.edges is profile.edges
    assert profile.threads is profile.threads
    assert profile.tree is profile.tree


def test_nothing_of_a_profile_can_be_changed(profile: swiftprof.Profile) -> None:
    values = [profile, profile.functions[0], profile.edges[0], profile.threads[0], profile.tree]
    for value in [*values, profile.tree.roots[0]]:
        for name in ("ncall", "command", "anything"):
            with pytest.raises(AttributeError, match="never changes"):
                setattr(value, name, 1)
            with pytest.raises(AttributeError, match="never changes"):
                delattr(value, name)


def test_reprs_say_what_one_wants_to_know(profile: swiftprof.Profile) -> None:
    assert "sample.leaf" in repr(profile[sample.leaf])
    assert "ncall 6" in repr(profile[sample.leaf])
    assert "sample.outer -> sample.middle" in repr(profile.callees(sample.outer))
    assert "MainThread" in repr(profile.threads)
    assert f"{len(profile.functions)} functions" in repr(profile)
