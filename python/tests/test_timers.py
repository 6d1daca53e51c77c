"""Recordings with a timer of the program's own: exact times, and timers that do what they should not."""

import asyncio
import gc
import io
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import swiftprof
from swiftprof import _bridge
from swiftprof._backends import chosen_backend
from swiftprof._recorded import profile_of_recording

Timer = Callable[[], Any]


class Ticks:
    """Time that passes only where a program says so."""

    def __init__(self, now: int = 0) -> None:
        self.now = now
        self.readings = 0

    def __call__(self) -> int:
        self.readings += 1
        return self.now

    def seconds(self) -> float:
        return self.now / 1_000


ticks = Ticks()


def work(units: int) -> None:
    ticks.now += units


def inner() -> None:
    work(3)


def outer() -> None:
    work(10)
    inner()
    inner()


class Recorded:
    profile: swiftprof.Profile

    def self_times(self) -> dict[str, int]:
        return {row.name: row.wall_self_ns for row in self.profile.functions}

    def self_time(self, name: str) -> int:
        return self.self_times().get(name, 0)


def stop() -> swiftprof.Profile:
    return profile_of_recording(_bridge.stop(), backend=chosen_backend())


@contextmanager
def recording(timer: Timer, timeunit: float = 1, **options: Any) -> Iterator[Recorded]:
    recorded = Recorded()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=timeunit, **options)
    try:
        yield recorded
    finally:
        recorded.profile = stop()


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The errors that were told to sys.unraisablehook."""
    errors: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: errors.append(told.exc_value))
    return errors


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


# ---- what timers should not do


def test_a_timer_that_raises_is_told_of_and_survived(unraisable: list[Any]) -> None:
    def timer() -> int:
        raise ZeroDivisionError("no time")

    with recording(timer) as recorded:
        outer()
    assert recorded.self_time("work") == 0
    assert recorded.profile["inner"].ncall == 2
    assert unraisable
    assert {type(error) for error in unraisable} == {ZeroDivisionError}


@pytest.mark.parametrize(
    ("timeunit", "answer", "error"),
    [
        (1, 1.5, TypeError),
        (1, None, TypeError),
        (1, 2**63, OverflowError),
        (0, "now", TypeError),
        (0, int, TypeError),
        (0, float("nan"), ValueError),
        (0, float("inf"), OverflowError),
        (0, 2**62, OverflowError),
    ],
)
def test_an_answer_that_is_no_time_is_told_of_and_survived(
    timeunit: float, answer: object, error: type[Exception], unraisable: list[Any]
) -> None:
    with recording(lambda: answer, timeunit) as recorded:
        outer()
    assert recorded.profile["inner"].ncall == 2
    assert {type(told) for told in unraisable} == {error}


def test_what_was_missed_by_an_error_counts_when_the_timer_answers_again(
    unraisable: list[Any],
) -> None:
    fails = False

    def timer() -> int:
        if fails:
            raise ValueError
        return ticks.now

    with recording(timer) as recorded:
        work(1)
        fails = True
        work(2)
        fails = False
        work(4)
    assert unraisable
    assert sum(recorded.self_times().values()) <= 7
    assert recorded.self_time("work") == 5  # the 2 are those of who called next


def test_no_time_passes_while_a_timer_goes_back() -> None:
    with recording(ticks) as recorded:
        work(5)
        work(-1_000)
        work(7)
    assert recorded.self_time("work") == 12


def test_a_timer_that_leaps_about_overflows_nothing() -> None:
    answers = iter([0, 2**62, -(2**62), 2**62] * 1_000)
    with recording(lambda: next(answers)) as recorded:
        for _ in range(100):
            outer()
    assert recorded.profile["outer"].ncall == 100
    assert 0 < sum(recorded.self_times().values()) <= 2**53


@pytest.mark.parametrize(
    "what",
    [_bridge.stop, _bridge.clear, _bridge.snapshot, _bridge.discard, _bridge.finish, _bridge.start],
)
def test_a_timer_cannot_end_the_recording_that_asks_it(
    what: Callable[[], object], unraisable: list[Any]
) -> None:
    readings = 0

    def timer() -> int:
        nonlocal readings
        readings += 1
        if readings == 3:
            what()
        return ticks.now

    with recording(timer) as recorded:
        outer()
    assert [type(error) for error in unraisable] == [RuntimeError]
    assert "by its own timer" in str(unraisable[0])
    assert recorded.profile["inner"].ncall == 2


def test_a_number_of_units_may_be_anything_with_an_index() -> None:
    class Moment:
        def __index__(self) -> int:
            return ticks.now

    with recording(Moment) as recorded:
        outer()
    assert recorded.self_time("work") == 16


def test_what_a_timer_calls_is_not_recorded() -> None:
    def timer() -> int:
        with swiftprof.span("in the timer"):
            called_by_the_timer()
        return ticks.now

    def called_by_the_timer() -> None:
        gc.collect(0)
        len([])

    with recording(timer) as recorded:
        outer()
    names = recorded.self_times()
    assert not {"timer", "called_by_the_timer", "in the timer", "<gc generation 0>"} & set(names)


def test_a_recording_may_end_on_another_thread_while_the_timer_runs() -> None:
    asked = threading.Event()
    ended = threading.Event()
    main = threading.get_ident()

    def timer() -> int:
        if threading.get_ident() == main and not asked.is_set() and armed:
            asked.set()
            ended.wait(10)
        return ticks.now

    armed = False
    profiles: list[swiftprof.Profile] = []

    def end() -> None:
        asked.wait(10)
        profiles.append(stop())
        ended.set()

    thread = threading.Thread(target=end)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1, threads=False)
    armed = True
    outer()
    thread.join()
    assert not swiftprof.is_running()
    assert len(profiles) == 1


def test_another_recording_may_begin_on_another_thread_while_the_timer_runs() -> None:
    asked = threading.Event()
    ended = threading.Event()
    main = threading.get_ident()
    state = {"armed": False}

    def timer() -> int:
        if threading.get_ident() == main and state["armed"] and not asked.is_set():
            asked.set()
            ended.wait(10)
        return ticks.now

    def begin_again() -> None:
        asked.wait(10)
        _bridge.discard()
        _bridge.start(backend=chosen_backend(), timer=ticks, timeunit=1)
        ended.set()

    def leaves() -> None:
        state["armed"] = True  # the next event is the end of this call

    thread = threading.Thread(target=begin_again)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1)
    leaves()
    outer()
    thread.join()
    data = _bridge.stop()
    profile = profile_of_recording(data)
    assert profile["outer"].ncall == 1
    assert profile["outer"].wall_total_ns == 16
    assert data.header().unmatched_returns == 0
    assert profile["leaves"].open == 0


def test_a_collection_in_the_timer_does_not_open_its_frames_in_a_recording_begun_meanwhile() -> (
    None
):
    asked = threading.Event()
    cleared = threading.Event()
    main = threading.get_ident()
    state = {"armed": False}

    def timer() -> int:
        if threading.get_ident() == main and state["armed"] and not asked.is_set():
            asked.set()
            cleared.wait(10)
            gc.collect()
        return ticks.now

    def clear() -> None:
        asked.wait(10)
        _bridge.clear()
        cleared.set()

    def leaves() -> None:
        state["armed"] = True

    thread = threading.Thread(target=clear)
    thread.start()
    _bridge.start(backend=chosen_backend(), timer=timer, timeunit=1)
    leaves()
    outer()
    thread.join()
    data = _bridge.stop()
    profile = profile_of_recording(data)
    assert "timer" not in profile
    assert profile["outer"].wall_total_ns == 16
    assert data.header().unmatched_returns == 0


def test_what_cannot_be_called_is_refused() -> None:
    with pytest.raises(TypeError, match="timer"):
        _bridge.start(backend=chosen_backend(), timer=5)  # type: ignore[arg-type]
    assert not swiftprof.is_running()


def test_a_timer_is_let_go_of_when_the_recording_is_over() -> None:
    import weakref

    timer = Ticks()
    gone = weakref.ref(timer)
    with recording(timer):
        outer()
    del timer
    gc.collect()
    assert gone() is None


# ---- code objects


def test_code_objects_are_kept_where_they_are_asked_for() -> None:
    scope: dict[str, Any] = {}
    exec(compile("def made():\n    return 1\n", "<made>", "exec"), scope)
    _bridge.start(backend=chosen_backend(), keep_code=True)
    scope["made"]()
    outer()
    scope.clear()
    rows = {(row.file, row.first_line, row.qualified_name) for row in _bridge.stop().functions()}
    codes = _bridge.take_codes()
    by_place = {(code.co_filename, code.co_firstlineno, code.co_qualname): code for code in codes}
    assert by_place["<made>", 1, "made"].co_name == "made"
    assert by_place[__file__, outer.__code__.co_firstlineno, "outer"] is outer.__code__
    assert {row for row in rows if row[0]} <= set(by_place)
    assert _bridge.take_codes() == []


def test_no_code_object_is_kept_otherwise() -> None:
    _bridge.start(backend=chosen_backend())
    outer()
    _bridge.stop()
    assert _bridge.take_codes() == []


def test_codes_met_later_are_taken_later() -> None:
    _bridge.start(backend=chosen_backend(), keep_code=True)
    inner()
    first = _bridge.take_codes()
    outer()
    second = _bridge.take_codes()
    _bridge.discard()
    assert inner.__code__ in first
    assert outer.__code__ not in first
    assert outer.__code__ in second
    assert inner.__code__ not in second
