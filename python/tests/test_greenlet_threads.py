"""Greenlets of several threads; a library that is loaded late."""

import threading

import sample
import swiftprof
from greenlet_programs import OutputOf, assert_self_times_add_up, greenlet, older, parked, paths


def test_threads_have_greenlets_of_their_own() -> None:
    def life() -> None:
        main = greenlet.getcurrent()
        many = [greenlet.greenlet(parked) for _ in range(5)]
        for one in many:
            one.switch(main)
        for one in many:
            one.switch()

    swiftprof.start()
    threads = [threading.Thread(target=life) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    profile = swiftprof.stop()
    assert paths(profile, "life", "parked", "leaf") == {
        "life": 4, "parked": 20, "parked/leaf": 40,
    }  # fmt: skip
    assert profile.header.unmatched_returns == 0
    assert_self_times_add_up(profile)


def test_a_thread_that_runs_already_has_its_greenlets_kept_apart() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def life() -> None:
        main = greenlet.getcurrent()
        old = greenlet.greenlet(older)
        old.switch(main)
        inside.set()
        go_on.wait()
        old.switch()
        sample.leaf()
        old.switch()

    thread = threading.Thread(target=life)
    thread.start()
    inside.wait()
    swiftprof.start()
    go_on.set()
    thread.join()
    profile = swiftprof.stop()
    assert paths(profile, "life", "older", "parked", "leaf") == {
        "life": 1, "life/leaf": 1, "older": 1, "older/parked": 1, "older/parked/leaf": 1,
        "older/leaf": 3,
    }  # fmt: skip


def test_a_thread_with_greenlets_may_live_through_two_recordings() -> None:
    turns = [threading.Event() for _ in range(4)]

    def life() -> None:
        main = greenlet.getcurrent()
        one, other = greenlet.greenlet(older), greenlet.greenlet(older)
        one.switch(main)
        turns[0].set()
        turns[1].wait()
        one.switch()
        other.switch(main)
        turns[2].set()
        turns[3].wait()
        other.switch()
        other.switch()
        one.switch()

    thread = threading.Thread(target=life)
    swiftprof.start()
    thread.start()
    turns[0].wait()
    first = swiftprof.stop()
    swiftprof.start()
    turns[1].set()
    turns[2].wait()
    second = swiftprof.stop()
    swiftprof.start()
    turns[3].set()
    thread.join()
    third = swiftprof.stop()
    names = ("life", "older", "parked", "leaf")
    assert paths(first, *names) == {
        "life": 1, "older": 1, "older/parked": 1, "older/parked/leaf": 1,
    }  # fmt: skip
    assert paths(second, *names) == {
        "life": 1, "older": 2, "older/parked": 2, "older/parked/leaf": 2, "older/leaf": 2,
    }  # fmt: skip
    assert paths(third, *names) == {
        "life": 1, "older": 2, "older/parked": 1, "older/parked/leaf": 1, "older/leaf": 4,
    }  # fmt: skip
    assert (first[older].open, second[older].open, third[older].open) == (1, 2, 0)


def test_a_thread_that_runs_on_after_stop_gives_its_trace_function_back() -> None:
    inside, go_on = threading.Event(), threading.Event()
    left: list[object] = []

    def life() -> None:
        greenlet.greenlet(sample.leaf).switch()
        inside.set()
        go_on.wait()
        greenlet.greenlet(sample.leaf).switch()
        left.append(greenlet.gettrace())

    swiftprof.start()
    thread = threading.Thread(target=life)
    thread.start()
    inside.wait()
    swiftprof.stop()
    go_on.set()
    thread.join()
    assert left == [None]


def test_the_library_may_be_loaded_while_the_recording_runs(output_of: OutputOf) -> None:
    assert (
        output_of(
            """
        import sys
        import swiftprof

        def work():
            leaf()

        def leaf():
            pass

        def main():
            from greenlet import greenlet
            greenlet(work).switch()
            leaf()

        assert "greenlet" not in sys.modules
        swiftprof.start()
        main()
        profile = swiftprof.stop()
        print([[each.name for each in node.path if each.name in ("main", "work", "leaf")]
               for node in profile.tree.walk() if node.function and node.function.name == "leaf"])
        """
        )
        == "[['main', 'leaf'], ['work', 'leaf']]\n"
    )


def test_swiftprof_does_not_load_the_library(output_of: OutputOf) -> None:
    assert (
        output_of(
            """
        import sys
        import swiftprof
        with swiftprof.profile():
            len("")
        print("greenlet" in sys.modules)
        """
        )
        == "False\n"
    )
