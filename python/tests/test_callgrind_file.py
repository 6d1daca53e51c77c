"""The callgrind file: callgrind_annotate's totals and inclusive figures are exact."""

import re
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

import sample
import swiftprof

ROW = re.compile(r"^\s*([\d,]+|\.)\s*(?:\([^)]*\))?\s+([\d,]+|\.)\s*(?:\([^)]*\))?\s+(\S.*)$")


def annotate(path: Path, *options: str) -> dict[str, tuple[int, int]]:
    """callgrind_annotate's rows: (wall, CPU) by "file:function", and "PROGRAM TOTALS"."""
    command = shutil.which("callgrind_annotate")
    assert command, "callgrind_annotate is missing: apt-get install valgrind"
    answer = subprocess.run(
        [command, "--threshold=100", "--auto=no", *options, path], capture_output=True, text=True,
        cwd=path.parent,  # it shortens the paths of files below the folder that it runs in
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    rows: dict[str, tuple[int, int]] = {}
    for line in answer.stdout.splitlines():
        if found := ROW.match(line):
            wall, cpu, name = found.groups()
            name = re.sub(r" \[.*\]$", "", name).strip()
            assert name not in rows, f"two rows for {name}"
            rows[name] = (number(wall), number(cpu))
    return rows


def number(text: str) -> int:
    return 0 if text == "." else int(text.replace(",", ""))


def run_everything() -> None:
    sample.outer()
    sample.fib(8)
    sample.even(7)
    sample.odd(4)
    sample.use_generator(5)
    sample.use_builtins(6)
    sample.fail_and_recover(3)


@pytest.fixture(scope="module", params=["one thread", "three threads"])
def profile(request: pytest.FixtureRequest) -> swiftprof.Profile:
    swiftprof.start()
    if request.param == "three threads":
        threads = [
            threading.Thread(target=target, name=f"worker {number}")
            for number, target in enumerate((run_everything, lambda: sample.fib(5)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    run_everything()
    return swiftprof.stop()


def row_of(rows: dict[str, tuple[int, int]], function: swiftprof.Function) -> tuple[int, int]:
    """The row of a function; its name has the line behind it where two share it."""
    names = (function.display_name, f"{function.display_name}:{function.line}")
    found = [
        row for name, row in rows.items()
        if name.endswith(tuple(f":{own}" for own in names))
        and (not function.file or name.startswith(function.file))
    ]  # fmt: skip
    assert len(found) == 1, f"{function}: {found}"
    return found[0]


def test_totals_are_those_of_the_threads(profile: swiftprof.Profile, tmp_path: Path) -> None:
    profile.save(tmp_path / "x.callgrind")
    rows = annotate(tmp_path / "x.callgrind")
    assert rows["PROGRAM TOTALS"] == (
        sum(thread.wall_ns for thread in profile.threads),
        sum(thread.cpu_ns for thread in profile.threads),
    )


def test_self_figures_are_exact(profile: swiftprof.Profile, tmp_path: Path) -> None:
    profile.save(tmp_path / "x.callgrind")
    rows = annotate(tmp_path / "x.callgrind")
    for function in profile.functions:
        if function.wall_self_ns:
            assert row_of(rows, function) == (function.wall_self_ns, function.cpu_self_ns)


def test_inclusive_figures_are_exact_even_for_recursion(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    profile.save(tmp_path / "x.callgrind")
    rows = annotate(tmp_path / "x.callgrind", "--inclusive=yes")
    for function in profile.functions:
        assert row_of(rows, function) == (function.wall_total_ns, function.cpu_total_ns)


def test_separate_files_have_their_threads_totals(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    paths = profile.save(tmp_path / "x.callgrind", separate_threads=True)
    for path, thread in zip(paths, profile.threads, strict=True):
        assert annotate(Path(path))["PROGRAM TOTALS"] == (thread.wall_ns, thread.cpu_ns)


def test_names_are_written_out_once(profile: swiftprof.Profile, tmp_path: Path) -> None:
    profile.save(tmp_path / "x.callgrind")
    text = (tmp_path / "x.callgrind").read_text()
    for kinds in (("fl", "cfi", "cfl"), ("fn", "cfn")):
        seen: set[str] = set()
        for kind, identity, name in re.findall(r"^(c?f[lni])=\((\d+)\)( .*)?$", text, re.M):
            if kind in kinds:
                assert bool(name) == (identity not in seen), f"{kind}=({identity}){name}"
                seen.add(identity)
