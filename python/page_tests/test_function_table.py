"""The table of functions: sorting, rows on demand, keys."""

from pathlib import Path

import pytest

import programs
import swiftprof
from report import OpenReport, Report


def column(report: Report, title: str) -> list[int]:
    return [cells[title] for _, cells in report.shown()]


def click_head(report: Report, title: str) -> None:
    report.page.get_by_role("columnheader", name=title, exact=False).get_by_role("button").click()


@pytest.mark.parametrize("title", ["Calls", "Wall self", "Wall total", "CPU total", "Wait total"])
def test_a_click_on_a_head_sorts_and_another_turns_it_round(report: Report, title: str) -> None:
    report.page.set_viewport_size({"width": 1800, "height": 900})
    if title != "Wall self":
        click_head(report, title)
    values = column(report, title)
    assert values == sorted(values, reverse=True)
    head = report.page.locator("#table th[aria-sort]")
    assert head.count() == 1 and head.get_attribute("aria-sort") == "descending"
    click_head(report, title)
    values = column(report, title)
    assert values == sorted(values)
    assert head.get_attribute("aria-sort") == "ascending"


def test_names_sort_from_a_to_z(report: Report) -> None:
    click_head(report, "Function")
    names = report.shown_names()
    order = "[...argument].sort(new Intl.Collator('en', {numeric: true}).compare)"
    assert len(names) > 5 and names == report.model(order, names)


def test_the_clock_chooses_what_is_sorted_by(report: Report) -> None:
    report.page.set_viewport_size({"width": 1800, "height": 900})
    report.press("2")
    values = column(report, "CPU self")
    assert values == sorted(values, reverse=True)
    assert report.text("#table th[aria-sort] button") == "CPU self"


def test_arrow_keys_move_over_rows_and_enter_selects(report: Report) -> None:
    report.page.focus("#table tbody tr[tabindex='0']")
    report.press("ArrowDown", "ArrowDown", "Enter")
    focused = report.page.evaluate("() => document.activeElement.getAttribute('aria-rowindex')")
    assert focused == "4"
    assert report.page.locator("#table tr[aria-current]").get_attribute("aria-rowindex") == "4"
    assert report.page.locator("#sandwich").is_visible()
    report.press("End")
    last = report.page.evaluate("() => document.activeElement.getAttribute('aria-rowindex')")
    assert int(last) == report.model("model.functions.length") + 1


@pytest.fixture(scope="module")
def many(pages: Path) -> Path:
    profile = programs.recorded_functions(100_000)
    return Path(profile.save(pages / "many.html")[0])


def test_100_000_functions_need_few_rows(open_report: OpenReport, many: Path) -> None:
    report = open_report(many)
    assert report.page.locator("#table table").get_attribute("aria-rowcount") == str(
        report.model("model.functions.length") + 1
    )
    assert report.model("model.functions.length") >= 100_000
    for part in (0, 0.37, 0.99, 1):
        report.page.evaluate(
            "(part) => { const t = document.getElementById('table'); t.scrollTop = part * t.scrollHeight; }",
            part,
        )
        report.settle()
        rows = report.page.locator("#table tbody tr[data-fn]")
        assert 5 < rows.count() < 80
        visible = report.page.evaluate(
            """() => { const box = document.getElementById('table').getBoundingClientRect();
            const middle = document.elementFromPoint(box.left + 100, box.top + box.height / 2);
            return middle.closest('tr')?.dataset.fn !== undefined; }"""
        )
        assert visible
    assert report.page.locator("#table tbody tr[data-fn]").last.get_attribute("aria-rowindex") == (
        str(report.model("model.functions.length") + 1)
    )


def test_one_of_100_000_is_found_and_shown(open_report: OpenReport, many: Path) -> None:
    report = open_report(many)
    report.search("many.f77777")
    assert report.text("#table-count").startswith("1 function of ")
    report.row("many.f77777").click()
    report.search("")
    assert report.text("#sandwich h2") == "many.f77777"
    assert report.text("[data-count='Calls']") == "1"


def test_siblings_too_narrow_to_draw_are_counted(open_report: OpenReport, many: Path) -> None:
    report = open_report(many)
    report.click_node(report.node("programs.recorded_functions"))
    report.settle()
    assert sum(group["count"] for group in report.model("flame.painter.small")) > 50_000


def test_a_profile_of_many_functions_is_looked_up_by_name(
    profile: swiftprof.Profile, report: Report
) -> None:
    report.search("programs.work")
    cells = report.cells("programs.work")
    assert cells["Calls"] == profile["programs.work"].ncall == 1
