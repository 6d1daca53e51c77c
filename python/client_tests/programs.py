"""What is profiled: a program with everything that troubles readers, and a plain one."""

import threading
import time
from collections.abc import Callable, Iterator
from types import FunctionType

HOSTILE_NAMES = (
    "a;b", "line\nfeed", "tab\tname", "quote\"'", "back\\slash\\", "\\N", "&lt;b&gt;", "</script>",
    "<!-- b", "\x1b[31m", "\x85", "\u202ereversed", "e\u0301", "\xe9", "索引を作る", "pipe|`tick`", "``",
    " blanks  ", "",
    "=1+1", "ends 12", "(file:1)", "{a}", "%s", "lone\udc80", "__bold__", "*it*",
)  # fmt: skip
"""Names of functions that `rich` calls, each the next number of times."""
HOSTILE_FILES = ('/tmp/a b;"\n.py', "/tmp/caf\udce9/</script>.py", "C:\\x|y.py")
THREADS = ("plain", 'Wörker; "1" |', "plain")


def rich() -> None:
    """Threads of odd and of equal names, recursion of each kind, generators, hostile names and files."""
    for number, function in enumerate(hostile_functions()):
        for _ in range(number + 1):
            function()
    fib(12)
    even(30)
    walk(3, walk)
    drain(40)
    for name in THREADS:
        thread = threading.Thread(target=work, name=name)
        thread.start()
        thread.join()


def hostile() -> None:
    """Nothing but functions of hostile names, none of which is a small part."""
    for function in hostile_functions():
        for _ in range(200):
            function()


def flat() -> None:
    """Ten calls of one function, and a wait."""
    time.sleep(0.001)
    for _ in range(10):
        leaf()


def hostile_functions() -> Iterator[Callable[[], None]]:
    for number, name in enumerate(HOSTILE_NAMES):
        file = HOSTILE_FILES[number % len(HOSTILE_FILES)]
        code = leaf.__code__.replace(co_name=name, co_filename=file)
        if hasattr(code, "co_qualname"):
            code = code.replace(co_qualname=name)
        yield FunctionType(code, {"__name__": "hostile"})


def leaf() -> None:
    """Takes some time: what is nothing but its call may have none left without swiftprof's own."""
    for _ in range(50):
        pass


def work() -> None:
    fib(8)
    time.sleep(0.01)


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def even(n: int) -> bool:
    return n == 0 or odd(n - 1)


def odd(n: int) -> bool:
    return n != 0 and even(n - 1)


def walk(depth: int, callback: Callable[..., None]) -> None:
    for _ in range(depth):
        callback(depth - 1, callback)
    (lambda: leaf())()
    (lambda: leaf())(), (lambda: leaf())()


def numbers(limit: int) -> Iterator[int]:
    yield from range(limit)


def drain(limit: int) -> int:
    return sum(number for number in numbers(limit))
