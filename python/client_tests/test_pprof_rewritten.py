"""pprof files that other programs wrote again, and the published rules, by Google's protobuf."""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import swiftprof
from conftest import Run, Save
from pprof_schema import profile_message


def by_name(profile: swiftprof.Profile, attribute: str) -> Counter[str]:
    """Values of functions added up by name, as pprof does."""
    values: Counter[str] = Counter()
    for function in profile.functions:
        values[function.display_name] += getattr(function, attribute)
    return values


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
