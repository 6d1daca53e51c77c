"""Targeted recordings: the functions that were named, and nothing else."""

import inspect
import sys
import threading

import pytest

import sample
import swiftprof
from backends import USABLE

each_backend = pytest.mark.parametrize("backend", USABLE)


def names(profile: swiftprof.Profile) -> set[str]:
    return {one.qualified_name for one in profile.functions}


@each_backend
def test_only_the_target_is_recorded(backend: str) -> None:
    swiftprof.start(targets=["sample:middle"], backend=backend)
    assert sample.outer() == 6
    sample.fib(5)
    profile = swiftprof.stop()
    assert names(profile) == {"middle"}
    middle = profile[sample.middle]
    assert (middle.ncall, middle.nprim, middle.open) == (2, 2, 0)
    assert middle.wall_self_ns == middle.wall_total_ns > 0
    assert middle.cpu_total_ns > 0
    assert profile.missing_targets == {}


@each_backend
def test_below_records_all_that_a_target_calls_and_nothing_around_it(backend: str) -> None:
    swiftprof.start(targets=["sample:middle"], below=True, backend=backend)
    sample.outer()
    sample.use_builtins(2)
    profile = swiftprof.stop()
    assert profile[sample.middle].ncall == 2
    assert profile[sample.leaf].ncall == 5, "one call of leaf is not below middle"
    assert profile["builtins.sum"].ncall == 2
    assert not {"outer", "use_builtins", "list.append"} & names(profile)


@each_backend
def test_targets_that_targets_call_are_nested(backend: str) -> None:
    swiftprof.start(targets=["sample:outer", "sample:leaf"], backend=backend)
    sample.outer()
    profile = swiftprof.stop()
    assert {edge.caller.name for edge in profile.callers(sample.leaf) if edge.caller} == {"outer"}
    outer, leaf = profile[sample.outer], profile[sample.leaf]
    assert leaf.ncall == 6
    assert outer.wall_self_ns + leaf.wall_total_ns == outer.wall_total_ns


@each_backend
def test_recursion_is_counted_as_ever(backend: str) -> None:
    swiftprof.start(targets=["sample:fib"], backend=backend)
    sample.fib(10)
    fib = swiftprof.stop()[sample.fib]
    assert (fib.ncall, fib.nprim) == (177, 1)


@each_backend
def test_an_exception_ends_a_targets_call(backend: str) -> None:
    swiftprof.start(targets=["sample:fail", "sample:leaf"], backend=backend)
    sample.fail_and_recover(3)
    profile = swiftprof.stop()
    assert profile[sample.fail].ncall == 4
    assert profile[sample.fail].open == 0
    assert [edge.caller for edge in profile.callers(sample.leaf)] == [None]


@each_backend
def test_methods_of_every_kind_are_targets(backend: str) -> None:
    swiftprof.start(targets=["sample:Shape.*"], backend=backend)
    sample.use_shapes()
    profile = swiftprof.stop()
    assert {one.qualified_name: one.ncall for one in profile.functions} == {
        "Shape.__init__": 1, "Shape.area": 1, "Shape.scale": 1, "Shape.square": 1,
        "Shape.corners": 1,
    }  # fmt: skip


@each_backend
def test_every_thread_is_recorded(backend: str) -> None:
    swiftprof.start(targets=["sample:fib"], backend=backend)
    threads = [threading.Thread(target=sample.fib, args=(5,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert swiftprof.stop()[sample.fib].ncall == 3 * 15


@each_backend
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("sample:fibb", "no function fibb in sample; did you mean fib"),
        ("sample:Shape.aera", r"did you mean Shape\.area"),
        ("sampel:fib", "module sampel was never imported; did you mean sample"),
        ("no_such_module_at_all*:fib", "a module like no_such_module_at_all. was never imported"),
    ],
)
def test_what_is_never_found_is_told_at_the_end(backend: str, name: str, says: str) -> None:
    swiftprof.start(targets=[name, "sample:leaf"], backend=backend)
    sample.leaf()
    assert swiftprof.snapshot().missing_targets == {name: "nothing was found so far"}
    with pytest.warns(RuntimeWarning, match=f"a target was not recorded: '{name[:6]}.*{says}"):
        profile = swiftprof.stop()
    assert list(profile.missing_targets) == [name]
    assert profile[sample.leaf].ncall == 1


@each_backend
def test_target_names_what_later_recordings_record_until_it_is_removed(
    backend: str,
) -> None:
    target = swiftprof.target("sample:leaf")
    try:
        for _ in range(2):
            with swiftprof.profile(backend=backend) as p:
                sample.outer()
            assert names(p.profile) == {"leaf"}
    finally:
        target.remove()
    with swiftprof.profile(backend=backend) as p:
        sample.outer()
    assert {"outer", "middle", "leaf"} <= names(p.profile)


@each_backend
def test_targets_of_target_and_of_start_add_up(backend: str) -> None:
    target = swiftprof.target("sample:middle", below=True)
    try:
        swiftprof.start(targets="sample:fib", backend=backend)
        sample.outer()
        sample.fib(2)
        profile = swiftprof.stop()
    finally:
        target.remove()
    assert {"middle", "leaf", "fib"} <= names(profile)
    assert sample.outer not in profile


@each_backend
def test_target_joins_a_recording_of_targets_that_is_on(backend: str) -> None:
    swiftprof.start(targets=["sample:fib"], backend=backend)
    sample.leaf()
    target = swiftprof.target("sample:leaf")
    sample.leaf()
    profile = swiftprof.stop()
    target.remove()
    assert profile[sample.leaf].ncall == 1


def test_target_is_refused_in_a_recording_of_everything() -> None:
    with (
        swiftprof.profile(),
        pytest.raises(swiftprof.AlreadyRunning, match="recording of everything"),
    ):
        swiftprof.target("sample:leaf")
    with swiftprof.profile() as p:
        sample.outer()
    assert sample.outer in p, "the refused target counts nevertheless"


@each_backend
def test_targets_may_be_added_and_imported_while_threads_call_them(backend: str) -> None:
    done = threading.Event()
    totals: list[int] = []

    def call() -> None:
        while not done.is_set():
            totals.append(sample.outer())

    threads = [threading.Thread(target=call) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            swiftprof.start(targets=["sample:outer"], backend=backend)
            target = swiftprof.target("sample:leaf")
            swiftprof.snapshot()
            target.remove()
            profile = swiftprof.stop()
            assert names(profile) <= {"outer", "leaf"}
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert set(totals) == {6}


@each_backend
def test_everything_is_as_before_when_the_recording_is_over(backend: str) -> None:
    def state() -> list[object]:
        functions = [sample.fib, sample.Shape.area, sample.Shape.__init__]
        return [
            (one.__code__, one.__defaults__, one.__kwdefaults__, dict(vars(one)), one.__closure__)
            for one in functions
        ] + [list(sys.meta_path)]

    before = state()
    swiftprof.start(targets=["sample:fib", "sample:Shape.*", "later*:x"], backend=backend)
    assert str(inspect.signature(sample.fib)) == "(n: int) -> int"
    sample.fib(3)
    with pytest.warns(RuntimeWarning):
        swiftprof.stop()
    assert state() == before


@each_backend
def test_filters_and_targets_work_together(backend: str) -> None:
    swiftprof.start(
        targets=["sample:outer"], below=True, exclude=["sample.middle"], backend=backend
    )
    sample.outer()
    profile = swiftprof.stop()
    assert {"outer", "leaf"} <= names(profile)
    assert "middle" not in names(profile)


@each_backend
def test_a_block_takes_targets(backend: str) -> None:
    with swiftprof.profile(targets=["sample:leaf"], backend=backend) as p:
        sample.outer()
    assert names(p.profile) == {"leaf"}
    assert p[sample.leaf].ncall == 6


@each_backend
@pytest.mark.parametrize("below", [False, True])
def test_other_threads_can_be_left_out(backend: str, below: bool) -> None:
    swiftprof.start(targets=["sample:fib"], below=below, threads=False, backend=backend)
    thread = threading.Thread(target=sample.fib, args=(5,))
    thread.start()
    thread.join()
    sample.fib(1)
    assert swiftprof.stop()[sample.fib].ncall == 1


@each_backend
@pytest.mark.parametrize("below", [False, True])
def test_clear_forgets_and_goes_on_with_the_targets(backend: str, below: bool) -> None:
    swiftprof.start(targets=["sample:middle"], below=below, backend=backend)
    sample.middle(2)
    swiftprof.clear()
    sample.middle(3)
    profile = swiftprof.stop()
    assert profile[sample.middle].ncall == 1
    assert (sample.leaf in profile) == below


@each_backend
def test_a_target_that_is_running_when_the_recording_stops_is_an_open_call(backend: str) -> None:
    taken: list[swiftprof.Profile] = []

    swiftprof.start(targets=["sample:middle"], backend=backend)
    original = sample.leaf
    sample.leaf = lambda: taken.append(swiftprof.stop()) or 1 if not taken else 1  # type: ignore
    try:
        assert sample.middle(2) == 2
    finally:
        sample.leaf = original
    middle = taken[0][sample.middle]
    assert (middle.ncall, middle.open) == (1, 1)
    assert not swiftprof.is_running()
    assert sample.middle(2) == 2
