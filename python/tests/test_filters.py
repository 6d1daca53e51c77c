"""include and exclude: what is recorded, and whose time is whose."""

from pathlib import Path

import pytest

import sample
import swiftprof
from backends import USABLE
from running import RunCli, WriteScript

each_backend = pytest.mark.parametrize("backend", USABLE)


def recorded(profile: swiftprof.Profile) -> set[str]:
    """Names of what was recorded of `sample`."""
    return {one.qualified_name for one in profile.functions if one.module == "sample"}


@each_backend
@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("sample", {"use_shapes", "Shape.square", "Shape.__init__", "Shape.area", "Shape.scale",
                    "Shape.corners", "Circle.area"}),
        ("sample.Shape", {"Shape.square", "Shape.__init__", "Shape.area", "Shape.scale",
                          "Shape.corners"}),
        ("sample.Shape.area", {"Shape.area"}),
        ("*.area", {"Shape.area", "Circle.area"}),
        ("sample.*.__init__", {"Shape.__init__"}),
        ("Circle.area", {"Circle.area"}),
        ("Shape.s?*e", {"Shape.square", "Shape.scale"}),
        ("sampl", set()),
        ("sample.Sha", set()),
        ("area", set()),
    ],
)  # fmt: skip
def test_only_what_an_include_fits_is_recorded(backend: str, pattern: str, names: set[str]) -> None:
    with swiftprof.profile(include=[pattern], backend=backend) as p:
        sample.use_shapes()
    assert recorded(p.profile) == names
    assert {one.module for one in p.functions if one.kind == "python"} <= {"sample"}


@each_backend
def test_excludes_take_away_from_what_is_included(backend: str) -> None:
    with swiftprof.profile(include="sample", exclude="sample.Shape", backend=backend) as p:
        sample.use_shapes()
    assert recorded(p.profile) == {"use_shapes", "Circle.area"}


@each_backend
def test_what_an_excluded_function_calls_appears_under_its_nearest_recorded_caller(
    backend: str,
) -> None:
    with swiftprof.profile(exclude=["sample.middle"], backend=backend) as p:
        assert sample.outer() == 6
    assert sample.middle not in p
    callers = {edge.caller.name for edge in p.callers(sample.leaf) if edge.caller}
    assert "outer" in callers
    assert "middle" not in callers
    assert p[sample.leaf].ncall == 6


@each_backend
def test_c_functions_that_an_excluded_function_calls_are_left_out(backend: str) -> None:
    def summing() -> int:
        return sum([1, 2])

    with swiftprof.profile(exclude=["sample.use_builtins"], backend=backend) as p:
        sample.use_builtins(3)
        summing()
    assert p["builtins.sum"].ncall == 1
    assert "list.append" not in p
    assert abs not in p


@each_backend
def test_the_time_of_an_excluded_function_is_its_callers_own(backend: str) -> None:
    with swiftprof.profile(
        include=["sample.outer"], builtins=False, threads=False, backend=backend
    ) as p:
        sample.outer()
    outer = p[sample.outer]
    assert outer.wall_self_ns == outer.wall_total_ns > 0


@each_backend
def test_recursion_through_an_excluded_function_counts_right(backend: str) -> None:
    with swiftprof.profile(exclude=["sample.odd"], backend=backend) as p:
        assert sample.even(10)
    even = p[sample.even]
    assert (even.ncall, even.nprim) == (6, 1)


@each_backend
def test_generators_can_be_excluded(backend: str) -> None:
    with swiftprof.profile(exclude=["sample.count_up"], backend=backend) as p:
        assert sample.use_generator(4) == 6
    assert sample.count_up not in p
    assert p[sample.use_generator].ncall == 1


@each_backend
def test_an_exception_passes_through_excluded_functions(backend: str) -> None:
    with swiftprof.profile(exclude=["sample.fail"], backend=backend) as p:
        sample.fail_and_recover(4)
    assert sample.fail not in p
    assert p[sample.leaf].ncall == 1
    assert p[sample.fail_and_recover].open == 0


@each_backend
@pytest.mark.parametrize("kind", ["file", "folder", "wildcard", "relative", "anywhere"])
def test_a_pattern_with_a_slash_is_a_file_or_a_folder(
    backend: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(sample.__file__).resolve()
    monkeypatch.chdir(file.parent)
    pattern = {
        "file": str(file),
        "folder": str(file.parent),
        "wildcard": str(file.parent / "sam*.py"),
        "relative": "./sample.py",
        "anywhere": "*/tests/sam*.py",
    }[kind]
    with swiftprof.profile(include=[pattern], backend=backend) as p:
        sample.leaf()
        Path("x").with_suffix(".y")
    assert sample.leaf in p
    assert {one.file for one in p.functions if one.kind == "python"} <= (
        {str(path) for path in file.parent.iterdir()} if kind == "folder" else {sample.__file__}
    )


@each_backend
def test_home_is_written_as_a_tilde(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(Path(sample.__file__).parent))
    with swiftprof.profile(exclude=["~/sample.py"], backend=backend) as p:
        sample.leaf()
    assert sample.leaf not in p


@pytest.mark.parametrize("option", ["include", "exclude"])
def test_an_empty_pattern_is_refused_with_what_patterns_are(option: str) -> None:
    with pytest.raises(ValueError, match=rf"{option} is empty.*app\.db"):
        swiftprof.start(**{option: [""]})
    with pytest.raises(TypeError, match=rf"{option} takes strings"):
        swiftprof.start(**{option: [3]})
    assert not swiftprof.is_running()


def test_the_command_line_includes_and_excludes(cli: RunCli, script: WriteScript) -> None:
    path = script("""\
        import json
        def work(): return json.dumps(helper())
        def helper(): return [1]
        work()
        """)
    answer = cli("-n0", "--include", "__main__", "--exclude", "__main__.helper", path)
    assert "__main__.work" in answer.stderr
    assert "__main__.helper" not in answer.stderr
    assert "json" not in answer.stderr.split("ncall")[-1]
    folder = cli("-n0", "--exclude", f"{path.parent}/", path)
    assert "__main__" not in folder.stderr.split("ncall")[-1]


def test_an_empty_pattern_on_the_command_line_is_one_line_and_status_2(
    cli: RunCli, script: WriteScript
) -> None:
    answer = cli("--include", "", script("print('ran')"))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert "include is empty" in answer.stderr
