"""What the bridge notes of code objects and threads when it first meets them."""

import threading
from typing import Any

import pytest

from swiftprof import _bridge

Seen = dict[str, tuple[int, str | None]]


def seen(program: Any) -> tuple[Seen, dict[str, int], list[str]]:
    """Of a recording of the program: flags and class by qualified name, threads' turns, threads' names."""
    _bridge.start(only_new_calls=True, first_seen=True)
    program()
    data = _bridge.stop()
    codes, switches = _bridge.take_first_seen()
    own = {name: (flags, kind) for file, _, name, flags, kind in codes if file == __file__}
    return own, switches, [thread.name for thread in data.threads()]


class Base:
    def of_self(self) -> None: ...
    def of_this(this) -> None: ...
    @classmethod
    def of_class(cls) -> None: ...
    @staticmethod
    def of_nobody() -> None: ...

    def with_closure(self) -> Any:
        return lambda: self

    def with_keyword(this, *, self: int) -> None: ...


class Derived(Base):
    pass


def of_any(self: object) -> None: ...


def late(value: object) -> None:
    self = [value]
    self.clear()


def test_the_class_of_self_is_that_of_the_first_call() -> None:
    def program() -> None:
        Derived().of_self()
        Base().of_self()
        Base().of_this()
        Base.of_class()
        Base.of_nobody()
        Derived().with_closure()()
        Base().with_keyword(self=1)
        of_any(3.0)
        late(1)

    own, _, _ = seen(program)
    classes = {name.rpartition(".")[2]: kind for name, (_, kind) in own.items()}
    del classes["program"]
    assert classes == {
        "of_self": "Derived", "of_this": None, "of_class": None, "of_nobody": None,
        "with_closure": "Derived", "<lambda>": None, "with_keyword": None, "of_any": "float",
        "late": None,
    }  # fmt: skip


def test_flags_tell_coroutines_from_generators() -> None:
    async def coroutine() -> None: ...

    def generator() -> Any:
        yield

    def program() -> None:
        list(generator())
        coroutine().close()
        started = coroutine()
        with pytest.raises(StopIteration):
            started.send(None)

    own, _, _ = seen(program)
    flags = {name.rpartition(".")[2]: flags for name, (flags, _) in own.items()}
    assert flags["generator"] == generator.__code__.co_flags
    assert flags["coroutine"] == coroutine.__code__.co_flags


class Worker(threading.Thread):
    def run(self) -> None:
        of_any(self)


def test_threads_are_named_by_class_and_numbers_and_have_turns() -> None:
    def program() -> None:
        for _ in range(2):
            worker = Worker()
            worker.start()
            worker.join()

    _, switches, names = seen(program)
    assert sorted(name.split(" ")[0] for name in names) == ["Worker", "Worker", "_MainThread"]
    assert len(set(names)) == 3
    own = f"_MainThread {threading.get_ident()} {threading.get_native_id()}"
    assert set(switches) == set(names) and own in switches
    assert all(turns >= 1 for turns in switches.values())


def test_nothing_is_noted_unless_asked_for() -> None:
    _bridge.start()
    of_any(1)
    data = _bridge.stop()
    assert _bridge.take_first_seen() == ([], {})
    assert "MainThread" in [thread.name for thread in data.threads()]


def test_what_was_taken_is_not_given_again_and_clear_begins_anew() -> None:
    _bridge.start(only_new_calls=True, first_seen=True)
    of_any(1)
    first = [name for *_, name, _, _ in _bridge.take_first_seen()[0]]
    of_any(2)
    again = _bridge.take_first_seen()[0]
    _bridge.clear()
    of_any("text")
    after = [(name, kind) for *_, name, _, kind in _bridge.take_first_seen()[0]]
    _bridge.discard()
    assert "of_any" in first and not [row for row in again if row[2] == "of_any"]
    assert ("of_any", "str") in after
