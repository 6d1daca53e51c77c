"""Search: what matches, what it adds up to, going through it."""

import swiftprof
from report import Report


def matched_sum(report: Report) -> int:
    return int(report.model(
        """(() => { const {tree, weight} = model.mainScene(); let sum = 0, until = 0;
        const fits = (node) => tree.fn[node] >= 0 && model.nameOf(tree.fn[node]).includes("fib");
        for (let node = 0; node < tree.count; node++)
          if (fits(node) && node >= until) { sum += weight[node]; until = tree.end[node]; }
        return sum; })()"""
    ))  # fmt: skip


def test_the_sum_of_matches_counts_recursion_once(
    report: Report, profile: swiftprof.Profile
) -> None:
    report.search("programs.fib")
    assert matched_sum(report) == profile["programs.fib"].wall_total_ns
    text = report.text("#matches")
    assert text.startswith("1 function · ")
    share = 100 * profile["programs.fib"].wall_total_ns / sum(t.wall_ns for t in profile.threads)
    assert text.endswith(" · <0.1%" if share < 0.05 else f" · {share:.1f}%")


def test_the_result_is_announced(report: Report) -> None:
    report.search("programs.fib")
    assert report.text("#live") == report.text("#matches") != ""


def test_the_table_shows_only_what_matches(report: Report, profile: swiftprof.Profile) -> None:
    report.search("programs. O")
    expected = {
        function.display_name
        for function in profile.functions
        if all(
            word in f"{function.display_name} {function.place}".lower()
            for word in ("programs.", "o")
        )
    }
    assert "programs.odd" in expected
    assert set(report.shown_names()) == expected
    assert report.text("#table-count").endswith(f" of {len(profile.functions):,}")


def test_text_in_slashes_is_a_regular_expression(report: Report) -> None:
    report.search("/^programs\\.(even|odd)$/")
    assert report.text("#matches").startswith("2 functions · ")
    report.search("/(/")
    assert report.text("#matches") == "not a regular expression"
    assert report.page.get_attribute("#search", "aria-invalid") == "true"


def test_nothing_found_is_said(report: Report) -> None:
    report.search("no such function")
    assert report.text("#matches").startswith("0 functions · 0 contexts · 0 · 0")
    assert report.page.locator("#table .nothing").is_visible()


def test_other_cells_become_faint(report: Report) -> None:
    node = report.node("programs.sample")
    _, y = report.place(node)
    pixel = """(() => {
        const [x, y] = argument, box = flame.canvas.getBoundingClientRect();
        const copy = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
        const context = copy.getContext("2d", {willReadFrequently: true});
        context.drawImage(flame.canvas, box.left - x, box.top - y);
        return Array.from(context.getImageData(0, 0, 1, 1).data);
    })()"""
    box = report.model("flame.boxOf(argument)", node)
    place = [box["x"] + box["width"] - 3, y]
    full = report.model(pixel, place)
    report.search("programs.fib")
    report.settle()
    assert report.model(pixel, place)[3] < full[3] == 255
    report.search("programs.sample")
    report.settle()
    assert report.model(pixel, place) == full


def test_enter_goes_through_the_matches_the_heaviest_first(report: Report) -> None:
    report.press("/")
    report.page.keyboard.type("programs.wait")
    report.press("Enter")
    assert report.zoomed == "programs.wait"
    first = report.model("model.tree.total('wall')[flame.zoomNode]")
    report.press("Enter")
    assert report.model("model.tree.total('wall')[flame.zoomNode]") <= first


def test_escape_clears_the_search(report: Report) -> None:
    report.search("fib")
    report.page.focus("#search")
    report.press("Escape")
    assert report.page.input_value("#search") == ""
    assert report.text("#matches") == ""


def test_the_legend_keeps_one_kind_of_code(report: Report, profile: swiftprof.Profile) -> None:
    report.page.click("#legend [data-origin='builtin']")
    kinds = {profile.functions[fn].kind for fn, _ in report.shown()}
    assert kinds and "python" not in kinds
    report.page.click("#legend [data-origin='builtin']")
    assert report.text("#table-count") == f"{report.model('model.functions.length')} functions"
