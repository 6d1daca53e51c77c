"""Programs nobody here wrote: what they do is unchanged, and every count is cProfile's."""

import json
import pstats
import shutil
import sys
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from counts import Counts, counts_of, differences
from running import run_python

TESTS = Path(__file__).parent
STDLIB = Path(sysconfig.get_path("stdlib"))


def argument_for(program: str, folder: Path) -> str:
    if program == "json_tool":
        data = [{"key": str(number), "values": [number, 1.5, None]} for number in range(300)]
        (folder / "data.json").write_text(json.dumps(data))
        return str(folder / "data.json")
    if program == "compile_all":
        shutil.copytree(STDLIB / "json", folder / "json_copy")
        return str(folder / "json_copy")
    return {"unit_tests": "test.test_textwrap", "highlight": str(STDLIB / "argparse.py")}[program]


def counted_by(profiler: str, program: str, argument: str, folder: Path) -> Counts:
    answer = run_python(
        TESTS / "count_runner.py", profiler, folder, program, argument,
        cwd=folder, environment={"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    total, primitive, edges = (
        Counter({as_tuple(key): calls for key, calls in part}) for part in json.loads(answer.stdout)
    )
    return Counts(total, primitive, edges)


def as_tuple(value: object) -> object:
    return tuple(map(as_tuple, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("program", ["json_tool", "compile_all", "unit_tests", "highlight"])
def test_every_count_is_cprofiles(program: str, tmp_path: Path) -> None:
    argument = argument_for(program, tmp_path)
    expected = counted_by("cprofile", program, argument, tmp_path)
    found = counted_by("swiftprof", program, argument, tmp_path)
    assert sum(expected.total.values()) > 1000
    assert differences(expected.total, found.total) == {}
    assert differences(expected.primitive, found.primitive) == {}
    assert differences(expected.edges, found.edges) == {}


COMMANDS = {
    "json.tool": ["-m", "json.tool", "--sort-keys", "data.json"],
    "compileall": ["-m", "compileall", "-f", "-q", "json_copy"],
    "unittest": ["-m", "unittest", "-q", "test.test_textwrap"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_commands_do_the_same_and_their_own_functions_count_the_same(
    command: list[str], tmp_path: Path
) -> None:
    argument_for("json_tool", tmp_path)
    argument_for("compile_all", tmp_path)
    seed = {"PYTHONHASHSEED": "0"}
    plain = run_python(*command, cwd=tmp_path, environment=seed)
    run_python("-m", "cProfile", "-o", "c.pstats", *command, cwd=tmp_path, environment=seed)
    ours = run_python(
        "-m", "swiftprof", "-qo", "s.pstats", *command, cwd=tmp_path, environment=seed
    )
    assert (ours.returncode, ours.stdout) == (plain.returncode, plain.stdout)
    expected, found = (own_counts(tmp_path / name, command[1]) for name in ("c.pstats", "s.pstats"))
    assert sum(expected.values()) > 0
    assert differences(expected, found) == {}


def own_counts(path: Path, module: str) -> Counter[object]:
    """Calls of the functions in the program's own files; its imports were made before by us."""
    folder = str(STDLIB / module.partition(".")[0])
    stats = pstats.Stats(str(path)).stats  # type: ignore[attr-defined]
    total = counts_of(stats).total
    return Counter({key: calls for key, calls in total.items() if key[0].startswith(folder)})


def test_pythons_own_tests_are_there() -> None:
    assert (STDLIB / "test" / "test_textwrap.py").exists(), f"{sys.executable} came without `test`"
