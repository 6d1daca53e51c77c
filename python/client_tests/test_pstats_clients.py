"""pstats, snakeviz, tuna, flameprof and gprof2dot read our pstats files."""

import json
import pstats
import sys
import xml.etree.ElementTree as ElementTree
from io import StringIO
from pathlib import Path

import pytest
import snakeviz.stats
import tuna.main

import swiftprof
from conftest import Run, Save


def self_ns(profile: swiftprof.Profile) -> int:
    return sum(function.wall_self_ns for function in profile.functions)


def test_pstats_adds_up_to_the_profile(profile: swiftprof.Profile, save: Save) -> None:
    output = StringIO()
    stats = pstats.Stats(str(save("pstats", thread_roots="merge")), stream=output)
    assert stats.total_tt == pytest.approx(self_ns(profile) / 1e9, abs=1e-9)
    assert stats.total_calls == sum(each.ncall + each.resumptions for each in profile.functions)
    stats.sort_stats("cumulative").print_stats()
    stats.print_callers()
    stats.print_callees()
    assert "Ordered by: cumulative time" in output.getvalue()


def test_snakeviz_draws_all_threads_from_one_root(profile: swiftprof.Profile, save: Save) -> None:
    stats = pstats.Stats(str(save("pstats", thread_roots="roots")))
    assert len(snakeviz.stats.table_rows(stats)) == len(stats.stats)
    entries = json.loads(json.dumps(snakeviz.stats.json_stats(stats)))
    roots = [name for name, entry in entries.items() if not entry["callers"]]
    assert roots == ["~:0(<all threads>)"]
    children = entries[roots[0]]["children"]
    assert len(children) == len(profile.threads)
    recorded = sum(thread.wall_ns for thread in profile.threads)
    assert entries[roots[0]]["stats"][3] == pytest.approx(recorded / 1e9, abs=1e-9)


def test_tuna_draws_all_threads_from_one_root(profile: swiftprof.Profile, save: Save) -> None:
    tree = tuna.main.read(str(save("pstats", thread_roots="roots")))
    json.dumps(tree)
    assert tree["text"] == ["~::0::<all threads>"]
    threads = [child for child in tree["children"] if "::<thread " in child["text"][0]]
    assert len(threads) == len(profile.threads)


def test_flameprof_draws_it(
    profile: swiftprof.Profile, save: Save, run: Run, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "flameprof", save("pstats", thread_roots="roots"), "-o", "x.svg")
    text = (tmp_path / "x.svg").read_text("utf-8", "surrogateescape")
    for control in set(map(chr, range(32))) - set("\t\n\r"):
        text = text.replace(control, "")  # flameprof leaves control characters of names in its XML
    assert "all threads" in "".join(ElementTree.fromstring(text).itertext())


@pytest.mark.parametrize("format", ["pstats", "callgrind"])
def test_dot_draws_what_gprof2dot_makes_of_it(format: str, save: Save, run: Run) -> None:
    graph = run(sys.executable, "-m", "gprof2dot", "-f", format, "-n0", "-e0", save(format))
    assert "pytest" in graph, "what was open when the recording began"
    assert "<svg" in run("dot", "-Tsvg", stdin=graph)
