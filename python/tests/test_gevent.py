"""gevent: a hub, pools, sockets that switch; stacks, contexts and times stay each one's own."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import sample
import swiftprof
from backends import FREE_THREADED

if FREE_THREADED:
    pytest.skip("not tested: greenlet switches the GIL on for all tests", allow_module_level=True)
gevent: Any = pytest.importorskip("gevent", reason="not tested: no gevent for this Python")
pool_module: Any = pytest.importorskip("gevent.pool")


def work(number: int) -> int:
    total = 0
    for _ in range(3):
        gevent.sleep(0.001)
        total += step(number)
    return total


def step(number: int) -> int:
    if number > 0:
        gevent.sleep(0)
        return sample.leaf() + step(number - 1)
    return 0


def children_of(profile: swiftprof.Profile, function: Callable[..., object]) -> Counter[str]:
    """What a function called, by name, over all of its contexts."""
    wanted = profile[function]
    calls: Counter[str] = Counter()
    for node in profile.tree.walk():
        if node.function is wanted:
            calls.update({child.function.name: child.calls for child in node.children})
    return calls


def test_a_pool_of_greenlets_is_recorded_exactly() -> None:
    swiftprof.start()
    results = pool_module.Pool(7).map(work, [number % 4 for number in range(40)])
    profile = swiftprof.stop()
    assert results == [3 * (number % 4) for number in range(40)]
    calls = sum(3 * (number % 4 + 1) for number in range(40))
    assert (profile[work].ncall, profile[work].nprim) == (40, 40)
    assert (profile[step].ncall, profile[step].nprim) == (calls, 120)
    assert profile[sample.leaf].ncall == calls - 120
    assert set(children_of(profile, work)) <= {"step", "sleep"}
    assert set(children_of(profile, step)) <= {"step", "sleep", "leaf"}
    assert children_of(profile, work)["step"] == 120
    assert all(profile[function].open == 0 for function in (work, step, sample.leaf))
    assert profile.header.unmatched_returns == 0
    for root in profile.tree.roots:
        assert sum(node.wall_self_ns for node in root.walk()) == root.thread.wall_ns
        assert sum(node.cpu_self_ns for node in root.walk()) == root.thread.cpu_ns


def test_the_hub_waits_and_the_greenlets_do_not() -> None:
    swiftprof.start()
    gevent.joinall([gevent.spawn(gevent.sleep, 0.05) for _ in range(20)])
    profile = swiftprof.stop()
    found = {each.name: each for each in profile.contexts}
    assert found["Hub"].wait >= 0.03
    others = [each for each in profile.contexts if each.name not in ("Hub", "main")]
    assert len(others) == 20
    assert all(each.suspended >= 0.03 and each.ended for each in others)


def test_greenlets_have_the_names_that_the_program_gave_them() -> None:
    swiftprof.start()
    one, other = gevent.spawn(work, 0), gevent.spawn(work, 0)
    one.name = "fetch /index.html"
    gevent.joinall([one, other])
    profile = swiftprof.stop()
    names = {each.name for each in profile.contexts}
    assert names == {"main", "Hub", "fetch /index.html", "Greenlet-1"}


def test_asking_for_names_changes_nothing_in_the_program() -> None:
    swiftprof.start()
    many = [gevent.spawn(work, 0) for _ in range(3)]
    gevent.joinall(many)
    swiftprof.stop()
    assert not any("name" in vars(each) or "minimal_ident" in vars(each) for each in many)
    assert many[2].minimal_ident == 0  # the first that anybody asked for


def test_killed_greenlets_are_closed() -> None:
    def for_ever() -> None:
        try:
            gevent.sleep(100)
        finally:
            sample.leaf()

    swiftprof.start()
    many = [gevent.spawn(for_ever) for _ in range(5)]
    gevent.sleep(0)
    never = gevent.spawn(for_ever)
    gevent.killall([*many, never])
    with pytest.raises(gevent.Timeout), gevent.Timeout(0.005):
        for_ever()
    profile = swiftprof.stop()
    assert (profile[for_ever].ncall, profile[for_ever].open) == (6, 0)
    assert profile[sample.leaf].ncall == 6
    assert profile.header.unmatched_returns == 0


def test_greenlets_older_than_the_recording_and_the_hub_itself() -> None:
    many = [gevent.spawn(work, 2) for _ in range(5)]
    gevent.sleep(0.0015)
    swiftprof.start()
    gevent.joinall(many)
    profile = swiftprof.stop()
    assert (profile[work].ncall, profile[work].open) == (5, 0)
    assert set(children_of(profile, work)) <= {"step", "sleep"}
    assert profile.header.unmatched_returns == 0


def test_patched_sockets_and_threads(output_of: Callable[[str], str]) -> None:
    """Fifty clients of a server in the same process, all on one thread of the system."""
    assert output_of(
        """
        from gevent import monkey; monkey.patch_all()
        import gevent, gevent.pool, socket, threading
        from gevent.server import StreamServer
        import swiftprof

        def handle(connection, address):
            while line := connection.recv(100):
                connection.sendall(answer(line))

        def answer(line):
            return line.upper()

        def client(number):
            connection = socket.create_connection(("127.0.0.1", server.server_port))
            for turn in range(3):
                connection.sendall(b"hello %d" % number)
                check(connection.recv(100), number)
            connection.close()

        def check(line, number):
            assert line == b"HELLO %d" % number

        swiftprof.start()
        pool = gevent.pool.Pool()
        server = StreamServer(("127.0.0.1", 0), handle, spawn=pool)
        server.start()
        threads = [threading.Thread(target=client, args=(number,)) for number in range(50)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        pool.join()
        server.stop()
        profile = swiftprof.stop()
        for function in (handle, answer, client, check):
            found = profile[function]
            print(function.__name__, found.ncall, found.nprim, found.open)
        print({edge.caller.name for edge in profile.callers(answer)})
        print({edge.caller.name for edge in profile.callers(check)})
        print({node.thread.name for node in profile.tree.walk() if node.function
               and node.function.name in ("handle", "client")}, profile.header.unmatched_returns)
        for root in profile.tree.roots:
            assert sum(node.wall_self_ns for node in root.walk()) == root.thread.wall_ns
        """
    ) == (
        "handle 50 50 0\nanswer 150 150 0\nclient 50 50 0\ncheck 150 150 0\n"
        "{'handle'}\n{'client'}\n{'MainThread'} 0\n"
    )


def test_threads_have_hubs_of_their_own(output_of: Callable[[str], str]) -> None:
    assert (
        output_of(
            """
        import gevent, threading
        import swiftprof

        def leaf(): pass

        def turns(count):
            for _ in range(count):
                gevent.sleep(0.001)
                leaf()

        def life():
            gevent.joinall([gevent.spawn(turns, 4) for _ in range(6)])
            gevent.get_hub().destroy()

        swiftprof.start()
        threads = [threading.Thread(target=life, name=f"life-{n}") for n in range(3)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        profile = swiftprof.stop()
        print(profile[turns].ncall, profile[turns].open, profile[leaf].ncall)
        print([edge.caller for edge in profile.callers(turns)],
              [edge.caller.name for edge in profile.callers(leaf)])
        print(sorted(each.thread.name for each in profile.contexts if each.name == "Hub"
                     and each.thread.name != "MainThread"))
        print(profile.header.unmatched_returns)
        """
        )
        == "18 0 72\n[None] ['turns']\n['life-0', 'life-1', 'life-2']\n0\n"
    )


def test_a_thread_whose_hub_waits_when_the_recording_begins(
    output_of: Callable[[str], str],
) -> None:
    """Its next event comes in another greenlet than the one whose frames stood on its stack."""
    assert (
        output_of(
            """
        import gevent, threading, time
        import swiftprof

        def leaf(): pass

        def turns():
            for _ in range(3):
                gevent.sleep(0.1)
                leaf()

        def life():
            gevent.joinall([gevent.spawn(turns) for _ in range(2)])

        thread = threading.Thread(target=life, name="life")
        thread.start()
        time.sleep(0.05)  # by now it is in the hub
        swiftprof.start()
        thread.join()
        profile = swiftprof.stop()
        paths = {tuple(each.name for each in node.path) for node in profile.tree.walk()
                 if node.function is profile[leaf]}
        print(paths, profile[leaf].ncall, profile[turns].ncall)
        hub = profile["gevent.hub.Hub.run"]
        print(hub.ncall, hub.open, profile.header.unmatched_returns)
        """
        )
        == "{('turns', 'leaf')} 6 2\n1 0 0\n"
    )
