"""go tool pprof and Google's protobuf read our pprof files, and we read theirs."""

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import swiftprof
from conftest import Run, Save
from pprof_schema import profile_message

CLOCKS = {"wall": ("wall_self_ns", "wall_total_ns"), "cpu": ("cpu_self_ns", "cpu_total_ns")}
COUNTS = {"calls": "ncall", "resumptions": "resumptions"}


def top(run: Run, file: Path, sample_index: str, *options: str) -> dict[str, tuple[int, int]]:
    """What `go tool pprof -top` says: flat and cumulative value of each name it can print on a line."""
    text = run(
        "go", "tool", "pprof", "-top", "-unit=ns", "-nodefraction=0", "-edgefraction=0",
        "-nodecount=1000000", f"-sample_index={sample_index}", *options, file,
    )  # fmt: skip
    rows = re.findall(
        r"^ *(-?\d+)(?:ns)? +[\d.]+% +[\d.]+% +(-?\d+)(?:ns)? +[\d.]+%  (.*)$", text, re.MULTILINE
    )
    return {name: (int(flat), int(cumulative)) for flat, cumulative, name in rows}


def printable(names: Iterable[str]) -> set[str]:
    """Names of one line, as go prints them: those with control characters are left out here."""
    return {name for name in names if name.strip() == name != "" and name.isprintable()}


def by_name(profile: swiftprof.Profile, attribute: str) -> Counter[str]:
    """Values of functions added up by name, as pprof does."""
    values: Counter[str] = Counter()
    for function in profile.functions:
        values[function.display_name] += getattr(function, attribute)
    return values


def unique_names(profile: swiftprof.Profile) -> set[str]:
    """Names that one function alone has: inclusive times of several cannot be added up."""
    names = Counter(function.display_name for function in profile.functions)
    return {name for name, count in names.items() if count == 1}


@pytest.mark.parametrize("clock", CLOCKS)
def test_go_shows_the_times_of_every_function(
    clock: str, profile: swiftprof.Profile, save: Save, run: Run
) -> None:
    rows = top(run, save("pprof", ".pb.gz"), clock)
    own, total = (by_name(profile, attribute) for attribute in CLOCKS[clock])
    names = printable(own)
    assert len(names) > 15 or len(names) == len(own)
    for name in names:
        flat, cumulative = rows.get(name, (0, 0))
        assert flat == own[name], name
        if name in unique_names(profile):
            assert cumulative == total[name], name


@pytest.mark.parametrize("count", COUNTS)
def test_go_shows_the_counts_of_every_function(
    count: str, profile: swiftprof.Profile, save: Save, run: Run
) -> None:
    rows = top(run, save("pprof", ".pb.gz"), count)
    for name in printable(counts := by_name(profile, COUNTS[count])):
        assert rows.get(name, (0, 0))[0] == counts[name], name


def test_go_tells_threads_apart(profile: swiftprof.Profile, save: Save, run: Run) -> None:
    file = save("pprof", ".pb.gz")
    for thread in profile.threads:
        same = [each for each in profile.threads if each.name == thread.name]
        inside = sum(each.wall_ns - each.wall_self_ns for each in same)
        name = re.escape(thread.name).replace(",", ".")
        rows = top(run, file, "wall", f"-tagfocus=thread=^{name}$")
        hidden = set(by_name(profile, "ncall")) - printable(by_name(profile, "ncall"))
        shown = sum(flat for flat, _ in rows.values())
        assert shown == inside or (hidden and shown < inside), thread.name


def test_what_go_writes_again_is_read_as_the_file_of_another_tool(
    profile: swiftprof.Profile, save: Save, run: Run, tmp_path: Path
) -> None:
    run("go", "tool", "pprof", "-proto", "-output=go.pb.gz", save("pprof", ".pb.gz"))
    back = swiftprof.Profile.load(tmp_path / "go.pb.gz")
    assert back.measures == profile.measures
    for attribute in ("ncall", "resumptions", "wall_self_ns", "cpu_self_ns"):
        assert +by_name(back, attribute) == +by_name(profile, attribute), attribute
    assert contexts(back) == contexts(profile)


def test_what_a_reader_that_does_not_know_our_fields_hands_on_is_whole(
    profile: swiftprof.Profile, save: Save, tmp_path: Path
) -> None:
    original = save("pprof", ".pb.gz")
    message = profile_message()
    message.ParseFromString(gzip.decompress(original.read_bytes()))
    (tmp_path / "handed-on.pb").write_bytes(message.SerializeToString())
    back = swiftprof.Profile.load(tmp_path / "handed-on.pb")
    back.save(tmp_path / "again.pb.gz", "pprof")
    assert (tmp_path / "again.pb.gz").read_bytes() == original.read_bytes()


def test_the_file_keeps_the_published_rules(profile: swiftprof.Profile, save: Save) -> None:
    message = profile_message()
    message.ParseFromString(gzip.decompress(save("pprof", ".pb.gz").read_bytes()))
    texts = message.string_table
    assert texts[0] == "" and len(set(texts)) == len(texts)
    types = [(texts[each.type], texts[each.unit]) for each in message.sample_type]
    assert types == [
        ("calls", "count"), ("resumptions", "count"), ("cpu", "nanoseconds"), ("wall", "nanoseconds")
    ]  # fmt: skip
    assert message.default_sample_type == 0
    locations = {each.id: each for each in message.location}
    functions = {each.id: each for each in message.function}
    assert 0 not in locations and 0 not in functions
    assert all(line.function_id in functions for each in locations.values() for line in each.line)
    assert all(each.system_name == 0 for each in functions.values())
    assert len(message.sample) == len(profile.tree)
    assert sum(each.value[3] for each in message.sample) == sum(
        function.wall_self_ns for function in profile.functions
    )
    for sample in message.sample:
        assert len(sample.value) == 4 and sample.location_id
        assert all(each in locations for each in sample.location_id)
        keys = [texts[label.key] for label in sample.label]
        assert "thread id" in keys


def contexts(profile: swiftprof.Profile) -> Counter[tuple[Any, ...]]:
    """Values of every path of names, by thread."""
    found: Counter[tuple[Any, ...]] = Counter()
    for root in profile.tree.roots:
        nodes = [(child, (root.thread.name, root.thread.os_id)) for child in root.children]
        while nodes:
            node, above = nodes.pop()
            path: tuple[Any, ...] = (*above, node.function.display_name)
            found[(*path, "calls")] += node.calls
            found[(*path, "wall")] += node.wall_self_ns
            nodes += [(child, path) for child in node.children]
    return +found
