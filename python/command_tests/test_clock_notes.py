"""What a report says of clocks that are not what they should be: sandboxes, settings, no rseq."""

import errno
import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import sandbox
import swiftprof
from commands import clean_environment, run_command

SANDBOX = Path(sandbox.__file__)
CLOCKS = swiftprof.clock_info()
needs_counter = pytest.mark.skipif(
    CLOCKS.wall_clock != "time-stamp counter", reason=f"NOT TESTED HERE: {CLOCKS.wall_reason}"
)
needs_rseq = pytest.mark.skipif(
    "rseq" not in CLOCKS.cpu_clock, reason=f"NOT TESTED HERE: {CLOCKS.cpu_reason}"
)
REFUSED = "the kernel refuses rseq, as in a sandbox"

PROGRAM = """\
import time

def work(): return sum(range(1000))
def rest(): time.sleep(0.05)

for _ in range(100): work()
rest()
"""


@pytest.fixture
def recorded(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Record PROGRAM, perhaps without a system call: what the report prints, and the profile."""

    def record(*, refused: int = 0, error: int = errno.ENOSYS, **environment: str):  # type: ignore[no-untyped-def]
        (tmp_path / "program.py").write_text(PROGRAM)
        command = [sys.executable, "-m", "swiftprof", "-o", "p.pb.gz", "program.py"]
        if refused:
            command = [sys.executable, str(SANDBOX), str(refused), str(error), *command]
        answer = subprocess.run(
            command, cwd=tmp_path, env=clean_environment() | environment,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr
        report = run_command("report", "p.pb.gz", cwd=tmp_path)
        profile = swiftprof.Profile.load(tmp_path / "p.pb.gz")
        assert profile["work"].ncall == 100
        assert profile["rest"].wall_total >= 0.05 > 5 * profile["rest"].cpu_total
        for function in profile:
            assert 0 <= function.cpu_self_ns <= function.wall_self_ns
        return " ".join(report.stdout.split()), profile

    return record


def costs(note: str) -> float:
    """Nanoseconds, of the first time that stands in a note."""
    number, unit = re.search(r"([\d.]+) (ns|us|ms)\b", note).groups()  # type: ignore[union-attr]
    return float(number) * {"ns": 1, "us": 1e3, "ms": 1e6}[unit]


@needs_counter
@needs_rseq
def test_good_clocks_have_no_notes(recorded) -> None:  # type: ignore[no-untyped-def]
    printed, profile = recorded()
    assert profile.clock_notes == ()
    assert "beware" not in printed


@needs_rseq
@pytest.mark.parametrize("error", [errno.ENOSYS, errno.EPERM])
def test_where_a_sandbox_refuses_rseq_the_report_says_so_and_what_it_costs(
    recorded,  # type: ignore[no-untyped-def]
    error: int,
) -> None:
    printed, profile = recorded(refused=sandbox.RSEQ, error=error)
    (note,) = profile.clock_notes
    assert note.startswith("every event reads the CPU clock by a system call of ")
    assert note.endswith(f": {REFUSED}")
    assert 10 < costs(note) < 1e6
    assert "a system call per event" in printed
    assert note in printed
    assert not profile.header.rseq


@needs_rseq
def test_where_the_c_library_was_told_to_do_without_rseq_the_report_says_so(recorded) -> None:  # type: ignore[no-untyped-def]
    printed, profile = recorded(GLIBC_TUNABLES="glibc.pthread.rseq=0")
    (note,) = profile.clock_notes
    assert note.endswith(": GLIBC_TUNABLES rules rseq out")
    assert note in printed


@needs_counter
@needs_rseq
def test_where_the_counter_was_ruled_out_the_report_says_so(recorded) -> None:  # type: ignore[no-untyped-def]
    printed, profile = recorded(SWIFTPROF_CLOCK="monotonic")
    note = "wall times are CLOCK_MONOTONIC's: SWIFTPROF_CLOCK asks for it"
    assert profile.clock_notes == (note,)
    assert note in printed
    assert not profile.header.tsc


@needs_rseq
@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_threads_that_gave_rseq_up_tell_waiting_from_running_and_are_counted(
    tmp_path: Path,
) -> None:
    """As those of a library that registers an area of its own; the main thread keeps its."""
    program = """
        import threading, time
        import sandbox, swiftprof

        def spin():
            end = time.thread_time_ns() + 30_000_000
            while time.thread_time_ns() < end:
                sum(range(100))

        def work():
            for _ in range(100):
                time.sleep(0.0002)
            spin()

        def without_rseq():
            sandbox.give_rseq_up()
            work()

        with swiftprof.profile(exclude="sandbox") as p:
            threads = [threading.Thread(target=without_rseq) for _ in range(3)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            work()
        assert p[work].ncall == 4
        assert p["sleep"].wall_self >= 4 * 100 * 0.0002
        assert p["sleep"].cpu_self < p["sleep"].wall_self / 2, p["sleep"]
        assert p.profile.raw[spin].cpu_total >= 4 * 0.029, p[spin]  # spin looks at the clock itself
        p.save("p.pb.gz")
        """
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=tmp_path, capture_output=True, text=True,
        timeout=60, env=clean_environment() | {"PYTHONPATH": _with_sandbox()}, check=False,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    profile = swiftprof.Profile.load(tmp_path / "p.pb.gz")
    assert profile.header.rseq
    assert [note for note in profile.clock_notes if "threads" in note] == [
        "events of 3 threads read the CPU clock by a system call each: the kernel knows no rseq of theirs"
    ]


def _with_sandbox() -> str:
    paths = [str(SANDBOX.parent), os.environ.get("PYTHONPATH", "")]
    return os.pathsep.join(path for path in paths if path)


@needs_rseq
def test_notes_stand_in_json_and_in_the_page_and_outlive_merging(
    recorded,  # type: ignore[no-untyped-def]
    tmp_path: Path,
) -> None:
    _, profile = recorded(GLIBC_TUNABLES="glibc.pthread.rseq=0", SWIFTPROF_CLOCK="monotonic")
    assert len(profile.clock_notes) == 2
    profile.save(tmp_path / "p.json")
    header = json.loads((tmp_path / "p.json").read_text())["header"]
    assert header["clock_notes"] == list(profile.clock_notes)
    assert swiftprof.merge([profile, profile]).clock_notes == profile.clock_notes
    assert profile.filter(focus="work").clock_notes == profile.clock_notes
