"""What each greenlet had: time, steps, its name."""

import threading
import time
from collections.abc import Callable

import pytest

import sample
import swiftprof
from greenlet_programs import assert_self_times_add_up, greenlet, older, spin


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_each_greenlet_has_its_own_cpu_and_waiting_time() -> None:
    def busy() -> None:
        for _ in range(5):
            spin(0.01)
            main.switch()

    def asleep() -> None:
        for _ in range(5):
            time.sleep(0.01)
            main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    both = [greenlet.greenlet(busy), greenlet.greenlet(asleep)]
    for _ in range(6):
        for one in both:
            one.switch()
    profile = swiftprof.stop().raw  # spin() looks at the clock itself
    assert profile[busy].cpu_total >= 0.045
    assert profile[asleep].wait_total >= 0.045
    assert profile[asleep].cpu_total < profile[busy].cpu_total / 2
    assert_self_times_add_up(profile)


def contexts(profile: swiftprof.Profile) -> dict[str, swiftprof.Context]:
    found = {each.name: each for each in profile.contexts if each.kind == "greenlet"}
    assert len(found) == len(profile.contexts)
    return found


class Named(greenlet.greenlet):  # type: ignore[misc]
    def __init__(self, name: str, run: Callable[..., object]) -> None:
        super().__init__(run)
        self.name = name


@pytest.mark.flaky(reruns=4, reruns_delay=1)  # see CONTRIBUTING, "Tests"
def test_each_greenlet_is_a_context_with_totals_of_its_own() -> None:
    def busy() -> None:
        spin(0.03)
        main.switch()
        spin(0.01)

    def asleep() -> None:
        time.sleep(0.03)
        main.switch()
        main.switch()

    main = greenlet.getcurrent()
    swiftprof.start()
    one, other = Named("spinner", busy), greenlet.greenlet(asleep)
    for each in (one, other, one, other):
        each.switch()
    profile = swiftprof.stop().raw  # spin() looks at the clock itself
    found = contexts(profile)
    assert set(found) == {"main", "spinner", "Greenlet-1"}
    spinner, sleeper, rest = found["spinner"], found["Greenlet-1"], found["main"]
    assert (spinner.steps, sleeper.steps, rest.steps) == (2, 2, 5)
    assert (spinner.ended, sleeper.ended, rest.ended) == (True, False, False)
    assert spinner.function.endswith("busy") and sleeper.function.endswith("asleep")
    assert spinner.cpu_ns >= 35_000_000 and sleeper.wait >= 0.025 > sleeper.cpu
    assert spinner.longest_step_ns >= 25_000_000
    assert any(name.endswith("busy") for name in spinner.longest_step_path)
    assert sleeper.longest_step_path[-1] == "time.sleep"
    (thread,) = profile.threads
    assert thread.wall_ns <= sum(each.wall_ns for each in found.values()) <= thread.duration_ns + 9
    for each in (spinner, sleeper):
        assert each.thread == thread
        assert each.wall_ns + each.suspended_ns <= thread.duration_ns


def test_classes_of_greenlets_name_them() -> None:
    class Fetcher(greenlet.greenlet):  # type: ignore[misc]
        pass

    swiftprof.start()
    for _ in range(2):
        Fetcher(sample.leaf).switch()
    greenlet.greenlet(sample.leaf).switch()
    assert set(contexts(swiftprof.stop())) == {"main", "Fetcher-1", "Fetcher-2", "Greenlet-3"}


def test_a_program_that_only_loads_the_library_has_no_contexts() -> None:
    swiftprof.start()
    thread = threading.Thread(target=sample.leaf)
    thread.start()
    thread.join()
    assert swiftprof.stop().contexts == ()


def test_a_greenlet_older_than_the_recording_is_a_context_from_its_first_switch() -> None:
    main = greenlet.getcurrent()
    old = Named("old", older)
    old.switch(main)
    swiftprof.start()
    old.switch()
    old.switch()
    found = contexts(swiftprof.stop())
    assert (found["old"].steps, found["old"].ended) == (2, True)
    assert found["old"].function.endswith("older")
