"""What must hold in profiles of the examples about generators, tasks, greenlets and threads."""

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

import swiftprof
from running import run_python

EXAMPLES = Path(__file__).parents[2] / "examples"
ProfileOf = Callable[[str], swiftprof.Profile]


@pytest.fixture
def profile_of(tmp_path: Path) -> ProfileOf:
    """The profile of an example, run under the command line."""

    def run(name: str) -> swiftprof.Profile:
        file = tmp_path / "profile.pb.gz"
        answer = run_python("-m", "swiftprof", "-o", file, EXAMPLES / name, cwd=tmp_path)
        assert answer.returncode == 0, answer.stderr
        profile = swiftprof.Profile.load(file)
        assert_sums_hold(profile)
        return profile

    return run


def assert_sums_hold(profile: swiftprof.Profile) -> None:
    """Self times add up to what was recorded, thread by thread; nothing is negative."""
    assert profile.header.unmatched_returns == 0
    for root in profile.tree.roots:
        nodes = list(root.walk())
        assert sum(node.wall_self_ns for node in nodes) == root.thread.wall_ns
        assert root.thread.wall_ns <= root.thread.duration_ns + len(nodes)  # rounding
        assert sum(node.cpu_self_ns for node in nodes) == root.thread.cpu_ns
        assert all(0 <= node.cpu_self_ns <= node.wall_self_ns for node in nodes)


def counts(profile: swiftprof.Profile, *names: str) -> dict[str, tuple[int, int]]:
    """Calls and resumptions."""
    found = {name: profile[f"__main__.{name}"] for name in names}
    return {name: (each.ncall, each.resumptions) for name, each in found.items()}


def callers(profile: swiftprof.Profile, name: str) -> set[str]:
    edges = profile.callers(f"__main__.{name}")
    return {edge.caller.name if edge.caller else "" for edge in edges}


def test_generators_are_called_once_and_resumed_for_every_item(profile_of: ProfileOf) -> None:
    profile = profile_of("generators.py")
    found = counts(profile, "write_lines", "parse", "failures", "first_failures")
    assert found["first_failures"] == (1, 0)
    assert {calls for calls, _ in found.values()} == {1, 2}
    lines, parsed, failed = (found[name][1] for name in ("write_lines", "parse", "failures"))
    # 20,000 lines at least, and what the second pipeline took of them before it stopped.
    assert 20_000 <= lines == parsed < 40_000
    assert 418 + 2 <= failed <= 418 + 4  # the end of the first one is a resumption too; a close
    # Where they are closed by who drops them, on most versions, that is a resumption by it.
    assert {"parse"} <= callers(profile, "write_lines") <= {"parse", "first_failures"}
    assert {"failures"} <= callers(profile, "parse") <= {"failures", "first_failures"}
    for name in ("write_lines", "parse", "failures"):
        assert profile[f"__main__.{name}"].open == 0


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_a_pool_of_threads_waits_and_works_where_it_says(profile_of: ProfileOf) -> None:
    profile = profile_of("thread_pool.py")
    names = ("check", "fetch", "fingerprint", "Register.record")
    assert counts(profile, *names) == dict.fromkeys(names, (40, 0))
    checkers = [each for each in profile.threads if each.name.startswith("checker_")]
    assert 1 <= len(checkers) <= 4
    ran = {node.thread.name for node in profile.tree.walk() if node.function in functions(profile)}
    assert ran <= {each.name for each in checkers}
    fetch, fingerprint = profile["__main__.fetch"], profile["__main__.fingerprint"]
    assert fetch.wait_total >= 40 * 0.004 > fetch.cpu_total
    assert fingerprint.cpu_total > 0
    assert callers(profile, "fingerprint") == {"check"}


def functions(profile: swiftprof.Profile) -> set[swiftprof.Function]:
    return {profile["__main__.check"], profile["__main__.fetch"]}


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_the_crawlers_profile_says_who_waited_and_who_held_the_others_up(
    profile_of: ProfileOf,
) -> None:
    profile = profile_of("asyncio_crawler.py")
    found = counts(profile, "fetch", "serve", "rank", "Crawl.crawl", "main")
    assert [calls for calls, _ in found.values()] == [63, 63, 63, 8, 1]
    fetch, serve = profile["__main__.fetch"], profile["__main__.serve"]
    assert fetch.suspended >= 63 * 0.005 > fetch.wall_total
    assert serve.suspended >= 63 * 0.005
    assert fetch.resumptions >= 63
    tasks = {each.name: each for each in profile.contexts}
    crawlers = [each for name, each in tasks.items() if name.startswith("crawler-")]
    assert len(crawlers) == 8
    for each in crawlers:
        assert (each.kind, each.ended) == ("task", True)
        assert each.function.endswith("Crawl.crawl")
        assert (
            "Crawl.run" in each.creator
        )  # or its list comprehension, a function of its own on 3.11
        assert each.wall_ns <= each.span_ns
    slowest = max(crawlers, key=lambda each: each.longest_step_ns)
    assert "__main__.rank" in slowest.longest_step_path
    assert sum(each.wall_ns for each in tasks.values()) <= profile.threads[0].wall_ns
    # While nobody had work the loop waited: none of the coroutines did.
    assert profile["select.epoll.poll"].wait_total > fetch.wait_total


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
@pytest.mark.skipif(
    importlib.util.find_spec("gevent") is None, reason="not tested: no gevent for this Python"
)
def test_greenlets_of_the_echo_server_are_called_by_nobody(profile_of: ProfileOf) -> None:
    profile = profile_of("gevent_echo.py")
    names = ("client", "handle", "check", "answer")
    assert [calls for calls, _ in counts(profile, *names).values()] == [20, 20, 100, 100]
    assert callers(profile, "client") == {""}
    assert callers(profile, "handle") == {"_handle_and_close_when_done"}  # gevent's own
    assert callers(profile, "check") == {"client"}
    assert callers(profile, "answer") == {"handle"}
    greenlets = {each.name: each for each in profile.contexts if each.kind == "greenlet"}
    clients = [each for name, each in greenlets.items() if name.startswith("client-")]
    assert len(clients) == 20
    assert all(each.ended and each.function == "__main__.client" for each in clients)
    assert all(each.suspended >= 5 * 0.002 for each in clients)
    assert {"main", "Hub"} <= set(greenlets)
    assert sum(each.wall for each in clients) < sum(each.suspended for each in clients)
    assert greenlets["Hub"].wait > 0
