"""The page as a whole: address, themes, paper, accessibility."""

import re
from pathlib import Path

import pytest

import swiftprof
from report import OpenReport, Report


def test_the_address_keeps_the_view(open_report: OpenReport, sample_page: Path) -> None:
    report = open_report(sample_page)
    report.press("2", "o", "f")
    report.page.select_option("#thread", "0")
    report.click_node(report.node("programs.sample"))
    report.search("fib")
    address = report.page.evaluate("() => location.hash")
    other = open_report(sample_page, address)
    for name in ("clock", "order", "flip", "scope", "zoom", "fn", "q"):
        assert other.model(f"model.get('{name}')") == report.model(f"model.get('{name}')")
    assert other.zoomed == "programs.sample"
    assert other.page.input_value("#search") == "fib"
    assert other.text("#sandwich h2") == "programs.sample"


def luminance(color: str) -> float:
    channels = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(
    open_report: OpenReport, sample_page: Path, scheme: str
) -> None:
    """WCAG 2, AA: 4.5."""
    report = open_report(sample_page, color_scheme=scheme)
    report.click_node(report.node("programs.sample"))
    cells = report.model(
        "[...model.palette.cells, model.palette.root].map(({fill, text}) => [fill, text])"
    )
    assert min(contrast(fill, text) for fill, text in cells) >= 4.5
    grounds = report.page.evaluate(
        """() => ["h1", "#facts li", "#figures dt", "#table-count", "#functions th button", ".place",
        ".module", "#sandwich .kind", "#sandwich .quiet", "#matches", ".segmented button",
        "#legend button:not(:disabled)"].map((selector) => {
          const element = document.querySelector(selector);
          let under = element;
          const isClear = (one) => getComputedStyle(one).backgroundColor.endsWith(", 0)");
          while (under.parentElement && isClear(under)) under = under.parentElement;
          return [selector, getComputedStyle(element).color, getComputedStyle(under).backgroundColor];
        })"""
    )
    for selector, text, ground in grounds:
        assert contrast(text, ground) >= 4.5, (selector, text, ground)


def test_dark_follows_the_system_until_someone_chooses(
    open_report: OpenReport, sample_page: Path
) -> None:
    report = open_report(sample_page, color_scheme="dark")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = report.page.evaluate(ground)
    assert luminance(dark) < 0.05
    report.press("d")
    assert luminance(report.page.evaluate(ground)) > 0.9
    fill = report.model("model.palette.root.fill")
    assert luminance(fill) > 0.7
    report.page.click("#theme-button")
    assert report.page.evaluate(ground) == dark


def test_on_paper_there_are_header_and_functions(
    report: Report, profile: swiftprof.Profile
) -> None:
    report.page.wait_for_selector("#printout tbody tr", state="attached")
    report.page.emulate_media(media="print")
    assert report.page.locator("#figures").is_visible()
    assert not report.page.locator("#workspace").is_visible()
    rows = report.page.locator("#printout tbody tr")
    assert rows.count() == min(40, len(profile.functions))
    slowest = max(profile.functions, key=lambda function: function.wall_self_ns)
    assert rows.first.locator("th").text_content() == slowest.display_name
    assert len(report.page.pdf()) > 10_000


def test_keys_are_listed(report: Report) -> None:
    report.press("?")
    assert report.page.locator("dialog#help").is_visible()
    assert report.page.locator("#keys dt").count() == report.page.locator("#keys dd").count() > 10
    report.press("Escape")
    assert not report.page.locator("dialog#help").is_visible()


def test_roles_and_labels(report: Report) -> None:
    page = report.page
    report.click_node(report.node("programs.sample"))
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("toolbar", name="What is shown").count() == 1
    assert page.get_by_role("table", name="Functions", exact=True).count() == 1
    assert page.get_by_role("columnheader").count() > 5
    assert page.get_by_role("searchbox").count() == 1
    assert page.get_by_role("separator", name="Height of the flame graph").count() == 1
    assert page.get_by_role("complementary", name="Selected function").count() == 1
    assert page.get_by_role("status").count() >= 1
    assert page.locator("html").get_attribute("lang") == "en"
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, [tabindex='0']")].filter((one) =>
            !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length))
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []


PARTS = ("flame", "table", "sandwich", "splitter", "search", "switches", "legend")


def test_tab_reaches_every_part(report: Report) -> None:
    reached = []
    parts = ", ".join(f"#{part}" for part in PARTS)
    report.click_node(report.node("programs.sample"))
    report.page.focus("#theme-button")
    for _ in range(60):
        report.press("Tab")
        reached.append(
            report.page.evaluate("(parts) => document.activeElement.closest(parts)?.id", parts)
        )
    assert set(PARTS) <= set(reached)


def test_the_splitter_moves_by_key_and_pointer(report: Report) -> None:
    height = "() => document.getElementById('flame').clientHeight"
    before = report.page.evaluate(height)
    report.page.focus("#splitter")
    report.press("ArrowUp", "ArrowUp")
    assert report.page.evaluate(height) < before
    box = report.page.locator("#splitter").bounding_box()
    assert box
    report.page.mouse.move(700, box["y"] + 3)
    report.page.mouse.down()
    report.page.mouse.move(700, box["y"] + 153, steps=4)
    report.page.mouse.up()
    assert report.page.evaluate(height) > before
    report.settle()
    assert report.model("flame.painter.height") == report.page.evaluate(height)


@pytest.mark.parametrize("width", [800, 1000, 2400])
def test_nothing_is_wider_than_the_window(
    open_report: OpenReport, sample_page: Path, width: int
) -> None:
    report = open_report(sample_page, viewport={"width": width, "height": 800})
    report.click_node(report.node("programs.sample"))
    assert report.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert report.model("flame.painter.width") > width * 0.9
