"""The clocks: which are in use, their fallbacks on a real interpreter, and whether they tell the truth."""

import os
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import swiftprof

NO_TSC = {"SWIFTPROF_CLOCK": "monotonic"}
NO_RSEQ = {"GLIBC_TUNABLES": "glibc.pthread.rseq=0"}
USUAL = swiftprof.clock_info()
FALLBACKS = {
    "the clocks of this machine": ({}, [USUAL.wall_clock, USUAL.cpu_clock]),
    "no rseq": (NO_RSEQ, [USUAL.wall_clock, "CLOCK_THREAD_CPUTIME_ID"]),
    "neither": (NO_TSC | NO_RSEQ, ["CLOCK_MONOTONIC", "CLOCK_THREAD_CPUTIME_ID"]),
}
if "rseq" in USUAL.cpu_clock:
    FALLBACKS["no time-stamp counter"] = (
        NO_TSC,
        ["CLOCK_MONOTONIC", "CLOCK_MONOTONIC checked by rseq"],
    )

PROGRAM = """
import swiftprof, threading, time

ran_ns = 0

def sleep():
    time.sleep(0.2)

def spin():
    global ran_ns
    begin = now = time.thread_time_ns()
    while now < begin + 100_000_000:
        for _ in range(100): pass
        now = time.thread_time_ns()
    ran_ns += now - begin

def both():
    sleep()
    spin()

info = swiftprof.clock_info()
assert [info.wall_clock, info.cpu_clock] == EXPECTED, info
with swiftprof.profile() as p:
    thread = threading.Thread(target=both)
    thread.start()
    both()
    thread.join()
p = p.profile.raw  # the program looks at the clock itself
assert p[sleep].ncall == p[spin].ncall == 2
assert p[sleep].cpu_total < 0.04 and 0.4 <= p[sleep].wall_total < 2, p[sleep]
assert ran_ns >= 200_000_000
assert abs(p[spin].cpu_total_ns - ran_ns) < 0.03 * ran_ns, (p[spin], ran_ns)
for function in p.functions:
    assert 0 <= function.cpu_self_ns <= function.wall_self_ns, function
print(info)
"""


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
@pytest.mark.parametrize("clocks", FALLBACKS)
def test_waiting_and_running_are_told_apart_with(clocks: str) -> None:
    settings, expected = FALLBACKS[clocks]
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM).replace("EXPECTED", repr(expected))],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, "")


def busy(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(50))


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_the_cpu_clock_agrees_with_the_system_call_for_every_thread() -> None:
    cpu_ns: dict[int, int] = {}

    def work(seconds: float) -> None:
        born_ns = time.thread_time_ns()
        for _ in range(10):
            busy(seconds / 10)
            time.sleep(0.005)
        cpu_ns[threading.get_ident()] = time.thread_time_ns() - born_ns

    with swiftprof.profile() as p:
        threads = [threading.Thread(target=work, args=(0.1,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    raw = p.profile.raw
    measured = {
        node.thread.ident: node.cpu_total_ns
        for node in raw.tree.walk()
        if node.function == raw[work]
    }
    assert measured.keys() == cpu_ns.keys()
    for ident, expected in cpu_ns.items():
        assert abs(measured[ident] - expected) < 0.02 * expected + 1_000_000


def test_wall_times_agree_with_the_monotonic_clock() -> None:
    start = time.monotonic_ns()
    with swiftprof.profile() as p:
        time.sleep(0.3)
    elapsed = time.monotonic_ns() - start
    assert 0.3 <= p.functions[0].wall_total <= elapsed / 1e9
