"""What coroutines were suspended, on the page."""

from pathlib import Path

import pytest

import programs
import swiftprof
from report import OpenReport, Report


@pytest.fixture(scope="module")
def coroutines() -> swiftprof.Profile:
    return programs.recorded_coroutines()


@pytest.fixture
def page(open_report: OpenReport, coroutines: swiftprof.Profile, pages: Path) -> Report:
    report = open_report(Path(coroutines.save(pages / "coroutines.html")[0]))
    report.page.set_viewport_size({"width": 1800, "height": 900})
    # WHY: rows are made when they are seen; those that were suspended come first.
    report.page.get_by_role("columnheader", name="Suspended").get_by_role("button").click()
    return report


def suspended(report: Report) -> dict[str, int]:
    names = report.model("model.functions.map((fn) => fn.name)")
    report.settle()
    return {names[fn]: cells["Suspended"] for fn, cells in report.shown() if cells["Suspended"]}


def of(profile: swiftprof.Profile) -> dict[str, int]:
    return {fn.display_name: fn.suspended_ns for fn in profile.functions if fn.suspended_ns}


def test_the_table_shows_it_for_all_threads_and_for_each(
    page: Report, coroutines: swiftprof.Profile
) -> None:
    assert {"programs.handle", "programs.query", "programs.serve"} <= set(of(coroutines))
    assert suspended(page) == of(coroutines)
    for thread in coroutines.threads:
        page.page.select_option("#thread", str(thread.index))
        one = of(coroutines.filter(threads=thread.name))
        assert one and suspended(page) == one


def test_the_selected_function_and_the_pointer_tell_it(
    page: Report, coroutines: swiftprof.Profile
) -> None:
    page.row("programs.handle").click()
    shown = page.page.locator("#sandwich [data-count='Suspended']").get_attribute("title") or ""
    assert shown == f"{of(coroutines)['programs.handle']:,} ns"
    page.page.mouse.move(*page.place(page.node("programs.handle")))
    page.settle()
    assert "suspended" in page.text("#tooltip")


def test_without_coroutines_there_is_no_such_column(report: Report) -> None:
    assert not any("Suspended" in title for title in report.texts("#table thead th"))
