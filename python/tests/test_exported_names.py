"""The façade: what `import swiftprof` offers and what it does not do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import swiftprof

NAMES = {
    "AlreadyRunning", "CallEdge", "Change", "ClockInfo", "Context", "Diff", "EdgeDiff", "ForeignProfiler",
    "Function", "FunctionDiff", "InputError", "InvalidCondition", "InvalidFilter", "InvalidTarget",
    "Node", "NotMeasured", "NotRunning", "OutputError", "Profile", "Range", "SwiftprofError",
    "Target", "Thread", "Tree", "UnknownBackend", "UnknownContext", "UnknownFormat", "UnknownFunction",
    "UnknownSortKey", "__version__", "clear", "clock_info", "diff", "disable", "enable",
    "is_running", "merge", "profile", "set_context", "snapshot", "span", "start", "stop", "target",
}  # fmt: skip


def test_all_is_the_api() -> None:
    assert set(swiftprof.__all__) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_exported_name_exists_and_is_listed_by_dir(name: str) -> None:
    assert getattr(swiftprof, name) is not None
    assert name in dir(swiftprof)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        swiftprof.nonsense  # noqa: B018


def test_public_classes_say_what_they_are() -> None:
    for name in NAMES:
        value = getattr(swiftprof, name)
        if callable(value):
            assert value.__doc__, name


def modules_after(statement: str) -> set[str]:
    code = f"import sys, json; before = set(sys.modules); {statement}; " + (
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return set(json.loads(answer.stdout))


def test_import_loads_nothing_but_itself_and_the_extension() -> None:
    new = modules_after("import swiftprof")
    assert {name.partition(".")[0] for name in new} == {"swiftprof"}
    own = {"swiftprof", "swiftprof._session", "swiftprof._bridge"}
    assert new <= own | {"swiftprof._calibration_programs"}


def test_import_starts_nothing() -> None:
    code = (
        "import sys, swiftprof, threading; "
        "assert not swiftprof.is_running(); "
        "assert sys.getprofile() is None and threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True)


def test_everything_in_use_needs_nothing_beyond_the_standard_library(tmp_path: Path) -> None:
    new = modules_after(
        "import swiftprof; swiftprof.start(); p = swiftprof.stop(); "
        f"p.save({str(tmp_path / 'x.pstats')!r}); p.tree; 'x' in p; "
        "import swiftprof._cli._commands, swiftprof._decorator, swiftprof._profiling, "
        "swiftprof._cli._main_targets; swiftprof.target('json:loads').found"
    )
    outside = {name.partition(".")[0] for name in new} - set(sys.stdlib_module_names)
    assert outside == {"swiftprof"}


def test_the_package_is_typed_for_its_users() -> None:
    assert (Path(swiftprof.__file__).parent / "py.typed").exists()
