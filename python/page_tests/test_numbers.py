"""Every number on the page is that of the profile."""

import pytest

import swiftprof
from report import Report

TIMES = {
    "Wall self": "wall_self_ns",
    "Wall total": "wall_total_ns",
    "CPU self": "cpu_self_ns",
    "CPU total": "cpu_total_ns",
    "Wait self": "wait_self_ns",
    "Wait total": "wait_total_ns",
    "Calls": "ncall",
    "Outermost": "nprim",
    "Resumed": "resumptions",
    "Overhead": "wall_self_overhead_ns",
}


def exact(function: swiftprof.Function, title: str) -> int:
    if title.startswith("Wait"):
        part = title.split()[1]
        return int(
            max(0, getattr(function, f"wall_{part}_ns") - getattr(function, f"cpu_{part}_ns"))
        )
    return int(getattr(function, TIMES[title]))


def test_the_table_has_every_function_with_its_exact_numbers(
    report: Report, profile: swiftprof.Profile
) -> None:
    report.page.set_viewport_size({"width": 1800, "height": 900})
    seen = set()
    scroll = "(top) => { document.getElementById('table').scrollTop = top; }"
    for index in range(0, len(profile.functions), 8):
        report.page.evaluate(scroll, index * 29)
        report.settle()
        for fn, cells in report.shown():
            function = profile.functions[fn]
            assert set(cells) == set(TIMES)
            assert cells == {title: exact(function, title) for title in cells}
            seen.add(fn)
    assert seen == set(range(len(profile.functions)))


def test_each_threads_tree_is_the_profiles(report: Report, profile: swiftprof.Profile) -> None:
    for root in profile.tree.roots:
        report.page.select_option("#thread", str(root.thread.index))
        nodes = list(root.walk())
        assert report.column("calls") == [node.calls for node in nodes]
        assert report.column("resumptions") == [node.resumptions for node in nodes]
        assert report.column("selfWall") == [node.wall_self_ns for node in nodes]
        assert report.column("selfCpu") == [node.cpu_self_ns for node in nodes]
        totals = report.model("Array.from(model.tree.total('wall'))")
        assert totals == [node.wall_total_ns for node in nodes]
        assert report.model("Array.from(model.tree.total('cpu'))") == [
            node.cpu_total_ns for node in nodes
        ]
        assert report.model("Array.from(model.tree.depth)") == [node.depth for node in nodes]
        names = report.model("Array.from(model.tree.fn, (fn) => fn)")
        assert names[1:] == [node.function.index for node in nodes[1:] if node.function]


def merged_paths(profile: swiftprof.Profile) -> dict[tuple[int, ...], list[int]]:
    """Calls, wall and CPU self time by path, over all threads."""
    sums: dict[tuple[int, ...], list[int]] = {}
    for node in profile.tree.walk():
        entry = sums.setdefault(tuple(function.index for function in node.path), [0, 0, 0])
        entry[0] += node.calls
        entry[1] += node.wall_self_ns
        entry[2] += node.cpu_self_ns
    return sums


def test_all_threads_merged_are_the_sums_by_path(
    report: Report, profile: swiftprof.Profile
) -> None:
    rows = report.model(
        """Array.from({length: model.tree.count}, (_, node) => [
            model.tree.path(node).slice(1).map((one) => model.tree.fn[one]),
            ...["calls", "selfWall", "selfCpu"].map((name) => model.tree.sides[0][name][node])])"""
    )
    assert report.model("model.get('scope')") == "all"
    found = {tuple(path): numbers for path, *numbers in rows}
    assert len(found) == len(rows)
    assert found == merged_paths(profile)


def test_threads_side_by_side_are_all_nodes(report: Report, profile: swiftprof.Profile) -> None:
    report.page.select_option("#thread", "apart")
    nodes = list(profile.tree.walk())
    assert report.column("selfWall") == [0] + [node.wall_self_ns for node in nodes]
    assert report.model("model.nameOf(model.tree.fn[1])") == (
        f"{profile.threads[0].name} ({profile.threads[0].os_id})"
    )


def numbers_in_thread(profile: swiftprof.Profile, thread: int) -> dict[int, list[int]]:
    """Calls, outermost calls, wall self and total by function, in one thread."""
    sums: dict[int, list[int]] = {}
    for node in profile.tree.roots[thread].walk():
        if node.function is None:
            continue
        entry = sums.setdefault(node.function.index, [0, 0, 0, 0])
        entry[0] += node.calls
        entry[2] += node.wall_self_ns
        if node.function not in node.path[:-1]:
            entry[1] += node.calls
            entry[3] += node.wall_total_ns
    return sums


@pytest.mark.parametrize("thread", [0, 1, 2])
def test_the_table_of_one_thread_counts_that_thread_only(
    report: Report, profile: swiftprof.Profile, thread: int
) -> None:
    report.page.select_option("#thread", str(thread))
    expected = numbers_in_thread(profile, thread)
    columns = report.model(
        """Object.fromEntries(["calls", "primitive", "selfWall", "totalWall"].map((name) =>
            [name, Array.from(model.tallies()[name])]))"""
    )
    for function in profile.functions:
        found = [columns[name][function.index] for name in columns]
        assert found == expected.get(function.index, [0, 0, 0, 0]), function
    shown = {fn for fn, _ in report.shown()}
    assert shown <= set(expected)


def test_merged_tallies_from_the_tree_are_those_of_the_core(
    report: Report, profile: swiftprof.Profile
) -> None:
    """The page's rule for recursion is the core's."""
    for function in profile.functions:
        sums = [0, 0]
        for index in range(len(profile.threads)):
            mine = numbers_in_thread(profile, index).get(function.index, [0, 0, 0, 0])
            sums = [sums[0] + mine[1], sums[1] + mine[3]]
        assert sums == [function.nprim, function.wall_total_ns]


@pytest.mark.parametrize(
    "name", ["programs.fib", "programs.even", "programs.total", "programs.worker", "time.sleep"]
)
def test_callers_and_callees_are_the_profiles_edges(
    report: Report, profile: swiftprof.Profile, name: str
) -> None:
    report.search(name)
    report.row(name).click()
    for side, edges in (("callers", profile.callers(name)), ("callees", profile.callees(name))):
        expected = {}
        for edge in edges:
            other = edge.caller if side == "callers" else edge.callee
            calls = f"{edge.ncall:,}" + (f"/{edge.nprim:,}" if edge.nprim < edge.ncall else "")
            expected[other.index if other else -1] = (
                calls,
                f"{edge.wall_self_ns:,} ns",
                f"{edge.wall_total_ns:,} ns",
            )
        found = {}
        for row in report.page.locator(f"#sandwich .{side} tbody tr").all():
            cells = row.locator("td")
            found[int(row.get_attribute("data-fn") or -9)] = (
                cells.nth(0).text_content(),
                cells.nth(1).get_attribute("title"),
                cells.nth(2).get_attribute("title"),
            )
        assert found == expected


def test_the_header_says_what_was_measured_how_and_at_what_cost(
    report: Report, profile: swiftprof.Profile
) -> None:
    facts = " ".join(report.texts("#facts li"))
    assert profile.python_version in facts
    assert f"process {profile.header.process_id}" in facts
    assert "wall: " in facts and "CPU: " in facts
    figures = {
        name: report.page.locator(f"[data-figure='{name}']").text_content()
        for name in report.texts("#figures dt")
    }
    assert figures["Calls"] == f"{sum(function.ncall for function in profile.functions):,}"
    assert figures["Events"] == f"{profile.header.events:,}"
    assert figures["Functions"] == f"{len(profile.functions):,}"
    assert figures["Contexts"] == f"{len(profile.tree):,}"
    assert figures["Threads"] == "3"
    assert figures["Overhead"] and figures["Overhead"].startswith("≈ ")
    recorded = sum(thread.wall_ns for thread in profile.threads)
    hint = report.page.locator("#figures div", has_text="Recorded").get_attribute("title")
    assert hint == f"Wall time of all threads: {recorded:,} ns"


def test_a_tooltip_gives_a_contexts_exact_numbers(
    report: Report, profile: swiftprof.Profile
) -> None:
    report.page.select_option("#thread", "0")
    node = next(
        node for node in profile.tree.roots[0].walk()
        if node.function and node.function.display_name == "programs.work"
    )  # fmt: skip
    report.page.mouse.move(*report.place(report.node("programs.work")))
    tip = report.text("#tooltip")
    for ns in (node.wall_total_ns, node.wall_self_ns, node.cpu_total_ns, node.cpu_self_ns):
        assert f"{ns:,} ns" in tip
    assert "1 call" in tip
