"""The flame graph: zoom, clock, order, direction, threads, keys."""

from pathlib import Path

import pytest

import swiftprof
from report import OpenReport, Report


def test_a_click_zooms_in_and_selects_the_function(report: Report) -> None:
    report.click_node(report.node("programs.sample"))
    assert report.zoomed == "programs.sample"
    assert report.text("#sandwich h2") == "programs.sample"
    box = report.model("flame.boxOf(flame.zoomNode)")
    assert box["width"] == pytest.approx(report.model("flame.painter.width"))


def test_the_path_leads_back_up(report: Report) -> None:
    report.click_node(report.node("programs.sample"))
    report.page.click("#path button >> nth=0")
    assert report.zoomed == "All threads"
    assert not report.page.locator("#path").is_visible()


def test_backspace_goes_to_the_caller_and_zero_to_the_root(report: Report) -> None:
    report.click_node(report.node("programs.sample"))
    parent = report.model("model.tree.parent[flame.zoomNode]")
    report.press("Backspace")
    assert report.model("flame.zoomNode") == parent
    report.press("0")
    assert report.zoomed == "All threads"


def test_the_browsers_back_undoes_a_zoom(report: Report) -> None:
    report.click_node(report.node("programs.sample"))
    report.page.go_back()
    assert report.zoomed == "All threads"
    report.page.go_forward()
    assert report.zoomed == "programs.sample"


def test_zooming_is_animated_unless_less_motion_is_wanted(
    open_report: OpenReport, sample_page: Path
) -> None:
    report = open_report(sample_page)
    report.page.emulate_media(reduced_motion="no-preference")
    report.click_node(report.node("programs.sample"))
    assert report.model("flame.isMoving")
    report.page.wait_for_function("() => !window.swiftprof.flame.isMoving")
    box = report.model("flame.boxOf(flame.zoomNode)")
    assert box["width"] == pytest.approx(report.model("flame.painter.width"))


@pytest.mark.parametrize("clock", ["wall", "cpu", "wait", "calls"])
def test_widths_are_of_the_chosen_clock(report: Report, clock: str) -> None:
    report.choose("Clock", clock)
    total = report.model("Array.from(model.tree.total(argument))", clock)
    width = report.model("flame.painter.width")
    for node in (1, report.node("programs.sample")):
        box = report.model("flame.boxOf(argument)", node)
        assert box["width"] == pytest.approx(width * total[node] / total[0])


def test_callees_fit_into_their_caller_side_by_side(report: Report) -> None:
    for clock in ("wall", "calls"):
        for order in ("heavy", "first"):
            report.choose("Clock", clock)
            report.choose("Order", order)
            assert (
                report.model(
                    """(() => { const {tree, weight, x} = model.mainScene();
                for (let node = 0; node < tree.count; node++) {
                  const children = tree.children(node).sort((a, b) => x[a] - x[b] || a - b);
                  let left = x[node];
                  for (const child of children) {
                    if (Math.abs(x[child] - left) > 1e-3) return child;
                    left = x[child] + weight[child];
                  }
                  if (left > x[node] + weight[node] + 1e-3) return node;
                } return -1; })()"""
                )
                == -1
            )


def test_the_heaviest_callee_stands_first_or_that_called_first(
    report: Report, profile: swiftprof.Profile
) -> None:
    report.page.select_option("#thread", "0")
    node = report.node("programs.sample")
    x = "model.mainScene().x"
    order = f"model.tree.children(argument).sort((a, b) => {x}[a] - {x}[b] || a - b)"
    weights = report.model(f"{order}.map((one) => model.mainScene().weight[one])", node)
    assert weights == sorted(weights, reverse=True)
    report.press("o")
    names = report.model(f"{order}.map((one) => model.tree.fn[one])", node)
    expected = next(
        node for node in profile.tree.walk()
        if node.function and node.function.display_name == "programs.sample"
    )  # fmt: skip
    assert names == [child.function.index for child in expected.children if child.function]


def test_bottom_up_puts_callers_below(report: Report) -> None:
    sample = report.node("programs.sample")
    caller = report.model("model.tree.parent[argument]", sample)
    assert report.place(sample)[1] > report.place(caller)[1]
    report.press("f")
    report.settle()
    assert report.place(sample)[1] < report.place(caller)[1]
    report.click_node(sample)
    assert report.zoomed == "programs.sample"


def test_threads_are_chosen_by_list_and_by_key(report: Report, profile: swiftprof.Profile) -> None:
    options = report.texts("#thread option")
    threads = [f"{thread.name} ({thread.os_id})" for thread in profile.threads]
    assert options == ["All 3 threads, merged", "All threads, side by side", *threads]
    report.press("t", "t")
    assert report.model("model.get('scope')") == "0"
    assert report.zoomed == threads[0]
    report.press("T")
    assert report.model("model.get('scope')") == "apart"


def test_arrow_keys_walk_the_tree_and_enter_zooms(report: Report) -> None:
    report.page.focus("#thread")
    report.press("Tab", "Tab")
    report.page.focus("#flame")
    report.press("ArrowDown", "ArrowDown")
    cursor = report.model("flame.cursor")
    assert report.model("model.tree.depth[argument]", cursor) == 2
    heaviest = (
        "Math.max(...model.tree.children(argument).map((one) => model.tree.total('wall')[one]))"
    )
    root_child = report.model("model.tree.parent[argument]", cursor)
    assert report.model("model.tree.total('wall')[argument]", cursor) == report.model(
        heaviest, root_child
    )
    report.press("Enter")
    assert report.model("flame.zoomNode") == cursor
    report.press("ArrowUp")
    assert report.model("flame.cursor") == root_child


def test_what_the_arrow_keys_reach_is_announced(report: Report) -> None:
    report.page.focus("#flame")
    report.press("ArrowDown")
    name = report.model("model.nameOf(model.tree.fn[flame.cursor])")
    assert report.text("#live").startswith(f"{name}, ")


def test_dragging_moves_and_the_wheel_with_ctrl_zooms_where_the_pointer_is(report: Report) -> None:
    x, y = report.place(1)
    report.page.mouse.move(x, y)
    before = report.model("[flame.view.from, flame.view.to]")
    report.page.keyboard.down("Control")
    report.page.mouse.wheel(0, -120)
    report.page.keyboard.up("Control")
    report.settle()
    after = report.model("[flame.view.from, flame.view.to]")
    assert before[0] < after[0] < after[1] < before[1]
    report.page.mouse.down()
    report.page.mouse.move(x + 50, y, steps=3)
    report.page.mouse.up()
    moved = report.model("[flame.view.from, flame.view.to]")
    assert moved[0] < after[0] and moved[1] - moved[0] == pytest.approx(after[1] - after[0])
    assert report.zoomed == "All threads"


def test_callers_and_callees_are_flame_graphs_too(
    report: Report, profile: swiftprof.Profile
) -> None:
    function = profile["programs.fib"]
    report.search("programs.fib")
    report.row("programs.fib").click()
    report.press("Escape")
    report.page.click("#sandwich .actions button")
    for index in (0, 1):
        tree = f"around[{index}].scene.tree"
        assert report.model(f"{tree}.total('wall')[0]") == function.wall_total_ns
        assert report.model(f"model.nameOf({tree}.fn[0])") == "programs.fib"
    callers = report.model(
        "around[0].scene.tree.children(0).map((one) => model.nameOf(around[0].scene.tree.fn[one]))"
    )
    assert set(callers) == {"programs.sample", "programs.worker"}
    assert (
        report.model(
            """(() => { const {fn, sides} = around[1].scene.tree;
            return sides[0].calls.reduce((sum, b, i) => sum + (fn[i] === argument ? b : 0), 0); })()""",
            function.index,
        )
        == function.ncall
    )
    report.settle()
    hosts = report.model("around.map((one) => one.host.getBoundingClientRect().toJSON())")
    roots = report.model("around.map((one) => one.boxOf(0))")
    assert roots[0]["y"] + roots[0]["height"] == pytest.approx(hosts[0]["bottom"], abs=2)
    assert roots[1]["y"] == pytest.approx(hosts[1]["top"], abs=2)
    report.press("Escape")
    assert report.page.locator("#flame").is_visible()
