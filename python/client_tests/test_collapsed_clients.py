"""flamegraph.pl and gprof2dot read our collapsed stacks."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import swiftprof
from conftest import Run, Save

# Where Debian's libdevel-nytprof-perl has Brendan Gregg's script.
FLAMEGRAPH = Path("/usr/share/perl5/Devel/NYTProf/flamegraph.pl")


def test_flamegraph_draws_all_that_was_recorded(
    profile: swiftprof.Profile, save: Save, run: Run
) -> None:
    picture = run("perl", FLAMEGRAPH, "--minwidth=0", "--countname=ns", save("collapsed"))
    ElementTree.fromstring(picture)
    (total, *_) = re.findall(r"all \(([\d,]+) ns, 100%\)", picture)
    assert int(total.replace(",", "")) == sum(thread.wall_ns for thread in profile.threads)
    for thread in profile.threads:
        assert str(thread.os_id) in picture


def test_the_cpu_clock_can_be_asked_for(profile: swiftprof.Profile, save: Save, run: Run) -> None:
    picture = run(
        "perl", FLAMEGRAPH, "--minwidth=0", "--countname=ns", save("collapsed", clock="cpu")
    )
    (total, *_) = re.findall(r"all \(([\d,]+) ns, 100%\)", picture)
    assert int(total.replace(",", "")) == sum(thread.cpu_ns for thread in profile.threads)


def test_gprof2dot_reads_it(save: Save, run: Run) -> None:
    graph = run(
        sys.executable, "-m", "gprof2dot", "-f", "collapse", "-n0", "-e0", save("collapsed")
    )
    assert "pytest" in graph, "what was open when the recording began"


def test_a_file_that_would_be_too_large_is_an_error_and_the_old_file_stays(tmp_path: Path) -> None:
    def call(depth: int) -> None:
        if depth:
            call(depth - 1)

    call.__code__ = call.__code__.replace(co_name="n" * 6000, co_qualname="n" * 6000)
    old_limit = sys.getrecursionlimit()
    sys.setrecursionlimit(3000)
    try:
        swiftprof.start()
        call(2000)  # 2000 lines of up to 12 MB
        profile = swiftprof.stop()
    finally:
        sys.setrecursionlimit(old_limit)
    path = tmp_path / "x.collapsed"
    path.write_text("old")
    with pytest.raises(swiftprof.OutputError, match=r"GB.*another format"):
        profile.save(path)
    assert path.read_text() == "old"
