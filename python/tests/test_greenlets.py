"""Greenlets: each has a stack of its own, whoever switches to whom; gevent's too."""

import gc
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import sample
import swiftprof
from backends import FREE_THREADED
from running import WriteScript, run_python

if FREE_THREADED:
    pytest.skip("not tested: greenlet switches the GIL on for all tests", allow_module_level=True)
greenlet: Any = pytest.importorskip("greenlet", reason="not tested: no greenlet for this Python")


OutputOf = Callable[[str], str]


@pytest.fixture(autouse=True)
def no_trace_function_left_behind() -> Iterator[None]:
    before = greenlet.gettrace()
    yield
    assert greenlet.gettrace() is before


@pytest.fixture
def output_of(script: WriteScript, tmp_path: Path) -> Callable[[str], str]:
    """Run a program in a process of its own and give what it prints."""

    def run(text: str) -> str:
        answer = run_python(script(text), cwd=tmp_path)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    return run


def paths(profile: swiftprof.Profile, *names: str) -> Counter[str]:
    """Calls of these functions by "outer/.../inner", what is called between them left out."""
    calls: Counter[str] = Counter()
    for node in profile.tree.walk():
        function = node.function
        if function is not None and function.name in names and node.calls:
            path = "/".join(each.name for each in node.path if each.name in names)
            calls[path] += node.calls
    return calls


def assert_self_times_add_up(profile: swiftprof.Profile) -> None:
    for root in profile.tree.roots:
        nodes = list(root.walk())
        assert sum(node.wall_self_ns for node in nodes) == root.thread.wall_ns
        assert sum(node.cpu_self_ns for node in nodes) == root.thread.cpu_ns
        assert all(0 <= node.cpu_self_ns <= node.wall_self_ns for node in nodes)


# ---- stacks


class Wanderer:
    """Calls its own functions at random, and goes back to `main` at random; counts what it calls."""

    def __init__(self, seed: int, main: Any) -> None:
        self.random = random.Random(seed)
        self.main = main
        self.path: list[str] = []
        self.calls: Counter[str] = Counter()

    def run(self) -> None:
        for _ in range(15):
            self.choose(0)

    def choose(self, depth: int) -> None:
        what = self.random.randrange(5)
        if what == 0:
            self.main.switch()
        elif what == 1 or depth > 6:
            len("")
        else:
            name, function = (("a", self.a), ("b", self.b), ("c", self.c))[what - 2]
            self.path.append(name)
            self.calls["/".join(self.path)] += 1
            function(depth)
            self.path.pop()

    def a(self, depth: int) -> None:
        self.choose(depth + 1)

    def b(self, depth: int) -> None:
        self.choose(depth + 1)
        self.choose(depth + 1)

    def c(self, depth: int) -> None:
        try:
            self.choose(depth + 1)
            raise ValueError
        except ValueError:
            self.choose(depth + 1)


@pytest.mark.parametrize("builtins", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_stacks_never_mix(seed: int, builtins: bool) -> None:
    main = greenlet.getcurrent()
    order = random.Random(seed)
    wanderers = [Wanderer(seed * 1000 + number, main) for number in range(12)]
    swiftprof.start(builtins=builtins)
    running = [greenlet.greenlet(wanderer.run) for wanderer in wanderers]
    while running:
        one = order.choice(running)
        one.switch()
        if one.dead:
            running.remove(one)
    profile = swiftprof.stop()
    expected = sum((wanderer.calls for wanderer in wanderers), Counter())
    assert paths(profile, "a", "b", "c") == expected
    assert profile.header.unmatched_returns == 0
    assert_self_times_add_up(profile)


def test_a_greenlet_is_called_by_nobody() -> None:
    def work() -> int:
        return sample.leaf()

    def switching() -> None:
        greenlet.greenlet(work).switch()

    swiftprof.start()
    switching()
    profile = swiftprof.stop()
    assert paths(profile, "switching", "work", "leaf") == {
        "switching": 1, "work": 1, "work/leaf": 1,
    }  # fmt: skip


def test_nested_greenlets_have_stacks_of_their_own() -> None:
    def inner() -> str:
        sample.leaf()
        greenlet.getcurrent().parent.switch("inner")
        sample.leaf()
        return "inner ended"

    def outer() -> str:
        one = greenlet.greenlet(inner)
        assert one.switch() == "inner"
        main.switch("outer")
        assert one.switch() == "inner ended"
        sample.leaf()
        return "outer ended"

    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(outer)
    assert one.switch() == "outer"
    sample.leaf()
    assert one.switch() == "outer ended"
    profile = swiftprof.stop()
    here = test_nested_greenlets_have_stacks_of_their_own.__name__
    assert paths(profile, here, "outer", "inner", "leaf") == {
        "outer": 1, "outer/leaf": 1, "inner": 1, "inner/leaf": 2, here: 1, f"{here}/leaf": 1,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0


def test_open_calls_of_a_greenlet_that_waits_are_open() -> None:
    def wait() -> None:
        main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    waiting = [greenlet.greenlet(wait) for _ in range(3)]
    for one in waiting:
        one.switch()
    profile = swiftprof.snapshot()
    for one in waiting:
        one.switch()
    assert profile[wait].open == 3
    assert swiftprof.stop()[wait].open == 0


# ---- greenlets that are older than the recording


def parked(main: Any) -> None:
    sample.leaf()
    main.switch()
    sample.leaf()


def older(main: Any) -> None:
    parked(main)
    sample.middle(2)
    main.switch()
    sample.leaf()


def test_greenlets_made_before_start_are_recorded_with_their_open_frames() -> None:
    main = greenlet.getcurrent()
    old, unborn = greenlet.greenlet(older), greenlet.greenlet(older)
    old.switch(main)
    swiftprof.start()
    for one in (old, unborn):
        while not one.dead:
            one.switch(main) if one is unborn else one.switch()
    profile = swiftprof.stop()
    assert paths(profile, "older", "parked", "middle", "leaf") == {
        "older": 2, "older/parked": 2, "older/parked/leaf": 3, "older/middle": 2,
        "older/middle/leaf": 4, "older/leaf": 2,
    }  # fmt: skip
    assert all(profile[function].open == 0 for function in (older, parked, sample.leaf))
    assert profile.header.unmatched_returns == 0


def test_a_recording_that_begins_in_a_greenlet_knows_the_main_ones_frames() -> None:
    def starting() -> None:
        swiftprof.start()
        sample.leaf()
        main.switch()
        sample.leaf()

    main = greenlet.getcurrent()
    one = greenlet.greenlet(starting)
    one.switch()
    sample.middle(1)
    one.switch()
    profile = swiftprof.stop()
    here = test_a_recording_that_begins_in_a_greenlet_knows_the_main_ones_frames.__name__
    assert paths(profile, here, "starting", "middle", "leaf") == {
        "starting": 1, "starting/leaf": 2, here: 1, f"{here}/middle": 1, f"{here}/middle/leaf": 1,
    }  # fmt: skip


def test_a_greenlet_that_goes_on_after_stop_is_clean() -> None:
    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(older)
    one.switch(main)
    first = swiftprof.stop()
    one.switch()
    swiftprof.start()
    one.switch()
    second = swiftprof.stop()
    assert one.dead
    assert (first[older].open, second[older].open) == (1, 0)
    assert paths(second, "older", "leaf") == {"older": 1, "older/leaf": 1}


def test_clear_keeps_stacks_apart() -> None:
    main = greenlet.getcurrent()
    swiftprof.start()
    one = greenlet.greenlet(older)
    one.switch(main)
    swiftprof.clear()
    one.switch()
    sample.leaf()
    one.switch()
    profile = swiftprof.stop()
    here = test_clear_keeps_stacks_apart.__name__
    assert paths(profile, here, "older", "parked", "leaf") == {
        "older": 1, "older/parked": 1, "older/parked/leaf": 1, "older/leaf": 3,
        here: 1, f"{here}/leaf": 1,
    }  # fmt: skip


@pytest.mark.parametrize("below", [True, False])
def test_targets_record_only_what_their_greenlet_calls(below: bool, output_of: OutputOf) -> None:
    assert output_of(
        f"""
        import greenlet, swiftprof

        def leaf(): pass

        def target():
            leaf()
            main.switch()
            leaf()

        def other():
            leaf()
            main.switch()
            leaf()

        main = greenlet.getcurrent()
        swiftprof.start(targets=["__main__:target"], below={below})
        many = [greenlet.greenlet(each) for each in (target, other, target, other)]
        for one in many * 2:
            one.switch()
            leaf()
        profile = swiftprof.stop()
        print(sorted((each.name, each.ncall, each.open) for each in profile.functions
              if each.name in ("leaf", "target", "other")))
        """
    ) == ("[('leaf', 4, 0), ('target', 2, 0)]\n" if below else "[('target', 2, 0)]\n")


# ---- endings


def test_exceptions_cross_greenlets() -> None:
    def failing() -> None:
        sample.leaf()
        raise KeyError("from a greenlet")

    swiftprof.start()
    with pytest.raises(KeyError, match="from a greenlet"):
        greenlet.greenlet(failing).switch()
    one = greenlet.greenlet(parked)
    one.switch(greenlet.getcurrent())
    with pytest.raises(OSError, match="thrown"):
        one.throw(OSError("thrown"))
    profile = swiftprof.stop()
    assert profile[failing].open == profile[parked].open == 0
    assert paths(profile, "failing", "parked", "leaf") == {
        "failing": 1, "failing/leaf": 1, "parked": 1, "parked/leaf": 1,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0


def test_a_greenlet_that_is_dropped_while_it_waits_is_closed_and_its_address_forgotten() -> None:
    def waiting() -> None:
        try:
            main.switch()
        finally:
            sample.leaf()

    def next_one() -> None:
        sample.leaf()

    main = greenlet.getcurrent()
    swiftprof.start()
    addresses = set()
    for _ in range(50):
        one = greenlet.greenlet(waiting)
        one.switch()
        addresses.add(id(one))
        del one
        other = greenlet.greenlet(next_one)
        other.switch()
        addresses.add(id(other))
        del other
    profile = swiftprof.stop()
    assert len(addresses) < 100  # they did come back
    assert paths(profile, "waiting", "next_one", "leaf") == {
        "waiting": 50, "waiting/leaf": 50, "next_one": 50, "next_one/leaf": 50,
    }  # fmt: skip
    assert profile[waiting].open == 0


def test_no_greenlet_is_kept_alive() -> None:
    swiftprof.start()
    alive = [greenlet.greenlet(sample.leaf) for _ in range(20)]
    for one in alive:
        one.switch()
    kinds = [type(each) for each in gc.get_referrers(alive[0])]
    del alive, one
    gc.collect()
    left = [each for each in gc.get_objects() if type(each) is greenlet.greenlet and each.dead]
    swiftprof.stop()
    assert kinds == [list]
    assert left == []


# ---- the program's own trace function


def test_the_programs_trace_function_goes_on_and_is_put_back() -> None:
    seen: list[tuple[str, bool]] = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append((event, pair[1] is main))

    main = greenlet.getcurrent()
    greenlet.settrace(trace)
    try:
        swiftprof.start()
        one = greenlet.greenlet(parked)
        one.switch(main)
        with pytest.raises(OSError, match="thrown"):
            one.throw(OSError("thrown"))
        profile = swiftprof.stop()
        assert greenlet.gettrace() is trace
    finally:
        greenlet.settrace(None)
    assert seen == [("switch", False), ("switch", True), ("throw", False), ("throw", True)]
    assert profile[parked].ncall == 1


def test_a_trace_function_that_hands_on_may_stand_before_ours() -> None:
    seen = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append(event)
        if previous is not None:
            previous(event, pair)

    main = greenlet.getcurrent()
    swiftprof.start()
    sample.leaf()
    previous = greenlet.settrace(trace)
    try:
        one = greenlet.greenlet(parked)
        one.switch(main)
        sample.leaf()
        profile = swiftprof.stop()
        one.switch()  # ours hears of it, and does nothing
    finally:
        greenlet.settrace(None)
    assert seen == ["switch"] * 4
    here = test_a_trace_function_that_hands_on_may_stand_before_ours.__name__
    assert paths(profile, here, "parked", "leaf") == {
        here: 1, f"{here}/leaf": 2, "parked": 1, "parked/leaf": 1,
    }  # fmt: skip


def test_a_trace_function_that_is_set_again_calls_nobody_for_ever() -> None:
    seen = []

    def trace(event: str, pair: tuple[Any, Any]) -> None:
        seen.append(event)
        if previous is not None:
            previous(event, pair)

    previous = None
    greenlet.settrace(trace)
    try:
        swiftprof.start()
        sample.leaf()
        previous = greenlet.settrace(trace)
        greenlet.greenlet(sample.leaf).switch()
        profile = swiftprof.stop()
    finally:
        greenlet.settrace(None)
    assert len(seen) < 10
    assert profile[sample.leaf].ncall == 2


def test_errors_of_the_programs_trace_function_are_its_own() -> None:
    def trace(event: str, pair: tuple[Any, Any]) -> None:
        raise RuntimeError("of the trace function")

    greenlet.settrace(trace)
    swiftprof.start()
    with pytest.raises(RuntimeError, match="of the trace function"):
        greenlet.greenlet(sample.leaf).switch()
    swiftprof.stop()
    assert greenlet.gettrace() is None  # the library takes one away that fails


# ---- time


def spin(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_each_greenlet_has_its_own_cpu_and_waiting_time() -> None:
    def busy() -> None:
        for _ in range(5):
            spin(0.01)
            main.switch()

    def asleep() -> None:
        for _ in range(5):
            time.sleep(0.01)
            main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    both = [greenlet.greenlet(busy), greenlet.greenlet(asleep)]
    for _ in range(6):
        for one in both:
            one.switch()
    profile = swiftprof.stop()
    assert profile[busy].cpu_total >= 0.045
    assert profile[asleep].wait_total >= 0.045
    assert profile[asleep].cpu_total < profile[busy].cpu_total / 2
    assert_self_times_add_up(profile)


# ---- totals of each greenlet


def contexts(profile: swiftprof.Profile) -> dict[str, swiftprof.Context]:
    found = {each.name: each for each in profile.contexts if each.kind == "greenlet"}
    assert len(found) == len(profile.contexts)
    return found


class Named(greenlet.greenlet):  # type: ignore[misc]
    def __init__(self, name: str, run: Callable[..., object]) -> None:
        super().__init__(run)
        self.name = name


def test_each_greenlet_is_a_context_with_totals_of_its_own() -> None:
    def busy() -> None:
        spin(0.03)
        main.switch()
        spin(0.01)

    def asleep() -> None:
        time.sleep(0.03)
        main.switch()
        main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    one, other = Named("spinner", busy), greenlet.greenlet(asleep)
    for each in (one, other, one, other):
        each.switch()
    profile = swiftprof.stop()
    found = contexts(profile)
    assert set(found) == {"main", "spinner", "Greenlet-1"}
    spinner, sleeper, rest = found["spinner"], found["Greenlet-1"], found["main"]
    assert (spinner.steps, sleeper.steps, rest.steps) == (2, 2, 5)
    assert (spinner.ended, sleeper.ended, rest.ended) == (True, False, False)
    assert spinner.function.endswith("busy") and sleeper.function.endswith("asleep")
    assert spinner.cpu_ns >= 35_000_000 and sleeper.wait >= 0.025 > sleeper.cpu
    assert spinner.longest_step_ns >= 25_000_000
    assert spinner.longest_step_path[-2].endswith("busy")
    assert sleeper.longest_step_path[-1] == "time.sleep"
    (thread,) = profile.threads
    assert thread.wall_ns <= sum(each.wall_ns for each in found.values()) <= thread.duration_ns + 9
    for each in (spinner, sleeper):
        assert each.thread == thread
        assert each.wall_ns + each.suspended_ns <= thread.duration_ns


def test_classes_of_greenlets_name_them() -> None:
    class Fetcher(greenlet.greenlet):  # type: ignore[misc]
        pass

    swiftprof.start()
    for _ in range(2):
        Fetcher(sample.leaf).switch()
    greenlet.greenlet(sample.leaf).switch()
    assert set(contexts(swiftprof.stop())) == {"main", "Fetcher-1", "Fetcher-2", "Greenlet-3"}


def test_a_program_that_only_loads_the_library_has_no_contexts() -> None:
    swiftprof.start()
    thread = threading.Thread(target=sample.leaf)
    thread.start()
    thread.join()
    assert swiftprof.stop().contexts == ()


def test_a_greenlet_older_than_the_recording_is_a_context_from_its_first_switch() -> None:
    main = greenlet.getcurrent()
    old = Named("old", older)
    old.switch(main)
    swiftprof.start()
    old.switch()
    old.switch()
    found = contexts(swiftprof.stop())
    assert (found["old"].steps, found["old"].ended) == (2, True)
    assert found["old"].function.endswith("older")


# ---- threads


def test_threads_have_greenlets_of_their_own() -> None:
    def life() -> None:
        main = greenlet.getcurrent()
        many = [greenlet.greenlet(parked) for _ in range(5)]
        for one in many:
            one.switch(main)
        for one in many:
            one.switch()

    swiftprof.start()
    threads = [threading.Thread(target=life) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profile = swiftprof.stop()
    assert paths(profile, "life", "parked", "leaf") == {
        "life": 4, "parked": 20, "parked/leaf": 40,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0
    assert_self_times_add_up(profile)


def test_a_thread_that_runs_already_has_its_greenlets_kept_apart() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def life() -> None:
        main = greenlet.getcurrent()
        old = greenlet.greenlet(older)
        old.switch(main)
        inside.set()
        go_on.wait()
        old.switch()
        sample.leaf()
        old.switch()

    thread = threading.Thread(target=life)
    thread.start()
    inside.wait()
    swiftprof.start()
    go_on.set()
    thread.join()
    profile = swiftprof.stop()
    assert paths(profile, "life", "older", "parked", "leaf") == {
        "life": 1, "life/leaf": 1, "older": 1, "older/parked": 1, "older/parked/leaf": 1,
        "older/leaf": 3,
    }  # fmt: skip


def test_a_thread_with_greenlets_may_live_through_two_recordings() -> None:
    turns = [threading.Event() for _ in range(4)]

    def life() -> None:
        main = greenlet.getcurrent()
        one, other = greenlet.greenlet(older), greenlet.greenlet(older)
        one.switch(main)
        turns[0].set()
        turns[1].wait()
        one.switch()
        other.switch(main)
        turns[2].set()
        turns[3].wait()
        other.switch()
        other.switch()
        one.switch()

    thread = threading.Thread(target=life)
    swiftprof.start()
    thread.start()
    turns[0].wait()
    first = swiftprof.stop()
    swiftprof.start()
    turns[1].set()
    turns[2].wait()
    second = swiftprof.stop()
    swiftprof.start()
    turns[3].set()
    thread.join()
    third = swiftprof.stop()
    names = ("life", "older", "parked", "leaf")
    assert paths(first, *names) == {
        "life": 1, "older": 1, "older/parked": 1, "older/parked/leaf": 1,
    }  # fmt: skip
    assert paths(second, *names) == {
        "life": 1, "older": 2, "older/parked": 2, "older/parked/leaf": 2, "older/leaf": 2,
    }  # fmt: skip
    assert paths(third, *names) == {
        "life": 1, "older": 2, "older/parked": 1, "older/parked/leaf": 1, "older/leaf": 4,
    }  # fmt: skip
    assert (first[older].open, second[older].open, third[older].open) == (1, 2, 0)


def test_a_thread_that_runs_on_after_stop_gives_its_trace_function_back() -> None:
    inside, go_on = threading.Event(), threading.Event()
    left: list[object] = []

    def life() -> None:
        greenlet.greenlet(sample.leaf).switch()
        inside.set()
        go_on.wait()
        greenlet.greenlet(sample.leaf).switch()
        left.append(greenlet.gettrace())

    swiftprof.start()
    thread = threading.Thread(target=life)
    thread.start()
    inside.wait()
    swiftprof.stop()
    go_on.set()
    thread.join()
    assert left == [None]


def test_the_library_may_be_loaded_while_the_recording_runs(output_of: OutputOf) -> None:
    assert (
        output_of(
            """
        import sys
        import swiftprof

        def work():
            leaf()

        def leaf():
            pass

        def main():
            from greenlet import greenlet
            greenlet(work).switch()
            leaf()

        assert "greenlet" not in sys.modules
        swiftprof.start()
        main()
        profile = swiftprof.stop()
        print([[each.name for each in node.path if each.name in ("main", "work", "leaf")]
               for node in profile.tree.walk() if node.function and node.function.name == "leaf"])
        """
        )
        == "[['main', 'leaf'], ['work', 'leaf']]\n"
    )


def test_swiftprof_does_not_load_the_library(output_of: OutputOf) -> None:
    assert (
        output_of(
            """
        import sys
        import swiftprof
        with swiftprof.profile():
            len("")
        print("greenlet" in sys.modules)
        """
        )
        == "False\n"
    )
