"""Profiles that could break a page."""

import cProfile
from pathlib import Path

import programs
import swiftprof
from report import OpenReport, Report

LEVELS = 100_000


def test_100_000_levels_of_recursion(open_report: OpenReport, pages: Path) -> None:
    profile = programs.recorded_depth(LEVELS)
    report = open_report(Path(profile.save(pages / "deep.html")[0]))
    report.page.select_option("#thread", report.model("String(model.threads.at(-1).index)"))
    assert report.model("model.tree.rows") > LEVELS
    report.page.evaluate(
        "() => { const f = document.getElementById('flame'); f.scrollTop = f.scrollHeight; }"
    )
    report.settle()
    deepest = report.model("model.tree.depth.indexOf(model.tree.rows - 1)")
    report.click_node(deepest)
    assert report.model("flame.zoomNode") == deepest
    assert "more" in report.text("#path .hint")
    function = next(one for one in profile.functions if one.name == "down")
    name = function.display_name
    report.search(name)
    report.row(name).click()
    assert report.text("[data-count='Outermost']") == "1"
    assert report.text("[data-count='Calls']") == f"{LEVELS + 1:,}"
    total = report.page.locator("#sandwich [data-clock='wall'] td >> nth=1").get_attribute("title")
    assert total == f"{function.wall_total_ns:,} ns"
    report.press("Escape", "s", "f", "o", "4")
    report.settle()


def test_an_empty_profile_says_so(open_report: OpenReport, pages: Path) -> None:
    report = open_report(Path(programs.recorded_nothing().save(pages / "empty.html")[0]))
    assert report.texts("#notes li") == ["Nothing was recorded."]
    assert "NaN" not in report.text("body")
    report.press("s", "f", "0", "Backspace", "t", "4", "o", "Escape", "?")
    report.search("x")


def test_a_profile_of_one_call(open_report: OpenReport, pages: Path) -> None:
    profile = programs.recorded_single()
    report = open_report(Path(profile.save(pages / "single.html")[0]))
    report.press("4")  # the call is the whole of the calls, if not of the time
    report.click_node(1)
    assert report.text("#sandwich h2") == "programs.nothing"
    assert report.texts("#sandwich .callers tbody th") == ["(top of a thread)"]
    report.press("s", "f", "o", "1", "2", "3")


def test_hostile_names_are_text(
    report: Report, profile: swiftprof.Profile, sample_page: Path
) -> None:
    for name in programs.HOSTILE_NAMES:
        index = next(one.index for one in profile.functions if one.name == name)
        report.page.evaluate("(fn) => window.swiftprof.model.store.set({fn})", index)
        shown = report.text("#sandwich h2")
        assert shown.startswith("hostile.")
        for scalar in ("\n", "\t", "\u202e", "\u2028"):
            assert scalar not in shown
        if name.isprintable():
            assert shown == f"hostile.{name}"
        assert f"/tmp/{name}.py:1"[:6] in report.text("#sandwich .source")
    assert report.page.locator("script").count() == 1
    assert report.page.locator("body img").count() == 0


def test_no_name_stands_in_the_file(sample_page: Path, profile: swiftprof.Profile) -> None:
    content = sample_page.read_text(encoding="utf-8")
    for name in (*programs.HOSTILE_NAMES, "recorded_sample", profile.command):
        assert name not in content
    assert content.count("<script") == 2 and content.count("</script>") == 2


def test_damaged_data_are_told(
    open_report: OpenReport, sample_page: Path, browser: object, tmp_path: Path
) -> None:
    content = sample_page.read_text(encoding="utf-8")
    start = content.index('id="data">') + len('id="data">')
    broken = tmp_path / "broken.html"
    broken.write_text(content[: start + 400] + content[start + 4000 :], encoding="utf-8")
    page = browser.new_page(offline=True)  # type: ignore[attr-defined]
    page.goto(broken.as_uri())
    page.wait_for_selector("#failure:not([hidden])")
    assert "could not be opened" in page.locator("#failure").text_content()
    page.close()


def test_an_address_of_another_report_does_no_harm(
    open_report: OpenReport, sample_page: Path
) -> None:
    address = (
        "#clock=nonsense&scope=99&fn=123456&zoom=99999999&sort=__proto__&order=x&view=around"
        "&__proto__=1&origin=constructor"
    )
    report = open_report(sample_page, address)
    assert report.model("model.get('clock')") == "wall"
    assert report.model("model.get('scope')") == "all"
    assert report.page.locator("#table tbody tr[data-fn]").count() > 5


def test_a_profile_without_contexts_has_functions_and_callers(
    open_report: OpenReport, tmp_path: Path
) -> None:
    recorder = cProfile.Profile()
    recorder.runcall(programs.fib, 6)
    recorder.dump_stats(tmp_path / "old.pstats")
    profile = swiftprof.Profile.load(tmp_path / "old.pstats")
    report = open_report(Path(profile.save(tmp_path / "flat.html")[0]))
    assert report.texts("#notes li") == ["This profile has no call tree: functions only."]
    assert not report.page.locator("#flame").is_visible()
    assert report.texts("[aria-label='Clock'] button") == ["Wall", "Calls"]
    function = next(one for one in profile.functions if one.name == "fib")
    report.row(function.display_name).click()
    edge = profile.callees(function)[0]
    row = report.page.locator("#sandwich .callees tbody tr td")
    assert row.nth(0).text_content() == f"{edge.ncall}/{edge.nprim}"
    assert row.nth(2).get_attribute("title") == f"{edge.wall_total_ns:,} ns"
    report.press("s", "f", "o", "t", "0", "Backspace", "4", "Escape")
    report.search("fib")
