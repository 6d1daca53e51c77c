"""What swiftprof itself took, on the page."""

from pathlib import Path

import pytest

import programs
import swiftprof
from report import OpenReport, Report


@pytest.fixture(scope="module")
def sample() -> swiftprof.Profile:
    return programs.recorded_sample()


@pytest.fixture
def page(open_report: OpenReport, sample: swiftprof.Profile, pages: Path) -> Report:
    report = open_report(Path(sample.save(pages / "overhead.html")[0]))
    report.page.set_viewport_size({"width": 1800, "height": 900})
    # WHY: rows are made when they are seen; those that have some come first.
    report.page.get_by_role("columnheader", name="Overhead").get_by_role("button").click()
    return report


def overhead(report: Report) -> dict[str, int]:
    names = report.model("model.functions.map((fn) => fn.name)")
    report.settle()
    found: dict[str, int] = {}
    for fn, cells in report.shown():
        if cells["Overhead"]:
            found[names[fn]] = found.get(names[fn], 0) + cells["Overhead"]
    return found


def test_the_table_shows_it_for_all_threads(page: Report, sample: swiftprof.Profile) -> None:
    wanted: dict[str, int] = {}
    for fn in sample:
        if fn.wall_self_overhead_ns:
            wanted[fn.display_name] = wanted.get(fn.display_name, 0) + fn.wall_self_overhead_ns
    shown = overhead(page)
    assert shown
    assert {name: wanted.get(name) for name in shown} == shown


def test_the_table_shows_it_for_each_thread(page: Report, sample: swiftprof.Profile) -> None:
    for thread in sample.threads:
        part = sample.filter(threads=str(thread.os_id))
        wanted = {fn.display_name: fn.wall_self_overhead_ns for fn in part}
        page.page.select_option("#thread", str(thread.index))
        for name, ns in overhead(page).items():
            assert wanted[name] == ns


def test_a_raw_page_has_no_column_and_says_so(
    open_report: OpenReport, sample: swiftprof.Profile, pages: Path
) -> None:
    report = open_report(Path(sample.save(pages / "raw.html", raw=True)[0]))
    assert report.page.get_by_role("columnheader", name="Overhead").count() == 0
    assert "All times are raw" in (report.page.locator("#notes").text_content() or "")
