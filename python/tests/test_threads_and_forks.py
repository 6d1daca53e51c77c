"""Recordings that threads and forks of the process take unawares."""

import pytest

from backends import FREE_THREADED
from running import run_text


def test_a_recording_of_one_thread_may_be_stopped_by_another() -> None:
    result = run_text(
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
    result = run_text(
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
    result = run_text(
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
