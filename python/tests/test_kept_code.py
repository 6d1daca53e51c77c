"""Code objects that a recording has met are kept where somebody asks for them."""

from typing import Any

from swiftprof import _bridge
from swiftprof._backends import chosen_backend
from timed_recording import inner, outer


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
    assert (
        by_place[outer.__code__.co_filename, outer.__code__.co_firstlineno, "outer"]
        is outer.__code__
    )
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
