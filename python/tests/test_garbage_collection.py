"""Garbage collection is an entry of its own."""

import gc

import sample
import swiftprof


def test_a_collection_is_an_entry_of_its_own_per_generation() -> None:
    swiftprof.start()
    for generation in (0, 1, 2, 2):
        gc.collect(generation)
    profile = swiftprof.stop()
    found = {one.display_name: one.ncall for one in profile.functions if one.kind == "gc"}
    assert all(name.startswith("<gc") for name in found)
    assert len(found) == 3
    assert sorted(found.values())[-1] >= 2


def test_a_collection_is_not_charged_to_the_function_it_interrupts() -> None:
    def interrupted() -> None:
        garbage: list[object] = []
        for _ in range(200_000):
            item: list[object] = []
            item.append(item)
            garbage.append(item)

    gc.collect()
    swiftprof.start()
    interrupted()
    profile = swiftprof.stop()
    collections = [edge for edge in profile.callees(interrupted) if edge.callee.kind == "gc"]
    assert collections, "no automatic collection was seen"
    spent = sum(edge.wall_total_ns for edge in collections)
    function = profile[interrupted]
    assert spent > 0
    assert function.wall_self_ns <= function.wall_total_ns - spent


def test_functions_that_a_collection_runs_are_called_by_it() -> None:
    class Finalised:
        def __del__(self) -> None:
            sample.leaf()

    def make_garbage() -> None:
        first, second = Finalised(), Finalised()
        first.other, second.other = second, first  # type: ignore[attr-defined]

    make_garbage()
    swiftprof.start()
    gc.collect()
    profile = swiftprof.stop()
    (edge,) = profile.callers(Finalised.__del__)
    assert edge.caller is not None
    assert edge.caller.kind == "gc"
    assert edge.ncall == 2


def test_callbacks_of_others_stay_and_ours_goes() -> None:
    def callback(phase: str, info: dict[str, int]) -> None: ...

    gc.callbacks.append(callback)
    try:
        before = list(gc.callbacks)
        swiftprof.start()
        gc.collect()
        swiftprof.stop()
        assert gc.callbacks == before
    finally:
        gc.callbacks.remove(callback)
