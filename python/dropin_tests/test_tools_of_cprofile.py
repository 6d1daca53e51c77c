"""Tools that others built on cProfile: unchanged, on swiftprof, with the numbers of cProfile."""

import html
import pstats
import re
from pathlib import Path

import pytest

from tools import HERE, calls_of_workload, on_cprofile, on_swiftprof, rows, said
from workload import CALLS

PROGRAMS = HERE / "tool_programs"


def file_of(path: Path) -> dict[str, str]:
    """The calls of each function in a file that pstats reads."""
    stats = pstats.Stats(str(path)).get_stats_profile().func_profiles
    return {
        name: row.ncalls for name, row in stats.items() if Path(row.file_name).name == "workload.py"
    }


def without_addresses(calls: dict[str, str]) -> dict[str, str]:
    """Without what cProfile names wrongly: a C method called by `super().execute()`.

    It looks the name up in the type of self, and shows the Python method there by its address
    (CPython, Modules/_lsprof.c, normalizeUserObj).
    """
    return {function: count for function, count in calls.items() if " at 0x" not in function}


@pytest.mark.parametrize("tool", ["werkzeug", "silk", "ipython"])
def test_a_tool_prints_the_calls_that_cprofile_gives_it(
    tool: str, backend: str, tmp_path: Path
) -> None:
    program = PROGRAMS / f"with_{tool}.py"
    original = on_cprofile(program, tmp_path)
    ours = on_swiftprof(backend, program, tmp_path)
    assert (said(original, "profiler"), said(ours, "profiler")) == (
        "profiler: cProfile",
        "profiler: swiftprof.cprofile",
    )
    assert said(ours, "answer") == said(original, "answer")
    named = without_addresses(rows(original))
    misnamed = len(rows(original)) - len(named)
    assert len(rows(ours)) == len(rows(original))
    assert len(rows(ours).items() - named.items()) == misnamed
    assert calls_of_workload(rows(ours)) == CALLS


@pytest.mark.parametrize(("tool", "file"), [("werkzeug", "request.prof"), ("ipython", "prun.prof")])
def test_a_file_that_a_tool_saves_is_one_of_pstats(
    tool: str, file: str, backend: str, tmp_path: Path
) -> None:
    on_swiftprof(backend, PROGRAMS / f"with_{tool}.py", tmp_path)
    assert file_of(tmp_path / file) == CALLS


def panel_rows(output: str) -> set[tuple[str, int, str]]:
    """Function of the workload, how deep it stands, and its count, of the rows that the panel shows."""
    row = re.compile(
        r'paddingLeft:(?P<indent>\d+)px.*?<span class="djdt-stack">(?P<call>.*?)</span>\n'
        r".*?(?P<count>\d+)</td>\s*</tr>",
        re.DOTALL,
    )
    found = set()
    for match in row.finditer(output):
        call = html.unescape(re.sub(r"<[^>]*>", "", match["call"]))
        if function := re.search(r"workload\.py in (\w+)", call):
            found.add((function[1], int(match["indent"]), match["count"]))
    return found


def test_the_panel_of_the_django_debug_toolbar_shows_the_same_tree(
    backend: str, tmp_path: Path
) -> None:
    program = PROGRAMS / "with_toolbar.py"
    original = on_cprofile(program, tmp_path)
    ours = on_swiftprof(backend, program, tmp_path)
    assert said(ours, "profiler") == "profiler: swiftprof.cprofile"
    assert said(ours, "answer") == said(original, "answer")
    assert panel_rows(ours) == panel_rows(original)
    assert {name for name, *_ in panel_rows(ours)} == set(CALLS)


def test_pytest_profiling_saves_a_profile_of_each_test(backend: str, tmp_path: Path) -> None:
    test = tmp_path / "test_workload.py"
    test.write_text("import workload\n\ndef test_it():\n    assert workload.answer() == '5 11'\n")
    command = ["-m", "pytest", "-p", "no:cacheprovider", "--profile", "--rootdir", str(tmp_path)]

    def calls(output: str, folder: str) -> dict[str, str]:
        assert "1 passed" in output
        return file_of(tmp_path / folder / "test_it.prof")

    folders = {name: f"--pstats-dir={tmp_path / name}" for name in ("original", "ours")}
    original = calls(on_cprofile(*command, folders["original"], test), "original")
    ours = calls(on_swiftprof(backend, *command, folders["ours"], test), "ours")
    assert ours == original == CALLS


def test_install_in_conftest_makes_pytest_profiling_use_swiftprof(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWIFTPROF_BACKEND", backend)
    (tmp_path / "conftest.py").write_text(
        "import swiftprof.cprofile\nswiftprof.cprofile.install()\n"
    )
    test = tmp_path / "test_workload.py"
    test.write_text(
        "import swiftprof, workload\n\n"
        "def test_it():\n    workload.answer()\n    assert swiftprof.is_running()\n"
    )
    folder = f"--pstats-dir={tmp_path / 'ours'}"
    output = on_cprofile("-m", "pytest", "-p", "no:cacheprovider", "--profile", folder, test)
    assert "1 passed" in output
    assert file_of(tmp_path / "ours" / "test_it.prof") == CALLS
