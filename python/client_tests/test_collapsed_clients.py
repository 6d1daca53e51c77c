"""flamegraph.pl and gprof2dot read our collapsed stacks."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

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
