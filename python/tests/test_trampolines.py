"""Functions replaced in place, and made what they were."""

import gc
import inspect
import pickle
import sys
import traceback
import types
import weakref
from collections.abc import Callable
from typing import Any

import pytest

import sample
from swiftprof._trampoline import FILE_NAME, Replacement, can_replace, clone, trampoline_code


def with_defaults(a: int, b: int = 2, *args: int, c: int = 3, **more: int) -> tuple[Any, ...]:
    """Doc."""
    return a, b, args, c, more


def closure() -> Callable[[int], int]:
    base, factor = 10, 3

    def inner(value: int) -> int:
        return base + factor * value

    return inner


class Child(sample.Shape):
    def __init__(self) -> None:
        super().__init__(5)


def replaced(function: Any) -> tuple[Replacement, list[Any]]:
    calls: list[Any] = []
    original = clone(function)

    def callee(*args: Any, **kwargs: Any) -> Any:
        calls.append((args, kwargs))
        return original(*args, **kwargs)

    return Replacement(function, original, callee), calls


def state(function: Any) -> tuple[Any, ...]:
    return (
        function.__code__, function.__defaults__, function.__kwdefaults__, function.__closure__,
        dict(vars(function)), function.__name__, function.__qualname__, function.__doc__,
        function.__annotations__, function.__module__,
    )  # fmt: skip


FUNCTIONS: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
    (with_defaults, (1,), {}),
    (with_defaults, (1, 5, 6, 7), {"c": 8, "d": 9}),
    (closure(), (4,), {}),
    (sample.Shape.area, (sample.Shape(3),), {}),
    (lambda: "x", (), {}),
]


@pytest.mark.parametrize(("function", "args", "kwargs"), FUNCTIONS)
def test_arguments_and_results_pass_unchanged(
    function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    expected = function(*args, **kwargs)
    replacement, calls = replaced(function)
    try:
        assert function(*args, **kwargs) == expected
        assert calls == [(args, kwargs)]
    finally:
        replacement.undo()
    assert function(*args, **kwargs) == expected
    assert len(calls) == 1


@pytest.mark.parametrize("function", [with_defaults, closure(), Child.__init__, sample.fib])
def test_everything_is_restored_exactly(function: Any) -> None:
    function.mark = "mine"
    before = state(function)
    replacement, _ = replaced(function)
    assert state(function) != before
    replacement.undo()
    assert state(function) == before
    del function.mark


def test_super_works_in_what_is_called_instead() -> None:
    replacement, calls = replaced(Child.__init__)
    try:
        assert Child().sides == 5
    finally:
        replacement.undo()
    assert len(calls) == 1


def test_inspection_sees_the_function_that_it_is() -> None:
    replacement, _ = replaced(with_defaults)
    try:
        assert str(inspect.signature(with_defaults)) == str(inspect.signature(clone(with_defaults)))
        assert inspect.unwrap(with_defaults).__code__.co_name == "with_defaults"
        assert inspect.getsource(with_defaults).startswith("def with_defaults")
        assert pickle.loads(pickle.dumps(with_defaults)) is with_defaults
    finally:
        replacement.undo()
    assert "__wrapped__" not in vars(with_defaults)


def test_a_wrapped_attribute_of_its_own_comes_back() -> None:
    def wrapper() -> int:
        return 1

    wrapper.__wrapped__ = sample.leaf  # type: ignore[attr-defined]
    replacement, _ = replaced(wrapper)
    assert inspect.unwrap(wrapper) is sample.leaf
    replacement.undo()
    assert wrapper.__wrapped__ is sample.leaf  # type: ignore[attr-defined]


def test_code_that_another_tool_has_changed_meanwhile_stays() -> None:
    def work() -> int:
        return 1

    replacement, _ = replaced(work)
    work.__code__ = (lambda: 7).__code__
    replacement.undo()
    assert work() == 7


def test_calls_that_are_open_when_it_changes_go_on() -> None:
    def work(depth: int) -> int:
        if depth == 2:
            replacements.append(replaced(work)[0])
        if depth == 4:
            replacements[0].undo()
        return depth if depth == 6 else work(depth + 1)

    replacements: list[Replacement] = []
    assert work(0) == 6
    assert work.__code__.co_filename == __file__


def test_an_exceptions_traceback_ends_in_the_function() -> None:
    def work() -> None:
        raise LookupError("mine")

    replacement, _ = replaced(work)
    try:
        with pytest.raises(LookupError) as caught:
            work()
    finally:
        replacement.undo()
    assert traceback.extract_tb(caught.value.__traceback__)[-1].filename == __file__


def test_the_frame_of_a_trampoline_can_be_looked_into() -> None:
    """As debuggers and pytest do; with free variables that nobody filled it would crash."""
    function = closure()
    seen: list[dict[str, Any]] = []

    def callee(value: int) -> int:
        frame = sys._getframe().f_back
        assert frame is not None
        assert frame.f_code.co_filename == FILE_NAME
        seen.append(dict(frame.f_locals))
        return value

    replacement = Replacement(function, clone(function), callee)  # type: ignore[arg-type]
    try:
        assert function(4) == 4
    finally:
        replacement.undo()
    assert (seen[0]["base"], seen[0]["factor"], seen[0]["args"]) == (10, 3, (4,))


def test_trampolines_go_by_the_name_of_the_function() -> None:
    code = trampoline_code(sample.Shape.area.__code__, len)
    assert (code.co_name, code.co_qualname) == ("area", "Shape.area")
    assert code.co_filename == FILE_NAME
    assert isinstance(hash(code), int)


def test_a_weak_trampoline_keeps_nothing_alive() -> None:
    def callee() -> int:
        return 5

    def work() -> int:
        return 1

    work.__code__ = trampoline_code(work.__code__, weakref.ref(callee), weak=True)
    assert work() == 5
    alive = weakref.ref(callee)
    del callee
    gc.collect()
    assert alive() is None


def test_functions_are_replaced_only_where_the_gil_makes_it_one_step() -> None:
    assert can_replace() == ("t" not in sys.abiflags)
    assert isinstance(closure(), types.FunctionType)
