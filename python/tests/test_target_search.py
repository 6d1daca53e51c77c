"""Where targets are found: behind decorators, in classes, hidden from the garbage collector."""

import gc
import sys
import types
from collections.abc import Callable

import pytest

import sample
import swiftprof
from backends import USABLE

each_backend = pytest.mark.parametrize("backend", USABLE)


def names(profile: swiftprof.Profile) -> set[str]:
    return {one.qualified_name for one in profile.functions}


def module_of(source: str, name: str = "made_for_the_test") -> types.ModuleType:
    module = types.ModuleType(name)
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    return module


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], types.ModuleType]:
    """A module of this source, imported under the name `made_for_the_test`."""

    def make(source: str) -> types.ModuleType:
        module = module_of(source)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        return module

    return make


@each_backend
def test_functions_behind_decorators_are_found(
    backend: str, made: Callable[[str], types.ModuleType]
) -> None:
    module = made("""\
import functools
def telling(f):
    @functools.wraps(f)
    def wrapper(*args): return f(*args)
    return wrapper
def hiding(f):
    return lambda *args: f(*args)
@telling
def told(): return 1
@hiding
def hidden(): return 2
@functools.lru_cache
def cached(): return 3
part = functools.partial(lambda x: x, 4)
class Box:
    @functools.cached_property
    def lazy(self): return 5
    half = functools.partialmethod(lambda self, x: x, 6)
    @functools.singledispatchmethod
    def kind(self, x): return 7
""")
    wanted = ["told", "hidden", "cached", "Box.lazy", "Box.kind"]
    swiftprof.start(targets=[f"made_for_the_test:{name}" for name in wanted], backend=backend)
    box = module.Box()
    assert (module.told(), module.hidden(), module.cached()) == (1, 2, 3)
    assert (box.lazy, box.kind(0)) == (5, 7)
    profile = swiftprof.stop()
    assert names(profile) == set(wanted)
    assert profile.missing_targets == {}


@each_backend
def test_functions_that_the_garbage_collector_does_not_list_are_found(
    backend: str, made: Callable[[str], types.ModuleType]
) -> None:
    module = made("def work(): return 1\nclass Box:\n    def get(self): return 2")
    gc.freeze()
    try:
        swiftprof.start(targets=["made_for_the_test:*"], backend=backend)
        module.work()
        module.Box().get()
        assert names(swiftprof.stop()) == {"work", "Box.get"}
    finally:
        gc.unfreeze()


@each_backend
def test_a_name_may_lead_through_a_re_export_or_a_base_class(
    backend: str, made: Callable[[str], types.ModuleType]
) -> None:
    module = made("from sample import leaf, Shape\nclass Square(Shape): pass")
    wanted = ["made_for_the_test:leaf", "made_for_the_test:Square.area"]
    swiftprof.start(targets=wanted, backend=backend)
    module.leaf()
    module.Square(4).area()
    profile = swiftprof.stop()
    assert names(profile) == {"leaf", "Shape.area"}
    assert profile[sample.leaf].ncall == 1


@each_backend
def test_methods_that_dataclasses_make_are_found(
    backend: str, made: Callable[[str], types.ModuleType]
) -> None:
    module = made("from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int")
    swiftprof.start(targets=["made_for_the_test:Point.__init__"], backend=backend)
    module.Point(1)
    profile = swiftprof.stop()
    assert [one.ncall for one in profile.functions] == [1]


NESTED = """\
def outer():
    def inner(): return 1
    return inner() + inner()
def counting():
    yield 1
    yield 2
async def waiting(): return 3
"""


if "monitoring" in USABLE:

    def test_monitoring_targets_nested_functions_generators_and_coroutines(
        made: Callable[[str], types.ModuleType],
    ) -> None:
        module = made(NESTED)
        wanted = ["outer.<locals>.inner", "counting", "waiting"]
        swiftprof.start(
            targets=[f"made_for_the_test:{name}" for name in wanted], backend="monitoring"
        )
        module.outer()
        list(module.counting())
        with pytest.raises(StopIteration):
            module.waiting().send(None)
        profile = swiftprof.stop()
        assert {one.qualified_name: one.ncall for one in profile.functions} == {
            "outer.<locals>.inner": 2, "counting": 1, "waiting": 1,
        }  # fmt: skip


if "setprofile" in USABLE:

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("outer.<locals>.inner", "a nested function"),
            ("counting", "a generator function"),
            ("waiting", "a coroutine function"),
        ],
    )
    def test_setprofile_says_which_functions_need_monitoring(
        made: Callable[[str], types.ModuleType], name: str, says: str
    ) -> None:
        made(NESTED)
        with pytest.raises(swiftprof.InvalidTarget, match=rf"{says}.*monitoring.*3\.12"):
            swiftprof.start(targets=[f"made_for_the_test:{name}"], backend="setprofile")
        assert not swiftprof.is_running()


if "setprofile" in USABLE:

    def test_setprofile_tells_of_generators_that_a_pattern_fits(
        made: Callable[[str], types.ModuleType],
    ) -> None:
        module = made(NESTED)
        swiftprof.start(targets=["made_for_the_test:*"], backend="setprofile")
        module.outer()
        with pytest.warns(RuntimeWarning, match="2 targets were not recorded.*generator"):
            profile = swiftprof.stop()
        assert names(profile) == {"outer"}
        assert set(profile.missing_targets) == {
            "made_for_the_test:counting", "made_for_the_test:waiting",
        }  # fmt: skip


@each_backend
def test_a_function_decorated_with_profile_can_be_a_target(
    backend: str, made: Callable[[str], types.ModuleType]
) -> None:
    module = made("""\
import swiftprof
@swiftprof.profile(on_profile=print)
def work(): return 1
""")
    swiftprof.start(targets=["made_for_the_test:work"], backend=backend)
    assert module.work() == 1
    profile = swiftprof.stop()
    assert names(profile) == {"work"}
    assert profile[module.work].ncall == 1
    assert module.work.profile is None
