"""Graphviz draws our graph, with every name as it is."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import swiftprof
from conftest import Run, Save


def test_graphviz_draws_it(profile: swiftprof.Profile, save: Save, run: Run) -> None:
    picture = ElementTree.fromstring(run("dot", "-Tsvg", save("dot")))
    nodes = [one for one in picture.iter() if one.get("class") == "node"]
    total = sum(thread.wall_ns for thread in profile.threads)
    shown = [one for one in profile.functions if one.wall_total_ns * 1000 >= 5 * total]
    assert len(nodes) == len(shown) > 0


def test_names_survive_the_quoting(
    profiles: dict[str, swiftprof.Profile], tmp_path: Path, run: Run
) -> None:
    profile = profiles["hostile"]
    (path,) = profile.save(tmp_path / "x.dot", clock="cpu")
    picture = ElementTree.fromstring(run("dot", "-Tsvg", path))
    texts = {words(one.text or "") for one in picture.iter() if one.tag.endswith("}text")}
    for function in profile.functions:
        if function.module == "hostile" and function.display_name.isprintable():
            assert words(function.display_name) in texts, function


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())
