"""Profiles of other tools lack numbers: they are absent, never zero, and nothing breaks over that."""

import cProfile
import io
import pstats
import re
from pathlib import Path
from typing import Any

import pytest

import recordings
import swiftprof
from commands import RunCommand
from small_pprof import CPU_ONLY, pprof_file
from swiftprof._formats import format_names

MAIN, WORK, READ = "main.main", "main.work", "os.Read"
SAMPLES = (((MAIN, WORK), [30]), ((MAIN, WORK, READ), [12]), ((MAIN,), [5]), ((MAIN, WORK), [10]))
KINDS = {"cpu.pb": {"cpu", "contexts"}, "old.pstats": {"calls", "wall"}}
FUNCTION_NUMBERS = {
    "calls": ("ncall", "nprim"),
    "resumptions": ("resumptions",),
    "wall": ("wall_self_ns", "wall_total_ns", "wall_self", "wall_total"),
    "cpu": ("cpu_self_ns", "cpu_total_ns", "cpu_self", "cpu_total"),
    "wait": ("wait_self_ns", "wait_total_ns", "wait_self", "wait_total"),
    "calls wall": ("wall_average",),
    "calls cpu": ("cpu_average",),
    "suspended": ("suspended_ns", "suspended"),
    "suspended wall": ("span_ns", "span"),
    "calls suspended wall": ("span_average",),
}
NODE_NUMBERS = {
    "calls": ("calls",),
    "resumptions": ("resumptions",),
    "wall": ("wall_self_ns", "wall_total_ns", "wall_self", "wall_total"),
    "cpu": ("cpu_self_ns", "cpu_total_ns", "cpu_self", "cpu_total"),
    "suspended": ("suspended_ns", "suspended"),
    "suspended wall": ("span_ns", "span"),
}
THREAD_NUMBERS = {
    "wall": ("wall_ns", "wall_self_ns", "wall", "wall_self"),
    "cpu": ("cpu_ns", "cpu_self_ns", "cpu", "cpu_self"),
    "wait": ("wait_ns", "wait"),
}


@pytest.fixture(params=KINDS)
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    if path.suffix == ".pb":
        path.write_bytes(pprof_file(CPU_ONLY, SAMPLES))
    else:
        profiler = cProfile.Profile()
        profiler.runcall(recordings.recursion)
        profiler.dump_stats(path)
    return path


@pytest.fixture
def profile(file: Path) -> swiftprof.Profile:
    return swiftprof.Profile.load(file)


@pytest.fixture
def cpu_only(tmp_path: Path) -> swiftprof.Profile:
    (tmp_path / "only.pb").write_bytes(pprof_file(CPU_ONLY, SAMPLES))
    return swiftprof.Profile.load(tmp_path / "only.pb")


def test_measures_say_what_there_is(file: Path, profile: swiftprof.Profile) -> None:
    assert profile.measures == KINDS[file.name]


def test_what_there_is_are_the_numbers_of_the_file(cpu_only: swiftprof.Profile) -> None:
    figures = {one.name: (one.cpu_self_ns, one.cpu_total_ns) for one in cpu_only.functions}
    assert figures == {MAIN: (5, 57), WORK: (40, 52), READ: (12, 12)}
    edges = {(one.caller and one.caller.name, one.callee.name): one for one in cpu_only.edges}
    assert {pair: one.cpu_total_ns for pair, one in edges.items()} == {
        (None, MAIN): 57, (MAIN, WORK): 52, (WORK, READ): 12,
    }  # fmt: skip
    assert [thread.cpu_ns for thread in cpu_only.threads] == [57]
    root = cpu_only.tree.roots[0]
    assert [(node.depth, node.cpu_self_ns) for node in root.walk()] == [
        (0, 0),
        (1, 5),
        (2, 40),
        (3, 12),
    ]


def expect_numbers(
    value: Any, numbers: dict[str, tuple[str, ...]], measures: frozenset[str]
) -> None:
    known = {*measures} | ({"wait"} if {"wall", "cpu"} <= measures else set())
    for needed, names in numbers.items():
        for name in names:
            if known >= set(needed.split()):
                assert getattr(value, name) >= 0
            else:
                expect_absent(value, name)


def expect_absent(value: Any, name: str) -> None:
    assert not hasattr(value, name)
    assert getattr(value, name, "default") == "default"
    with pytest.raises(
        swiftprof.NotMeasured, match=r"this profile has no .*Profile\.measures"
    ) as raised:
        getattr(value, name)
    assert isinstance(raised.value, AttributeError)


def test_functions_and_edges_have_what_was_measured_alone(profile: swiftprof.Profile) -> None:
    for value in (*profile.functions, *profile.edges):
        expect_numbers(value, FUNCTION_NUMBERS, profile.measures)


def test_threads_have_what_was_measured_alone(profile: swiftprof.Profile) -> None:
    assert profile.threads
    for thread in profile.threads:
        expect_numbers(thread, THREAD_NUMBERS, profile.measures)


def test_contexts_have_what_was_measured_alone(cpu_only: swiftprof.Profile) -> None:
    for node in cpu_only.tree.walk():
        expect_numbers(node, NODE_NUMBERS, cpu_only.measures)


def test_a_profile_of_functions_alone_has_no_tree(tmp_path: Path) -> None:
    recordings.profile_of(recordings.recursion).save(tmp_path / "x.pstats")
    flat = swiftprof.Profile.load(tmp_path / "x.pstats")
    expect_absent(flat, "tree")
    with pytest.raises(swiftprof.NotMeasured, match="calling contexts"):
        flat.print_tree(io.StringIO())


def test_a_name_that_is_no_number_is_missing_as_always(profile: swiftprof.Profile) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'ncals'") as raised:
        _ = profile.functions[0].ncals  # type: ignore[attr-defined]
    assert not isinstance(raised.value, swiftprof.NotMeasured)


def test_every_value_can_be_shown(profile: swiftprof.Profile) -> None:
    values: list[object] = [profile, *profile.functions, *profile.edges, *profile.threads]
    if "contexts" in profile.measures:
        values += [profile.tree, *profile.tree.walk()]
    for value in values:
        assert re.fullmatch(r"<\w+:? .*>", repr(value))
        assert ("wall" in repr(value)) <= ("wall" in profile.measures)
        assert ("CPU" in repr(value)) <= ("cpu" in profile.measures)
        assert ("ncall" in repr(value)) <= ("calls" in profile.measures)


def test_the_table_has_columns_of_what_was_measured_alone(profile: swiftprof.Profile) -> None:
    for sort in ("tsub", "ncall", "cpu", "ttot", "name"):
        stream = io.StringIO()
        profile.print_table(sort, file=stream, threads_table=True)
        titles = next(line for line in stream.getvalue().splitlines() if line.endswith("name"))
        assert ("ncall" in titles) == ("calls" in profile.measures)
        assert ("ttot" in titles) == ("wall" in profile.measures)
        assert ("cpu" in titles) == ("cpu" in profile.measures)
        assert "wait" not in titles


def test_the_file_that_is_saved_of_it_lacks_the_same(
    profile: swiftprof.Profile, tmp_path: Path
) -> None:
    profile.save(tmp_path / "again.pb.gz")
    again = swiftprof.Profile.load(tmp_path / "again.pb.gz")
    assert again.measures == profile.measures
    assert recordings.values(again) == recordings.values(profile)


def test_the_time_there_is_counts_where_none_is_asked_for(
    cpu_only: swiftprof.Profile, tmp_path: Path
) -> None:
    stream = io.StringIO()
    cpu_only.print_tree(stream, min_percent=0)
    assert re.search(r"^0\.057 +100\.0% .*main\.main", stream.getvalue(), re.MULTILINE)
    cpu_only.save(tmp_path / "x.collapsed")
    assert sorted(line.split()[-1] for line in (tmp_path / "x.collapsed").read_text().splitlines()) == [
        "12", "40", "5",
    ]  # fmt: skip
    cpu_only.save(tmp_path / "x.pstats")
    stats = pstats.Stats(str(tmp_path / "x.pstats")).stats  # type: ignore[attr-defined]
    assert {key[2]: round(row[3] * 1e9) for key, row in stats.items()} == {
        MAIN: 57,
        WORK: 52,
        READ: 12,
    }
    small = {one.name for one in cpu_only.filter(min_percent=50).functions}
    assert small == {MAIN, WORK, "(smaller)"}


def test_the_table_is_sorted_by_what_there_is(cpu_only: swiftprof.Profile) -> None:
    stream = io.StringIO()
    cpu_only.print_table(file=stream)
    assert "by cpuself" in stream.getvalue()
    rows = [line.split()[2] for line in stream.getvalue().splitlines() if "main.go" in line]
    assert rows == [WORK, READ, MAIN]


@pytest.mark.parametrize("clock", ["wall", "wait"])
def test_percent_of_a_time_that_was_not_measured_is_refused(
    cpu_only: swiftprof.Profile, clock: str
) -> None:
    with pytest.raises(swiftprof.InvalidFilter, match=f"no {clock} times"):
        cpu_only.filter(min_percent=1, clock=clock)


# ---- the command line


def expect_written_or_refused(answer: Any, output: Path) -> None:
    """Either a file and no word of trouble, or no file and one line."""
    assert "Traceback" not in answer.stderr
    if answer.returncode == 0:
        assert output.stat().st_size > 0
        return
    assert answer.returncode in (1, 2)
    assert answer.stderr.startswith("swiftprof")
    assert answer.stderr.count("\n") == 1
    assert not output.exists()


@pytest.mark.parametrize("format", format_names())
def test_convert_writes_each_format_or_refuses_in_one_line(
    command: RunCommand, file: Path, tmp_path: Path, format: str
) -> None:
    answer = command("convert", file, "-f", format, "-o", "out")
    expect_written_or_refused(answer, tmp_path / "out")
    assert (answer.returncode != 0) == lacks_contexts(file, format)


def lacks_contexts(file: Path, format: str) -> bool:
    needs = {"collapsed", "speedscope", "chrome", "perfetto", "firefox", "tree"}
    return format in needs and "contexts" not in KINDS[file.name]


@pytest.mark.parametrize("format", ["collapsed", "firefox", "dot", "pstats", "tree"])
@pytest.mark.parametrize("clock", ["wall", "cpu", "wait"])
def test_a_clock_is_converted_if_it_was_measured_and_else_refused(
    command: RunCommand, file: Path, tmp_path: Path, format: str, clock: str
) -> None:
    answer = command("convert", "--clock", clock, file, "-f", format, "-o", "out")
    expect_written_or_refused(answer, tmp_path / "out")
    is_known = clock in KINDS[file.name]
    assert (answer.returncode == 0) == (is_known and not lacks_contexts(file, format))


REPORTS = (
    [], ["--tree"], ["--callers", "*"], ["--callees", "*"], ["--clock", "cpu"], ["--clock", "wall"],
    ["--clock", "wait"], ["-s", "ncall"], ["--threads-table"], ["--min-percent", "1"], ["--depth", "2"],
    ["--fold", "library"], ["--focus", "*"], ["--ignore", "zzz"], ["--include", "*"],
    ["--exclude", "zzz"], ["--thread", "*"], ["--tree", "--raw"], ["--raw"],
)  # fmt: skip


@pytest.mark.parametrize("options", REPORTS, ids=" ".join)
def test_report_prints_or_refuses_in_one_line(
    command: RunCommand, file: Path, options: list[str]
) -> None:
    answer = command("report", *options, file)
    assert "Traceback" not in answer.stderr
    if answer.returncode == 0:
        assert answer.stderr == ""
        assert answer.stdout.count("\n") > 2
    else:
        assert answer.stdout == ""
        assert answer.stderr.startswith("swiftprof")
        assert answer.stderr.count("\n") == 1
    if not options:
        assert answer.returncode == 0


@pytest.mark.parametrize("format", ["table", "json", "markdown", "html"])
def test_diff_and_view_of_such_files_work(
    command: RunCommand, file: Path, tmp_path: Path, format: str
) -> None:
    answer = command("diff", file, file, "-f", format, "-o", "out")
    expect_written_or_refused(answer, tmp_path / "out")
    assert answer.returncode == 0, answer.stderr
    assert command("view", "--no-browser", "-o", "x.html", file).returncode == 0


def test_merging_with_a_recording_keeps_what_both_have(
    file: Path, command: RunCommand, before: Path, tmp_path: Path
) -> None:
    answer = command("merge", file, before, "-o", "sum.pb.gz")
    assert answer.returncode == 0, answer.stderr
    assert swiftprof.Profile.load(tmp_path / "sum.pb.gz").measures == KINDS[file.name]
