"""Recordings with a timer of the program's own: their times are exactly what it says."""

import asyncio
import io
import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import swiftprof
from swiftprof import _bridge
from timed_recording import Ticks, inner, outer, recording, ticks, work


def test_times_are_what_the_timer_says() -> None:
    with recording(ticks) as recorded:
        outer()
    times = recorded.self_times()
    assert (times["work"], times["inner"], times["outer"]) == (16, 0, 0)
    function = recorded.profile["outer"]
    assert (function.wall_total_ns, function.ncall) == (16, 1)


def test_without_a_timeunit_the_timer_gives_seconds() -> None:
    now = ticks.now
    for timer in (lambda: 5 + (ticks.now - now) * 0.001, lambda: ticks.now - now):
        with recording(timer, timeunit=0) as recorded:
            work(2_000)
        expected = 2_000_000_000 if isinstance(timer(), float) else 2_000 * 1_000_000_000
        assert abs(recorded.self_time("work") - expected) <= 1


def test_each_event_reads_the_timer_once() -> None:
    with recording(counting := Ticks(), builtins=False):
        before = counting.readings
        inner()
        after = counting.readings
    assert after - before == 4  # inner and work, called and left


def test_a_timer_is_called_in_the_thread_of_the_event() -> None:
    idents: set[int] = set()

    def timer() -> int:
        idents.add(threading.get_ident())
        return ticks.now

    with recording(timer):
        thread = threading.Thread(target=outer)
        thread.start()
        thread.join()
        ident = thread.ident
    assert {threading.get_ident(), ident} <= idents


def test_threads_may_disagree_about_time() -> None:
    clocks = threading.local()

    def timer() -> int:
        return getattr(clocks, "now", 0)

    def run(start: int) -> None:
        clocks.now = start
        step()

    def step() -> None:
        clocks.now += 7

    with recording(timer) as recorded:
        for start in (10**12, -(10**12)):
            thread = threading.Thread(target=run, args=[start])
            thread.start()
            thread.join()
    assert recorded.self_time("step") == 14


class RandomProgram:
    """Functions that call each other at random, and count the time that each lets pass itself."""

    NAMES = "abcd"

    def __init__(self, seed: int) -> None:
        self.generator = random.Random(seed)
        self.times: Counter[str] = Counter()
        self.functions: dict[str, Callable[[int], None]] = {}
        for name in self.NAMES:
            scope: dict[str, Any] = {"run": self.run}
            exec(f"def {name}(depth): run('{name}', depth)", scope)
            self.functions[name] = scope[name]

    def run(self, name: str, depth: int) -> None:
        for _ in range(self.generator.randrange(4) if depth < 6 else 0):
            self.pass_time(name)
            self.functions[self.generator.choice(self.NAMES)](depth + 1)
        self.pass_time(name)

    def pass_time(self, name: str) -> None:
        units = self.generator.randrange(100)
        self.times[name] += units
        ticks.now += units


@pytest.mark.parametrize("seed", range(30))
def test_random_call_trees_have_exactly_the_times_of_a_model(seed: int) -> None:
    program = RandomProgram(seed)
    with recording(ticks, exclude=["RandomProgram.*"], builtins=False) as recorded:
        program.functions["a"](0)
    times = recorded.self_times()
    assert Counter({name: times[name] for name in program.NAMES if name in times}) == program.times


def test_a_recording_with_a_timer_has_no_cpu_time_and_no_overhead() -> None:
    with recording(ticks) as recorded:
        outer()
    profile = recorded.profile
    with pytest.raises(swiftprof.NotMeasured):
        _ = profile["outer"].cpu_self_ns
    assert profile.overhead == 0
    profile.print_table(file=(table := io.StringIO()))
    assert "clocks a timer of the program's own" in " ".join(table.getvalue().split())
    assert "CPU" not in table.getvalue().replace(profile.clock_notes[0], "")


def test_snapshots_charge_what_is_open_up_to_now() -> None:
    with recording(ticks):

        def opened() -> int:
            ticks.now += 5
            return _bridge.snapshot().functions()

        rows = opened()
    assert [row.wall_self_ns for row in rows if row.name == "opened"] == [5]


def test_clearing_begins_anew() -> None:
    with recording(ticks) as recorded:
        work(1_000)
        _bridge.clear()
        work(1)
    assert recorded.self_time("work") == 1


def test_coroutines_are_timed() -> None:
    async def leaf() -> None:
        ticks.now += 1
        await asyncio.sleep(0)
        ticks.now += 2

    async def main() -> None:
        await asyncio.gather(*(leaf() for _ in range(10)))

    with recording(ticks) as recorded:
        asyncio.run(main())
    assert recorded.self_time("leaf") == 30


def test_own_contexts_have_their_part_of_the_times() -> None:
    current = "first"
    swiftprof.set_context(lambda: current, name=str)
    try:
        with recording(ticks) as recorded:
            outer()
            current = "second"
            outer()
            work(100)
    finally:
        swiftprof.set_context(None)
    profile = recorded.profile
    times = {one.name: one.wall_ns for one in profile.contexts}
    assert (times["first"], times["second"]) == (16, 116)
    assert (profile["outer"].wall_self_ns, profile["outer"].wall_total_ns) == (0, 32)


def test_greenlets_are_timed() -> None:
    greenlet = pytest.importorskip("greenlet")

    def one() -> None:
        ticks.now += 1
        other.switch()
        ticks.now += 2

    def two() -> None:
        ticks.now += 10
        first.switch()

    first, other = greenlet.greenlet(one), greenlet.greenlet(two)
    with recording(ticks) as recorded:
        first.switch()
    assert (recorded.self_time("one"), recorded.self_time("two")) == (3, 10)


def test_a_number_of_units_may_be_anything_with_an_index() -> None:
    class Moment:
        def __index__(self) -> int:
            return ticks.now

    with recording(Moment) as recorded:
        outer()
    assert recorded.self_time("work") == 16
