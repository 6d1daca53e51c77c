"""Programs made at random: the same seed gives the same program.

A program is a module of functions that call each other in all the ways there are: as functions
and methods, through C functions that call back, as generators that are drained, left alone, closed
and thrown into, as coroutines and async generators, with exceptions that are caught here or further
up. All of them end: each function calls only those behind it, and after some hundred calls none
calls any more.
"""

import random
from collections.abc import Callable
from types import CodeType

FUNCTIONS = 12

PRELUDE = """
import functools, operator, types

class Base:
    def __init__(self, value): self.value = value
    @property
    def doubled(self): return self.value * 2
    @classmethod
    def made(cls, value): return cls(value)
    @staticmethod
    def plain(value): return len(str(value))
    def __call__(self, value): return self.value + value
    def __len__(self): return 3
    def __iter__(self):
        yield self.value
        yield self.value + 1

class Derived(Base):
    def __init__(self, value): super().__init__(value)

@types.coroutine
def pause(value): return (yield value)

def drive(coroutine, throw=False):
    try:
        coroutine.send(None)
        while True:
            coroutine.throw(ValueError('thrown')) if throw else coroutine.send(1)
    except StopIteration as stop:
        return stop.value
    except (ValueError, StopAsyncIteration):
        return -1
"""

RUN = """
def run():
    global calls_left
    calls_left = 300
    try: return f0(0)
    except Exception as error: return repr(error)
"""

# {f} is a function with a higher number, {g} a generator function, {c} a coroutine function, {a} an
# async generator function of such a one.
STATEMENTS = (
    "total += {f}(depth + 1)",
    "total += sum(map({f}, [depth + 1, depth + 1]))",
    "total += len(sorted([3, 1, 2], key=lambda value: (value, {f}(depth + 1))))",
    "total += [{f}(depth + 1) for _ in range(2)][0]",
    "total += max({f}(depth + 1) for _ in range(2))",
    "total += functools.partial({f}, depth + 1)()",
    "total += functools.reduce(lambda a, b: a + {f}(depth + 1), [1, 2])",
    "total += Derived({f}(depth + 1)).doubled + Base.made(1)(2) + Derived.plain(depth) + len(Base(1))",
    "bound = [].append; bound(1); [].append(2); dict.fromkeys([1]); ','.join(['a', 'b'])",
    "method = Derived(1).__call__; total += method(2)",
    "total += sum(Base(depth))",
    "total += sum({g}(depth + 1))",
    "started = {g}(depth + 1); next(started, 0); started.close()",
    "started = {g}(depth + 1); next(started, 0); del started",
    "next({g}(depth + 1), 0)",
    "{g}(depth + 1).close()",
    "try: unstarted = {g}(depth + 1); unstarted.throw(ValueError())\nexcept ValueError: total += 1",
    "try: started = {g}(depth + 1); next(started, 0); started.throw(ValueError())\n"
    "except (ValueError, StopIteration): total += 1",
    "total += drive({c}(depth + 1)) or 0",
    "total += drive({c}(depth + 1), throw=True) or 0",
    "{c}(depth + 1).close()",
    "suspended = {c}(depth + 1)\ntry: suspended.send(None)\nexcept StopIteration: pass\nsuspended.close()",
    "total += drive({a}(depth + 1).__anext__()) or 0",
    "total += drive({a}(depth + 1).__anext__(), throw=True) or 0",
    "started = {a}(depth + 1); drive(started.__anext__()); drive(started.athrow(ValueError()))",
    "started = {a}(depth + 1); drive(started.__anext__()); drive(started.aclose())",
    "started = {a}(depth + 1); drive(started.__anext__()); del started",
    "try: int('no number')\nexcept ValueError: total += 1",
    "try: {f}(depth + 1); raise KeyError(depth)\nexcept KeyError: total += 1",
    "try: sorted([2, 1], key=lambda value: {f}(depth + 1) or [][1])\nexcept IndexError: total += 1",
    "try: operator.itemgetter(1)([])\nexcept IndexError: total += 1",
    "if depth % 3 == 2: raise LookupError(depth)",
    "exec('result = {f}(depth + 1)', globals(), dict(depth=depth))",
    "total += eval('{f}(depth + 1)', globals(), dict(depth=depth))",
)  # fmt: skip


def random_program(seed: int) -> Callable[[], object]:
    """A function that runs the program of this seed; what it gives back is the same each time."""
    namespace: dict[str, object] = {}
    exec(program_code(seed), namespace)
    run = namespace["run"]
    assert callable(run)
    return run


def program_code(seed: int) -> CodeType:
    return compile(program_source(seed), f"<random program {seed}>", "exec")


def program_source(seed: int) -> str:
    chosen = random.Random(seed)
    parts = [PRELUDE]
    for number in reversed(range(FUNCTIONS)):
        parts += [_function(chosen, number, kind) for kind in "fgca"]
    parts.append(RUN)
    return "\n".join(parts)


def _function(chosen: random.Random, number: int, kind: str) -> str:
    header = "async def" if kind in "ca" else "def"
    lines = [
        f"{header} {kind}{number}(depth):",
        "    global calls_left",
        "    total, calls_left = depth, calls_left - 1",
        "    if calls_left < 0: return" + (" total" if kind in "fc" else ""),
    ]
    for _ in range(chosen.randint(2, 5)):
        lines += _statement(chosen, number)
        if kind == "g":
            lines.append(_pausing(chosen, number, "yield 1", "yield from {g}(depth + 1)"))
        if kind in "ca":
            lines.append(_pausing(chosen, number, "await pause(1)", "await {c}(depth + 1)"))
            consuming = "total += sum([each async for each in {a}(depth + 1)])"
            lines.append(_pausing(chosen, number, "await pause(2)", consuming))
        if kind == "a":
            lines.append("    yield 1")
    lines.append("    yield total" if kind in "ga" else "    return total")
    return "\n".join(lines)


def _statement(chosen: random.Random, number: int) -> list[str]:
    if number >= FUNCTIONS - 2:  # the innermost call nobody
        return ["    total += len([depth])"]
    statement = _with_names(chosen, number, chosen.choice(STATEMENTS))
    return ["    " + line for line in statement.split("\n")]


def _pausing(chosen: random.Random, number: int, alone: str, other: str) -> str:
    innermost = number >= FUNCTIONS - 2
    return "    " + _with_names(
        chosen, number, alone if innermost or chosen.random() < 0.6 else other
    )


def _with_names(chosen: random.Random, number: int, text: str) -> str:
    if number >= FUNCTIONS - 2:
        return text
    for kind in "fgca":
        text = text.replace("{" + kind + "}", f"{kind}{chosen.randint(number + 1, FUNCTIONS - 1)}")
    return text
