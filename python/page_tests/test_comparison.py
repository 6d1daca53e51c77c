"""The report of a comparison shows both profiles as one tree."""

from collections import Counter
from pathlib import Path

import pytest

import programs
import swiftprof
from report import OpenReport, Report


@pytest.fixture(scope="module")
def sides() -> tuple[swiftprof.Profile, swiftprof.Profile]:
    return (
        programs.recorded_version(10, programs.only_before),
        programs.recorded_version(25, programs.only_after),
    )


@pytest.fixture
def comparison(
    open_report: OpenReport, sides: tuple[swiftprof.Profile, swiftprof.Profile], pages: Path
) -> Report:
    (path,) = swiftprof.diff(*sides).save(pages / "comparison.html")
    return open_report(Path(path))


def paths(profile: swiftprof.Profile) -> Counter[tuple[str, ...]]:
    """Calls by path of names, over all threads."""
    calls: Counter[tuple[str, ...]] = Counter()
    for node in profile.tree.walk():
        if node.function:
            calls[tuple(function.display_name for function in node.path)] += node.calls
    return calls


def test_the_tree_is_the_union_of_both(
    comparison: Report, sides: tuple[swiftprof.Profile, swiftprof.Profile]
) -> None:
    rows = comparison.model(
        """Array.from({length: model.tree.count - 1}, (_, i) => [
            model.tree.path(i + 1).slice(1).map((one) => model.nameOf(model.tree.fn[one])),
            model.tree.sides[0].calls[i + 1], model.tree.sides[1].calls[i + 1]])"""
    )
    for side in (0, 1):
        found: Counter[tuple[str, ...]] = Counter()
        for path, *calls in rows:
            found[tuple(path)] += calls[side]
        assert +found == +paths(sides[side])
    for side, profile in enumerate(sides):
        recorded_ns = sum(thread.wall_ns for thread in profile.threads)
        assert comparison.model(f"model.tree.total('wall', {side})[0]") == recorded_ns


def test_numbers_of_both_sides_and_their_change(
    comparison: Report, sides: tuple[swiftprof.Profile, swiftprof.Profile]
) -> None:
    comparison.press("4")
    comparison.search("programs.nothing")
    row = comparison.row("programs.nothing")
    assert [cell.get_attribute("title") for cell in row.locator("td").all()] == ["10", "25", "+15"]
    row.click()
    before, after = (profile["programs.nothing"] for profile in sides)
    titles = [
        cell.get_attribute("title")
        for cell in comparison.page.locator("#sandwich .times tr", has_text="Wall total").locator("td").all()
    ]  # fmt: skip
    change = after.wall_total_ns - before.wall_total_ns
    sign = "+" if change > 0 else "\u2212" if change else ""
    assert titles == [
        f"{before.wall_total_ns:,} ns",
        f"{after.wall_total_ns:,} ns",
        f"{sign}{abs(change):,} ns",
    ]


def test_more_is_warm_and_less_is_cool(comparison: Report) -> None:
    comparison.press("4")
    comparison.choose("Widths", "both")
    cells = comparison.model(
        """argument.map((name) => {
            const node = Array.from(model.tree.fn).findIndex((fn) => model.nameOf(fn) === name);
            return flame.options.marks(flame.scene).cellOf(node).fill.match(/\\d+/g).map(Number); })""",
        ["programs.only_after", "programs.only_before"],
    )
    (red_of_new, _, blue_of_new), (red_of_gone, _, blue_of_gone) = cells
    assert red_of_new > blue_of_new and red_of_gone < blue_of_gone


@pytest.mark.parametrize(("width", "hidden"), [("before", "only_after"), ("after", "only_before")])
def test_widths_are_of_one_side_or_both(comparison: Report, width: str, hidden: str) -> None:
    comparison.press("4")
    comparison.choose("Widths", width)
    node = comparison.node(f"programs.{hidden}")
    assert comparison.model("flame.scene.weight[argument]", node) == 0
    comparison.choose("Widths", "both")
    assert comparison.model("flame.scene.weight[argument]", node) > 0


def test_the_header_says_what_is_compared(
    comparison: Report, sides: tuple[swiftprof.Profile, swiftprof.Profile]
) -> None:
    calls = [sum(function.ncall for function in profile.functions) for profile in sides]
    assert comparison.text("[data-figure='Calls']") == f"{calls[0]:,} → {calls[1]:,}"
    names = [{function.display_name for function in profile.functions} for profile in sides]
    assert comparison.text("[data-figure='New functions']") == str(len(names[1] - names[0]))
    assert comparison.text("[data-figure='Gone']") == str(len(names[0] - names[1]))
