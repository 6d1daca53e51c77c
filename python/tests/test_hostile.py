"""A hostile mix, for a while: nothing may crash, hang, leak or lose a count."""

import _thread
import contextlib
import gc
import os
import random
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import swiftprof
from backends import FREE_THREADED, USABLE

SECONDS = float(os.environ.get("SWIFTPROF_HOSTILE_SECONDS", "6"))


def resident_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def recurse(depth: int) -> int:
    return 0 if depth == 0 else 1 + recurse(depth - 1)


def raise_through(depth: int) -> None:
    if depth == 0:
        raise ValueError("on purpose")
    raise_through(depth - 1)


def numbers(count: int):
    yield from range(count)


def build_garbage() -> None:
    for _ in range(50):
        cycle: list[object] = []
        cycle.append(cycle)
    gc.collect(0)


def churn_code(rng: random.Random) -> None:
    namespace: dict[str, object] = {}
    exec(f"def made(x):\n    return x + {rng.random()}\nmade(1)", namespace)


def one_round(rng: random.Random) -> None:
    recurse(rng.randrange(200))
    with contextlib.suppress(ValueError):
        raise_through(rng.randrange(20))
    sum(numbers(rng.randrange(50)))
    half_done = numbers(10)
    next(half_done)
    build_garbage()
    churn_code(rng)


def run_raw_thread() -> None:
    done = _thread.allocate_lock()
    done.acquire()
    _thread.start_new_thread(lambda: (recurse(5), done.release()), ())
    done.acquire()


def work_until(deadline: float, seed: int, failures: list[BaseException]) -> None:
    rng = random.Random(seed)
    try:
        while time.monotonic() < deadline:
            one_round(rng)
            if rng.random() < 0.1:
                short = threading.Thread(target=one_round, args=(rng,))
                short.start()
                short.join()
            if rng.random() < 0.1:
                run_raw_thread()
    except BaseException as error:
        failures.append(error)


def control_until(deadline: float, rng: random.Random) -> None:
    """start, snapshot, clear, stop in random order while the others work."""
    while time.monotonic() < deadline:
        swiftprof.start(builtins=rng.random() < 0.8)
        for _ in range(rng.randrange(4)):
            time.sleep(rng.random() * 0.02)
            rng.choice([swiftprof.snapshot, swiftprof.clear])()
        profile = swiftprof.stop()
        for thread in profile.threads:
            assert thread.wall_ns >= 0
            assert thread.cpu_ns >= 0
        assert all(function.ncall >= function.nprim >= 0 for function in profile.functions)


def count_exactly() -> None:
    """With everything else going on, the calls of one thread are counted to the last."""
    with swiftprof.profile(threads=False) as recorded:
        for _ in range(100):
            recurse(20)
    function = recorded[recurse]
    assert (function.ncall, function.nprim) == (2100, 100)


def hostile_mix(seconds: float, seed: int) -> list[BaseException]:
    deadline = time.monotonic() + seconds
    failures: list[BaseException] = []
    workers = [
        threading.Thread(target=work_until, args=(deadline, seed + i, failures)) for i in range(4)
    ]
    for worker in workers:
        worker.start()
    rng = random.Random(seed)
    while time.monotonic() < deadline:
        control_until(min(deadline, time.monotonic() + 0.5), rng)
        count_exactly()
    for worker in workers:
        worker.join()
    return failures


def test_a_hostile_mix_neither_crashes_nor_leaks_nor_loses_a_count() -> None:
    assert hostile_mix(SECONDS / 4, seed=1) == []
    gc.collect()
    before = resident_bytes()
    assert hostile_mix(SECONDS * 3 / 4, seed=2) == []
    gc.collect()
    # Threads' arenas come and go; what a leak per round would add is far more.
    assert resident_bytes() - before < 20 * 2**20
    assert not swiftprof.is_running()
    assert sys.getprofile() is None


def run(program: str, *, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=timeout,
    )


@pytest.mark.skipif(
    FREE_THREADED, reason="without the GIL code objects live as long as the recording"
)
def test_code_objects_by_the_hundred_thousand_neither_grow_the_profile_nor_stay_alive() -> None:
    result = run(
        """
        import resource, swiftprof, weakref
        def render(i):
            namespace = {}
            exec(compile("def template(x):\\n    return x\\ntemplate(1)", "page.html", "exec"), namespace)
            return weakref.ref(namespace["template"].__code__)
        swiftprof.start()
        references = [render(i) for i in range(1000)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for i in range(100_000):
            render(i)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        profile = swiftprof.stop()
        templates = [f for f in profile.functions if f.file == "page.html"]
        assert sorted(f.ncall for f in templates) == [101_000, 101_000], templates
        assert not any(reference() for reference in references)
        assert after - before < 2048, (before, after)
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_an_address_used_again_is_never_credited_to_the_dead_function() -> None:
    result = run(
        """
        import swiftprof
        def once(name):
            namespace = {}
            exec(compile(f"def {name}(): pass", f"{name}.py", "exec"), namespace)
            namespace[name]()
        names = [f"f{i}" for i in range(300)]
        with swiftprof.profile() as p:
            for _ in range(20):
                for name in names:
                    once(name)
        for name in names:
            (function,) = [f for f in p.functions if f.qualified_name == name]
            assert (function.ncall, function.file) == (20, f"{name}.py")
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_shutdown_with_profiling_on_is_clean_whatever_still_runs() -> None:
    result = run(
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


def test_a_recording_of_one_thread_may_be_stopped_by_another() -> None:
    result = run(
        """
        import swiftprof, threading, warnings
        warnings.simplefilter("error")
        swiftprof.start(threads=False)
        other = threading.Thread(target=swiftprof.stop)
        other.start()
        other.join()
        assert not swiftprof.is_running()
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(
    FREE_THREADED, reason="without the GIL a thread is known from its first event on"
)
def test_a_thread_that_has_not_run_yet_is_not_taken_for_the_one_that_made_it() -> None:
    result = run(
        """
        import sys, _thread, threading, swiftprof
        sys.setswitchinterval(10)  # the new thread gets no turn before the end
        swiftprof.start()
        _thread.start_new_thread(sum, ((),))
        profile = swiftprof.snapshot()
        swiftprof.stop()
        assert [t.name for t in profile.threads] == ["MainThread", ""], profile.threads
        assert profile.threads[1].ident != threading.get_ident()
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_the_child_of_a_fork_goes_on_alone() -> None:
    result = run(
        """
        import os, swiftprof, threading, time, warnings
        warnings.simplefilter("ignore", DeprecationWarning)  # of 3.12 and later: fork beside threads
        def work():
            return sum(range(100_000))
        threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()
        swiftprof.start()
        work()
        pid = os.fork()
        work()
        profile = swiftprof.stop()
        assert profile[work].ncall == 2
        main = next(t for t in profile.threads if t.name == "MainThread")
        assert main.cpu_ns <= main.wall_ns
        if pid == 0:
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        """
    )
    assert (result.returncode, result.stderr) == (0, "")


if "setprofile" in USABLE:

    def test_a_program_that_swaps_the_profile_function_away_and_back_goes_on_being_profiled() -> (
        None
    ):
        result = run(
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
    result = run(
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
    result = run(
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
