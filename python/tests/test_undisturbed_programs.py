"""Programs end, recurse, hear signals and swap profile functions as they would without a profiler."""

from backends import USABLE
from running import run_text


def test_shutdown_with_profiling_on_is_clean_whatever_still_runs() -> None:
    result = run_text(
        """
        import swiftprof, threading, time
        def forever():
            while True:
                sum(range(100))
        class Noisy:
            def __del__(self):
                sum(range(10))
        keep = [Noisy()]
        swiftprof.start()
        for _ in range(3):
            threading.Thread(target=forever, daemon=True).start()
        time.sleep(0.1)
        print("end")
        """
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "end\n", "")


if "setprofile" in USABLE:

    def test_a_program_that_swaps_the_profile_function_away_and_back_goes_on_being_profiled() -> (
        None
    ):
        result = run_text(
            """
            import sys, swiftprof
            def work(): pass
            swiftprof.start(backend="setprofile")
            work()
            before = sys.getprofile()
            sys.setprofile(None)
            work()
            sys.setprofile(before)
            work(); work()
            profile = swiftprof.stop()
            assert sys.getprofile() is None
            assert 2 <= profile[work].ncall <= 3, profile[work]
            sys.setprofile(before)
            work(); work()
            assert sys.getprofile() is None
            """
        )
        assert (result.returncode, result.stderr) == (0, "")


def test_recursion_errors_strike_where_they_would_without_a_profiler() -> None:
    result = run_text(
        """
        import sys, swiftprof
        def depth(n=0):
            try:
                return depth(n + 1)
            except RecursionError:
                return n
        plain = depth()
        swiftprof.start()
        profiled = depth()
        swiftprof.stop()
        assert plain == profiled, (plain, profiled)
        sys.setrecursionlimit(60_000)
        import threading
        threading.stack_size(512 * 2**20)
        with swiftprof.profile() as p:
            t = threading.Thread(target=depth); t.start(); t.join()
        assert p[depth].ncall > 50_000
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_pending_signals_are_handled_at_once() -> None:
    result = run_text(
        """
        import os, signal, swiftprof
        hits = []
        signal.signal(signal.SIGALRM, lambda number, frame: hits.append(number))
        def spin():
            while len(hits) < 20:
                sum(range(100))
        signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
        with swiftprof.profile() as p:
            spin()
        signal.setitimer(signal.ITIMER_REAL, 0)
        assert any("<lambda>" in f.qualified_name for f in p.functions)
        """
    )
    assert (result.returncode, result.stderr) == (0, "")
