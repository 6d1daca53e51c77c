"""The little programs that calibration times, with and without the profiler, for what events cost.

Sources/PythonBridge/CalibrationPrograms.c calls them: each function is one program, which does one
thing as often as `times` says, and nothing else. There is one for each kind of event, however alike
they are: the interpreter specialises each place in the code for what it has met there. What they call
does a little work under a global name, as in most programs: where the interpreter does not specialise
while it is profiled (3.11), each call takes that much longer.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import Any


def empty(_: None, times: range) -> None:
    for _each in times:
        pass


def work(_: None, times: range) -> None:
    for each in times:
        _sum = each + 1 if each & 1 else each


def call(_: None, times: range) -> None:
    for each in times:
        returning(each)


def bare_call(mapped: "Iterable[int]", _: range) -> None:
    for _each in mapped:
        pass


def unwind(_: None, times: range) -> None:
    for each in times:
        try:  # noqa: SIM105
            raising(each)
        except LookupError:
            pass


def resumption(values: "Iterable[None]", _: range) -> None:
    for _each in values:
        pass


def awakening(sent: "Iterable[None]", _: range) -> None:
    for _each in sent:
        pass


def step(sent: "Iterable[None]", _: range) -> None:
    for _each in sent:
        pass


def consumed(values: "Iterable[None]", _: range) -> None:
    any(values)


async def awaiting(_: None, times: range) -> None:
    for each in times:
        await returning_soon(each)


def super_(derived: "Derived", times: range) -> None:
    for each in times:
        derived.method(each)


def far(_: "Any", times: range) -> None:
    # Never run: takes more room in the code than there are small ints (1,024 bytes on 3.15).
    if times is NOTHING:
        _.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
        _.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
        _.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
    for each in times:
        returning_from_afar(each)


def builtin(_: None, times: range) -> None:
    for _each in times:
        ord("a")


def method(table: dict[int, int], times: range) -> None:
    for each in times:
        table.get(each)


def type_(_: None, times: range) -> None:
    for each in times:
        bool(each)


def instance(_: None, times: range) -> None:
    for each in times:
        Instance(each)


def span(named: "AbstractContextManager[object]", times: range) -> None:
    for _each in times:
        with named:
            pass


# What they call.


def returning(value: int) -> int:
    return value + 1


NOTHING: "Any" = object()


def returning_from_afar(value: "Any") -> "Any":
    if value is NOTHING:
        value.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
        value.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
        value.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z  # noqa: B018
    return value + 1


async def returning_soon(value: int) -> int:
    return value + 1


def raising(_: int) -> None:
    raise LookupError


def generator(times: range) -> "Iterator[None]":
    for _each in times:
        yield


async def coroutine(times: range, awaited: "Awaitable[None]") -> None:
    for _each in times:
        await awaited


class Instance:
    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value


class Base:
    def method(self, value: int) -> int:
        return value + 1


class Derived(Base):
    def method(self, value: int) -> int:
        return super().method(value)
