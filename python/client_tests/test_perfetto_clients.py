"""Perfetto reads our traces, its own and Chrome's, and finds what was recorded, to the nanosecond."""

import json
from collections import Counter
from pathlib import Path

import pytest

import swiftprof
from conftest import Save
from perfetto_client import Rows, query

SLICES = """
    select slice.name, dur, thread_dur, depth, thread.name as thread, tid
    from slice join thread_track on slice.track_id = thread_track.id join thread using (utid)
"""
PROCESSES = "select name, pid from process where pid > 0"
PROBLEMS = "select name, value from stats where value > 0 and severity != 'info'"


@pytest.fixture(params=["perfetto", "chrome"])
def answers(request: pytest.FixtureRequest, save: Save) -> list[Rows]:
    trace: Path = save(request.param)
    return query(trace, SLICES, PROCESSES, PROBLEMS)


def test_every_context_is_a_slice_of_its_length_on_both_clocks(
    profile: swiftprof.Profile, answers: list[Rows]
) -> None:
    slices, _, problems = answers
    assert not problems
    expected: Counter[tuple[str, int, int]] = Counter()
    for node in nodes(profile.tree):
        expected[node.thread.name, node.wall_total_ns, node.cpu_total_ns] += 1
    # Perfetto gives no thread duration, rather than 0, for what took no CPU time.
    found = Counter((row["thread"], row["dur"], row["thread_dur"] or 0) for row in slices)
    assert found == expected


def test_names_are_exact_in_perfettos_own_format(profile: swiftprof.Profile, save: Save) -> None:
    (rows,) = query(save("perfetto"), SLICES)
    assert {row["name"] for row in rows} == slice_names(profile)


def test_names_are_exact_in_chromes_format_but_perfetto_leaves_escapes_as_they_are(
    profile: swiftprof.Profile, save: Save
) -> None:
    trace = save("chrome")
    events = json.loads(trace.read_bytes())["traceEvents"]
    assert {event["name"] for event in events if event["ph"] == "B"} == slice_names(profile)
    (rows,) = query(trace, SLICES)
    assert {row["name"] for row in rows} == {
        as_perfetto_shows(name) for name in slice_names(profile)
    }


def slice_names(profile: swiftprof.Profile) -> set[str]:
    """The functions' names; those that several share with their line, then `'`."""
    shared = Counter(function.display_name for function in profile.functions)
    names: set[str] = set()
    for function in profile.functions:
        name = function.display_name
        if shared[name] > 1:
            name += f":{function.line}"
            while name in names:
                name += "'"
        names.add(name)
    return names


def as_perfetto_shows(name: str) -> str:
    """It decodes no escape of JSON but that of quotes."""
    escaped = json.dumps(name, ensure_ascii=False)[1:-1]
    if escaped.endswith("\\\\"):
        escaped = escaped[:-2] + "\\u005c"
    return escaped.replace('\\"', '"')


def test_threads_of_one_name_are_several_and_the_trace_says_that_it_is_no_time_line(
    profile: swiftprof.Profile, answers: list[Rows]
) -> None:
    slices, processes, _ = answers
    assert len({row["tid"] for row in slices}) == len(
        {node.thread.index for node in nodes(profile.tree)}
    )
    (process,) = processes
    assert process["pid"] == profile.header.process_id
    assert "aggregated" in process["name"]


def nodes(tree: swiftprof.Tree) -> list[swiftprof.Node]:
    return [node for node in tree.walk() if node.function is not None]
