"""speedscope and the Firefox Profiler cannot be had offline: their files are held against published rules.

`scripts/test` prints that the viewers themselves were not tested.
"""

import json
from collections import Counter

import firefox_rules
import speedscope_rules
import swiftprof
from conftest import Save


def test_speedscope_finds_the_time_of_every_stack(profile: swiftprof.Profile, save: Save) -> None:
    file = json.loads(save("speedscope").read_bytes())
    weights = speedscope_rules.check(file)
    assert [one["name"] for one in file["shared"]["frames"]] == [
        function.display_name for function in profile.functions
    ]
    by_clock = {"wall": "wall_self_ns", "cpu": "cpu_self_ns"}
    expected = [
        +Counter({stack(node): getattr(node, column) for node in root.walk()})
        for root in profile.tree.roots
        for column in by_clock.values()
    ]
    assert list(weights.values()) == expected
    clocks = [name.rpartition(" - ")[2] for name in weights]
    assert clocks == ["wall", "cpu"] * len(profile.threads)


def stack(node: swiftprof.Node) -> tuple[int, ...]:
    frames: list[int] = []
    while node.function is not None:
        frames.insert(0, node.function.index)
        assert node.parent is not None
        node = node.parent
    return tuple(frames)


def test_firefox_finds_the_time_of_every_thread(profile: swiftprof.Profile, save: Save) -> None:
    file = json.loads(save("firefox").read_bytes())
    firefox_rules.check(file)
    for thread, written in zip(profile.threads, file["threads"], strict=True):
        weights = written["samples"]["weight"]
        assert sum(round(weight * 1e6) for weight in weights) == thread.wall_ns
        assert written["name"] == thread.name


def test_firefox_names_every_function_exactly(profile: swiftprof.Profile, save: Save) -> None:
    file = json.loads(save("firefox").read_bytes())
    strings = file["shared"]["stringArray"]
    named = {strings[name] for thread in file["threads"] for name in thread["funcTable"]["name"]}
    assert named == {function.display_name for function in profile.functions}
