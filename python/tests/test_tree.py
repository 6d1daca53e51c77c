"""Profile.tree: exact calling contexts."""

import sys
import threading

import pytest

import sample
import swiftprof


def profile_of(call: "object") -> swiftprof.Profile:
    swiftprof.start()
    call()  # type: ignore[operator]
    return swiftprof.stop()


def node_of(profile: swiftprof.Profile, name: str) -> swiftprof.Node:
    return next(
        node for node in profile.tree.walk() if node.function and node.function.name == name
    )


def test_one_function_called_over_two_paths_has_two_nodes() -> None:
    profile = profile_of(sample.outer)
    leaves = [node for node in profile.tree.walk() if node.function is profile[sample.leaf]]
    assert sorted(node.calls for node in leaves) == [1, 5]


def test_parents_children_and_paths_agree() -> None:
    profile = profile_of(sample.outer)
    for node in profile.tree.walk():
        assert all(child.parent == node for child in node.children)
        assert node.parent is None or node in node.parent.children
        assert [child.depth for child in node.children] == [node.depth + 1] * len(node.children)
        assert node.path[-1:] == ((node.function,) if node.function else ())


def test_walk_gives_every_context_once_and_parents_first() -> None:
    profile = profile_of(sample.outer)
    seen: set[swiftprof.Node] = set()
    for node in profile.tree.walk():
        assert node not in seen
        assert node.parent is None or node.parent in seen
        seen.add(node)
    assert len(seen) == len(profile.tree) + len(profile.threads)


def test_total_is_self_and_the_children_and_all_adds_up_to_the_thread() -> None:
    profile = profile_of(sample.outer)
    for node in profile.tree.walk():
        below = sum(child.wall_total_ns for child in node.children)
        assert node.wall_total_ns == node.wall_self_ns + below
        below = sum(child.cpu_total_ns for child in node.children)
        assert node.cpu_total_ns == node.cpu_self_ns + below
    for root, thread in zip(profile.tree.roots, profile.threads, strict=True):
        assert (root.function, root.thread, root.parent) == (None, thread, None)
        assert sum(node.wall_self_ns for node in root.walk()) == thread.wall_ns


def test_the_nodes_of_a_function_add_up_to_it() -> None:
    profile = profile_of(lambda: sample.fib(9))
    for function in profile.functions:
        nodes = [node for node in profile.tree.walk() if node.function is function]
        assert sum(node.calls for node in nodes) == function.ncall
        assert sum(node.resumptions for node in nodes) == function.resumptions
        assert sum(node.wall_self_ns for node in nodes) == function.wall_self_ns
        outermost = [node for node in nodes if function not in node.path[:-1]]
        assert sum(node.calls for node in outermost) == function.nprim
        assert sum(node.wall_total_ns for node in outermost) == function.wall_total_ns


def test_recursion_is_as_deep_in_the_tree_as_it_was() -> None:
    def down(depth: int) -> None:
        if depth:
            down(depth - 1)

    profile = profile_of(lambda: down(50))
    deepest = max(profile.tree.walk(), key=lambda node: node.depth)
    assert [function.name for function in deepest.path][-51:] == ["down"] * 51


def test_a_tree_of_a_hundred_thousand_levels_is_walked_without_recursion() -> None:
    profiles: list[swiftprof.Profile] = []

    def down(depth: int) -> None:
        if depth:
            down(depth - 1)

    def run() -> None:
        swiftprof.start(threads=False, builtins=False)
        down(100_000)
        profiles.append(swiftprof.stop())

    limit, size = sys.getrecursionlimit(), threading.stack_size(512 << 20)
    sys.setrecursionlimit(200_000)
    try:
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    (profile,) = profiles
    assert profile[down].ncall == 100_001
    nodes = list(profile.tree.walk())
    assert len(nodes) == len(profile.tree) + 1
    assert len(nodes[-1].path) > 100_000
    assert "down" in repr(nodes[-1])


def test_nodes_mean_the_same_context_or_not() -> None:
    tree = profile_of(sample.outer).tree
    first, again = list(tree.walk()), list(tree.walk())
    assert first == again
    assert len({*first, *again}) == len(first)
    assert first[0] != object()


def test_reprs_show_the_path() -> None:
    profile = profile_of(sample.outer)
    assert "sample.outer > sample.middle: 2 calls" in repr(node_of(profile, "middle"))
    assert "contexts in 1 threads" in repr(profile.tree)


def test_open_contexts_are_marked() -> None:
    profiles = []

    def inside() -> None:
        sample.leaf()
        profiles.append(swiftprof.snapshot())

    profile_of(inside)
    assert node_of(profiles[0], "inside").open
    assert not node_of(profiles[0], "leaf").open


def test_a_number_that_nodes_have_not_is_no_measurement_that_is_lacking() -> None:
    with swiftprof.profile() as p:
        sample.fib(3)
    with pytest.raises(AttributeError, match="a Node has no attribute 'ncall'") as raised:
        _ = p.profile.tree.roots[0].ncall  # type: ignore[attr-defined]
    assert not isinstance(raised.value, swiftprof.NotMeasured)
