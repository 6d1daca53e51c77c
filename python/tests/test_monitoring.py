"""The backend of sys.monitoring: what it takes, what it gives back, and the interpreter's odd events."""

import ctypes
import sys
import threading
import time
import types
from collections.abc import Iterator

import pytest

import swiftprof
from swiftprof import _bridge

if sys.version_info < (3, 12):
    pytest.skip("sys.monitoring came with CPython 3.12", allow_module_level=True)

monitoring = sys.monitoring
EVENTS = monitoring.events
ALL_EVENTS = [value for name, value in vars(EVENTS).items() if name.isupper() and value]
IDS = range(6)


def holders() -> list[str | None]:
    return [monitoring.get_tool(tool) for tool in IDS]


def start() -> None:
    _bridge.start(backend="monitoring")


@pytest.fixture
def other_tool() -> Iterator[int]:
    """Another profiler: it has the profilers' id."""
    monitoring.use_tool_id(monitoring.PROFILER_ID, "other")
    yield monitoring.PROFILER_ID
    monitoring.free_tool_id(monitoring.PROFILER_ID)


def work() -> int:
    return len([1, 2, 3])


def test_it_takes_the_profilers_id_and_gives_it_back() -> None:
    start()
    assert monitoring.get_tool(monitoring.PROFILER_ID) == "swiftprof"
    swiftprof.stop()
    assert holders() == [None] * len(IDS)


def test_it_takes_the_next_id_when_another_tool_has_the_profilers(other_tool: int) -> None:
    start()
    assert holders()[other_tool : other_tool + 2] == ["other", "swiftprof"]
    work()
    assert swiftprof.stop()[work].ncall == 1
    assert holders()[other_tool : other_tool + 2] == ["other", None]


def test_both_tools_hear_of_every_call(other_tool: int) -> None:
    heard: list[types.CodeType] = []
    monitoring.register_callback(
        other_tool, EVENTS.PY_START, lambda code, offset: heard.append(code)
    )
    monitoring.set_events(other_tool, EVENTS.PY_START)
    start()
    work()
    profile = swiftprof.stop()
    work()
    monitoring.set_events(other_tool, 0)
    monitoring.register_callback(other_tool, EVENTS.PY_START, None)
    assert profile[work].ncall == 1 and heard.count(work.__code__) == 2


def test_no_callback_is_left_behind() -> None:
    start()
    work()
    swiftprof.stop()
    for tool in IDS:
        monitoring.use_tool_id(tool, "looking")
        left = [monitoring.register_callback(tool, event, None) for event in ALL_EVENTS]
        assert left == [None] * len(ALL_EVENTS) and monitoring.get_events(tool) == 0
        monitoring.free_tool_id(tool)


def test_places_that_an_earlier_holder_of_the_id_switched_off_are_heard_again() -> None:
    tool = monitoring.PROFILER_ID
    monitoring.use_tool_id(tool, "earlier")
    monitoring.register_callback(tool, EVENTS.PY_START, lambda *arguments: monitoring.DISABLE)
    monitoring.set_events(tool, EVENTS.PY_START)
    work()
    monitoring.set_events(tool, 0)
    monitoring.register_callback(tool, EVENTS.PY_START, None)
    monitoring.free_tool_id(tool)
    start()
    work()
    work()
    assert swiftprof.stop()[work].ncall == 2


def test_who_takes_our_id_while_recording_is_told() -> None:
    start()
    monitoring.free_tool_id(monitoring.PROFILER_ID)
    monitoring.use_tool_id(monitoring.PROFILER_ID, "thief")
    with pytest.warns(RuntimeWarning, match="thief"):
        swiftprof.stop()
    assert monitoring.get_tool(monitoring.PROFILER_ID) == "thief"
    monitoring.free_tool_id(monitoring.PROFILER_ID)


# ---- odd events


def call_in_every_shape() -> None:
    values: list[int] = []
    values.append(1)
    list.append(values, 2)
    bound = values.append
    bound(3)
    types.MethodType(list.append, values)(4)
    types.MethodType(isinstance, 5)(int)
    isinstance(6, int)
    isinstance(*(7, int))
    dict.fromkeys(values)
    {}.fromkeys(values)
    object.__new__(object)
    "".join(map(str, values))


def test_c_functions_are_counted_once_in_whatever_way_they_are_called() -> None:
    start()
    for _ in range(10):
        call_in_every_shape()
    profile = swiftprof.stop()
    edges = profile.callees(call_in_every_shape)
    counts = {edge.callee.display_name: edge.ncall for edge in edges}
    assert counts == {
        "list.append": 40, "builtins.isinstance": 30, "dict.fromkeys": 20, "object.__new__": 10,
        "str.join": 10,
    }  # fmt: skip


def test_a_c_function_whose_return_is_not_told_does_not_keep_what_follows() -> None:
    def caller() -> None:
        types.MethodType(isinstance, 5)(int)
        work()
        len([])

    start()
    caller()
    profile = swiftprof.stop()
    assert {edge.callee.name for edge in profile.callees(caller)} == {"isinstance", "work", "len"}


def test_calls_of_types_are_recorded_when_asked_for() -> None:
    class Made:
        def __init__(self) -> None:
            self.values = dict(a=1)  # noqa: C408 - the call is the point

    def make() -> None:
        for _ in range(3):
            Made()

    for types_too in (False, True):
        _bridge.start(backend="monitoring", types=types_too)
        make()
        profile = swiftprof.stop()
        kinds = [function.kind for function in profile.functions]
        assert ("type" in kinds) is types_too
        assert profile[Made.__init__].ncall == 3
    assert (profile[Made].ncall, profile[dict].ncall) == (3, 3)
    assert [edge.callee.name for edge in profile.callees(profile[Made])] == ["__init__"]


def test_closing_a_suspended_generator_is_an_entry_of_whoever_dropped_it() -> None:
    def numbers() -> Iterator[int]:
        try:
            yield 1
        finally:
            work()

    def drop(generator: Iterator[int]) -> None:
        del generator

    def make() -> Iterator[int]:
        generator = numbers()
        next(generator)
        return generator

    start()
    held = [make()]
    drop(held.pop())
    profile = swiftprof.stop()
    assert (profile[numbers].ncall, profile[numbers].resumptions, profile[work].ncall) == (1, 1, 1)
    assert profile.header.unmatched_returns == 0


def test_asynchronous_exceptions_leave_a_tree_that_adds_up() -> None:
    """They strike anywhere, before a frame's start is told too."""
    struck = 0
    ready, ends = threading.Event(), threading.Event()

    def innermost(n: int) -> int:
        return n + 1

    def target() -> None:
        ready.set()
        while not ends.is_set():
            innermost(innermost(1))

    def loop() -> None:
        nonlocal struck
        while not ends.is_set():
            try:
                target()
            except KeyError:
                struck += 1

    start()
    thread = threading.Thread(target=loop)
    thread.start()
    assert thread.ident is not None
    for _ in range(200):
        # WHY to wait: one that strikes outside of `target` ends the thread.
        assert ready.wait(20)
        ready.clear()
        time.sleep(0.0002)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(KeyError)
        )
    assert ready.wait(20)
    ends.set()
    thread.join()
    profile = swiftprof.stop()
    assert struck == 200
    assert profile[loop].ncall == 1
    for one in profile.threads:
        roots = [root for root in profile.tree.roots if root.thread == one]
        self_times = sum(node.wall_self for root in roots for node in root.walk())
        assert self_times == pytest.approx(one.wall, rel=0.01)
