"""What takes turns on a thread: tasks, greenlets, the program's own contexts."""

from __future__ import annotations

from ._errors import NotMeasured, UnknownContext
from ._frozen import Measured, readable, seconds

TYPE_CHECKING = False  # WHY not typing's: importing typing takes longer than all of this package
if TYPE_CHECKING:
    from typing import NoReturn

    from . import _bridge
    from ._rows import Thread

_OF_TASKS = {
    *("steps", "ended", "suspended", "suspended_ns", "span", "span_ns"),
    *("longest_step", "longest_step_ns"),
}
_SUGGESTIONS = 3


class Context(Measured):
    """A task, a greenlet, or a context that the program has set, with totals of its own.

    kind: "task" (of asyncio or trio), "greenlet", or "context" (of `set_context`).
    name: as the program named it ("Task-7"), "" if it did not. tag: of a context, "" for none.
    wall, cpu, wait: of the time in which it ran; wait is the part without the processor.

    Tasks and greenlets run in steps, and others run between them:
    steps: how many. suspended: the time between them. span: wall and suspended together.
    longest_step: of the longest one, in which nothing else on its thread could run;
    longest_step_path: the names of the functions, outermost first, in which most of it passed.
    function: the coroutine or function that it runs. creator, creator_task: the function that
    made it, and the task in which that was; "" where not known. ended: before the recording was.
    thread: the one it ran on. Their calls are in the tree of that thread and not counted here.

    Contexts of the program's own may run on any thread, and have no steps. ncall: calls in it.

    Two are equal if all that they say is. Numbers that a kind does not have raise NotMeasured.
    """

    __slots__ = (
        "cpu_ns", "creator", "creator_task", "ended", "function", "kind", "longest_step_ns",
        "longest_step_path", "name", "ncall", "steps", "suspended_ns", "tag", "thread", "wall_ns",
    )  # fmt: skip

    kind: str
    name: str
    tag: str
    function: str
    creator: str
    creator_task: str
    thread: Thread | None
    ended: bool
    steps: int
    ncall: int
    wall_ns: int
    cpu_ns: int
    suspended_ns: int
    longest_step_ns: int
    longest_step_path: tuple[str, ...]

    @classmethod
    def of_task(cls, row: _bridge.TaskRow, thread: Thread, measures: frozenset[str]) -> Context:
        context = cls._with_times(row.wall_ns, row.cpu_ns, measures)
        context._set(
            kind=row.kind,
            name=row.name,
            tag="",
            function=row.function,
            creator=row.creator,
            creator_task=row.creator_task,
            thread=thread,
            ended=row.ended,
            steps=row.steps,
            longest_step_path=row.longest_step_path,
        )
        if "wall" in measures:
            context._set(longest_step_ns=row.longest_step_ns)
        if "suspended" in measures:
            context._set(suspended_ns=row.suspended_ns)
        return context

    @classmethod
    def of_label(cls, row: _bridge.LabelRow, measures: frozenset[str]) -> Context:
        context = cls._with_times(row.wall_self_ns, row.cpu_self_ns, measures)
        context._set(
            kind="context",
            name=row.context,
            tag=row.tag,
            function="",
            creator="",
            creator_task="",
            thread=None,
            longest_step_path=(),
        )
        if "calls" in measures:
            context._set(ncall=row.ncall)
        return context

    @classmethod
    def _with_times(cls, wall_ns: int, cpu_ns: int, measures: frozenset[str]) -> Context:
        context = cls()
        if "wall" in measures:
            context._set(wall_ns=wall_ns)
        if "cpu" in measures:
            context._set(cpu_ns=cpu_ns)
        return context

    @property
    def wall(self) -> float:
        return seconds(self.wall_ns)

    @property
    def cpu(self) -> float:
        return seconds(self.cpu_ns)

    @property
    def wait_ns(self) -> int:
        return max(0, self.wall_ns - self.cpu_ns)

    @property
    def wait(self) -> float:
        return seconds(self.wait_ns)

    @property
    def suspended(self) -> float:
        return seconds(self.suspended_ns)

    @property
    def span_ns(self) -> int:
        return self.wall_ns + self.suspended_ns

    @property
    def span(self) -> float:
        return seconds(self.span_ns)

    @property
    def longest_step(self) -> float:
        return seconds(self.longest_step_ns)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            kind = object.__getattribute__(self, "kind")
            if name in _OF_TASKS and kind == "context":
                raise NotMeasured(f"a context of set_context has no {name}: tasks and greenlets do")
            if name == "ncall" and kind != "context":
                raise NotMeasured(
                    f"calls of a {kind} are not counted apart; Profile.tree has those of its thread"
                )
            return super().__getattr__(name)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Context):
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        return hash((self.kind, self.name, self.tag, getattr(self, "wall_ns", 0)))

    def _values(self) -> tuple[object, ...]:
        """All that it says; the thread by its place, since each profile has its own `Thread`s."""
        thread = None if self.thread is None else self.thread.index
        others = [name for name in self.__slots__ if name != "thread"]
        return thread, *(getattr(self, name, None) for name in others)

    def __repr__(self) -> str:
        parts = [f"{self.steps} steps"] if self.kind != "context" else []
        for attribute, label in (
            ("wall_ns", "wall"),
            ("cpu_ns", "CPU"),
            ("suspended_ns", "suspended"),
        ):
            if (ns := getattr(self, attribute, None)) is not None:
                parts.append(f"{label} {readable(ns)}")
        function = f" ({self.function})" if self.function else ""
        name = self.name or (f"tag:{self.tag}" if self.tag else "without a name")
        return f"<Context {self.kind} {name}{function}: {', '.join(parts)}>"


def contexts_of(
    data: _bridge.ProfileData, threads: tuple[Thread, ...], measures: frozenset[str]
) -> tuple[Context, ...]:
    """`Profile.contexts`."""
    tasks = (Context.of_task(row, threads[row.thread], measures) for row in data.tasks())
    return *tasks, *(Context.of_label(row, measures) for row in data.labels())


def find_context(contexts: tuple[Context, ...], name: str) -> Context:
    """`Profile.context`."""
    found = [one for one in contexts if one.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownContext(
            f"{len(found)} contexts go by the name {name!r}; choose among those of Profile.contexts"
        )
    from difflib import get_close_matches

    near = get_close_matches(name, [one.name for one in contexts], n=_SUGGESTIONS)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise UnknownContext(f"no task, greenlet or context {name!r} is in this profile{hint}")
