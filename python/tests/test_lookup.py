"""profile[...], `in` and get: functions by name and by object."""

import functools

import pytest

import sample
import swiftprof


@pytest.fixture(scope="module")
def profile() -> swiftprof.Profile:
    swiftprof.start()
    sample.use_shapes()
    sample.use_builtins(3)
    sample.outer()
    sample.double(2)
    len("four")
    "a,b".split(",")  # noqa: SIM905 - to be recorded
    dict.fromkeys("ab")
    return swiftprof.stop()


@pytest.mark.parametrize("name", ["sample.Shape.area", "Shape.area", "sample.Circle.area"])
def test_by_full_or_qualified_name(profile: swiftprof.Profile, name: str) -> None:
    assert profile[name].qualified_name == ".".join(name.split(".")[-2:])


def test_by_last_name_where_only_one_goes_by_it(profile: swiftprof.Profile) -> None:
    assert profile["square"].qualified_name == "Shape.square"


def test_a_name_of_several_functions_is_refused_with_the_list(profile: swiftprof.Profile) -> None:
    with pytest.raises(swiftprof.UnknownFunction, match=r"sample\.Circle\.area.*") as caught:
        profile["area"]
    assert "sample.Shape.area" in str(caught.value)
    assert "sample.py:" in str(caught.value)
    assert "area" not in profile
    assert profile.get("area") is None


def test_by_place(profile: swiftprof.Profile) -> None:
    line = sample.leaf.__code__.co_firstlineno
    assert profile[f"sample.py:{line}"] is profile[sample.leaf]
    assert profile[f"{sample.__file__}:{line}"] is profile[sample.leaf]
    assert profile[f"sample.leaf:{line}"] is profile[sample.leaf]


def test_an_unknown_name_suggests_near_ones(profile: swiftprof.Profile) -> None:
    with pytest.raises(swiftprof.UnknownFunction, match=r"did you mean .*sample\.outer"):
        profile["sample.outr"]


def test_the_message_is_a_sentence_though_it_is_a_key_error(profile: swiftprof.Profile) -> None:
    with pytest.raises(KeyError) as caught:
        profile["nothing like it"]
    assert str(caught.value).startswith("no function 'nothing like it' was called")


@pytest.mark.parametrize(
    ("key", "qualified_name"),
    [
        (sample.leaf, "leaf"),
        (sample.leaf.__code__, "leaf"),
        (sample.Shape.area, "Shape.area"),
        (sample.Shape(3).area, "Shape.area"),
        (sample.Shape.scale, "Shape.scale"),
        (sample.Shape.square, "Shape.square"),
        (sample.Shape.__dict__["square"], "Shape.square"),
        (sample.Shape.__dict__["scale"], "Shape.scale"),
        (sample.Shape.corners, "Shape.corners"),
        (sample.Shape.__init__, "Shape.__init__"),
        (sample.double, "<lambda>"),
        (functools.partial(sample.leaf), "leaf"),
        (functools.lru_cache(sample.leaf), "leaf"),
    ],
)
def test_by_python_function(profile: swiftprof.Profile, key: object, qualified_name: str) -> None:
    assert profile[key].qualified_name == qualified_name  # type: ignore[index]
    assert key in profile  # type: ignore[operator]


def test_a_wrapper_stands_for_what_it_wraps(profile: swiftprof.Profile) -> None:
    @functools.wraps(sample.leaf)
    def wrapper() -> int:
        return 0

    assert profile[wrapper] is profile[sample.leaf]


@pytest.mark.parametrize(
    ("key", "display_name"),
    [
        (len, "builtins.len"),
        (abs, "builtins.abs"),
        (list.append, "list.append"),
        ([].append, "list.append"),
        (list.sort, "list.sort"),
        (str.split, "str.split"),
        (dict.fromkeys, "dict.fromkeys"),
    ],
)
def test_by_function_written_in_c(
    profile: swiftprof.Profile, key: object, display_name: str
) -> None:
    assert profile[key].display_name == display_name  # type: ignore[index]
    assert profile[display_name] is profile[key]  # type: ignore[index]


def test_what_was_not_called_is_not_in_the_profile(profile: swiftprof.Profile) -> None:
    for key in (sample.even, min, dict.update, "sample.even"):
        assert key not in profile
        assert profile.get(key) is None
        with pytest.raises(swiftprof.UnknownFunction, match=r"was (not )?called"):
            profile[key]


def test_a_class_is_no_function(profile: swiftprof.Profile) -> None:
    with pytest.raises(swiftprof.UnknownFunction, match="Shape is a class"):
        profile[sample.Shape]


def test_a_function_of_another_profile_finds_its_like(profile: swiftprof.Profile) -> None:
    swiftprof.start()
    sample.leaf()
    other = swiftprof.stop()
    assert profile[other[sample.leaf]] is profile[sample.leaf]


def test_two_functions_of_one_name_in_different_files_stay_two(tmp_path: "object") -> None:
    functions = []
    for file in ("one.py", "two.py"):
        namespace: dict[str, object] = {"__name__": "twins"}
        exec(compile("def twin(): pass", file, "exec"), namespace)
        functions.append(namespace["twin"])
    swiftprof.start()
    functions[0]()  # type: ignore[operator]
    functions[1]()  # type: ignore[operator]
    functions[1]()  # type: ignore[operator]
    profile = swiftprof.stop()
    assert [profile[function].ncall for function in functions] == [1, 2]  # type: ignore[index]
    assert profile["two.py:1"].ncall == 2


def test_the_same_code_executed_again_is_the_same_function() -> None:
    swiftprof.start()
    for _ in range(50):
        namespace: dict[str, object] = {"__name__": "made"}
        exec(compile("def made(): pass\nmade()", "made.py", "exec"), namespace)
    profile = swiftprof.stop()
    assert profile["made.made"].ncall == 50
