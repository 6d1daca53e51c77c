"""Names of targets: how they are written, what they fit, what is refused."""

import re

import pytest

import sample
import swiftprof
from swiftprof._targets import TargetName


@pytest.mark.parametrize(
    ("name", "module", "fits"),
    [
        ("app.db:Pool.get", "app.db", True),
        ("app.db:Pool.get", "app", False),
        ("app.db:Pool.get", "app.db.x", False),
        ("app.*:get", "app.db", True),
        ("app.*:get", "app.db.models", True),
        ("app.*:get", "app", False),
        ("app*:get", "app", True),
        ("*:get", "anything", True),
        ("*:get", "swiftprof._session", False),
        ("*:get", "swiftprofile", True),
        ("app.db:get", "appxdb", False),
    ],
)
def test_the_module_half_fits_modules(name: str, module: str, fits: bool) -> None:
    assert TargetName(name).matches_module(module) == fits


@pytest.mark.parametrize(
    ("name", "qualname", "fits"),
    [
        ("m:Pool.get", "Pool.get", True),
        ("m:Pool.get", "Pool.get.<locals>.inner", False),
        ("m:Pool.get", "Pool.getter", False),
        ("m:Pool.*", "Pool.get", True),
        ("m:Pool.*", "Pool.Inner.get", True),
        ("m:Pool.*", "Pool", False),
        ("m:handle_*", "handle_get", True),
        ("m:handle_*", "handle_get.<locals>.<genexpr>", False),
        ("m:*", "<lambda>", False),
        ("m:<lambda>", "<lambda>", True),
        ("m:outer.<locals>.*", "outer.<locals>.inner", True),
        ("m:outer.<locals>.*", "outer.<locals>.inner.<locals>.x", False),
        ("m:a[b", "a[b", True),
        ("m:a?", "ab", False),
    ],
)
def test_the_function_half_fits_qualified_names(name: str, qualname: str, fits: bool) -> None:
    assert TargetName(name).matches_function(qualname) == fits


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("work", "no ':'.*'__main__:work'"),
        ("json.dumps", "no ':'.*'json:dumps'"),
        ("app.db.Pool.get", r"no ':'.*'app\.db:Pool\.get'"),
        ("", "no ':'"),
        (":work", "no module.*app.db:Pool.get"),
        ("app:", "no function"),
        ("app:work()", "no function"),
        ("app:a:b", "no function"),
        ("app/db.py:work", "no module"),
        ("my app:work", "no module"),
        ("time:sleep", "time is written in C.*below=True"),
        ("builtins:len", "written in C"),
        ("builtins:list.append", "written in C"),
        ("_json:*", "written in C"),
        ("sample:Shape", r"Shape is a class.*'sample:Shape\.\*'"),
        ("sample:__name__", "no function but a str"),
    ],
)
def test_what_can_be_no_target_is_refused_with_advice(name: str, says: str) -> None:
    with pytest.raises(swiftprof.InvalidTarget, match=says):
        swiftprof.target(name)
    with pytest.raises(swiftprof.InvalidTarget, match=says):
        swiftprof.start(targets=[name])
    assert not swiftprof.is_running()


def test_an_invalid_target_is_a_value_error() -> None:
    assert issubclass(swiftprof.InvalidTarget, ValueError)
    assert issubclass(swiftprof.InvalidTarget, swiftprof.SwiftprofError)


def test_a_target_is_named_by_strings_and_by_at_least_one() -> None:
    with pytest.raises(TypeError, match="takes strings"):
        swiftprof.target(len)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="at least one"):
        swiftprof.target()


def test_found_tells_what_a_name_stands_for_now() -> None:
    target = swiftprof.target("sample:Shape.*", "sample:nothing", "sample:fi*")
    try:
        assert sample.__name__ == "sample"
        assert target.names == ("sample:Shape.*", "sample:nothing", "sample:fi*")
        assert target.found == (
            "sample:Shape.__init__", "sample:Shape.area", "sample:Shape.corners",
            "sample:Shape.scale", "sample:Shape.square", "sample:fib",
        )  # fmt: skip
        assert re.fullmatch(r"<swiftprof.target\('sample:Shape.*>", repr(target))
    finally:
        target.remove()


def test_to_look_for_functions_runs_no_code_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    class Trap:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"asked for {name}")

    monkeypatch.setattr(sample, "trap", Trap(), raising=False)
    target = swiftprof.target("sample:fib", "sample:trap.x")
    try:
        assert target.found == ("sample:fib",)
    finally:
        target.remove()
