"""swiftprof.cprofile counts, times and names as cProfile of the same interpreter does."""

import cProfile
import gc
import io
import pstats
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from typing import Any

import pytest

import swiftprof.cprofile
from cprofile_oracle import counted_by_both
from random_programs import random_program
from ticking_programs import ticking_program


@pytest.fixture(autouse=True)
def no_collections() -> Iterator[None]:
    """What a collection calls would be in one profile and not in the other."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_are_counted_as_by_cprofile(seed: int) -> None:
    program = random_program(seed)
    program()  # imports and caches are the same for both, then
    theirs, ours = counted_by_both(program)
    assert ours == theirs


# Both take whole units and a unit, or seconds.
TIMERS: dict[str, Callable[[Any], tuple[Any, float]]] = {
    "whole units": lambda clock: (clock, 0.25),
    "seconds": lambda clock: (clock.seconds, 0.0),
}


@pytest.mark.parametrize("kind", TIMERS)
@pytest.mark.parametrize("seed", range(12))
def test_random_call_trees_have_cprofiles_times_to_the_last_unit(seed: int, kind: str) -> None:
    clock, program = ticking_program(seed)
    found = []
    for module in (cProfile, swiftprof.cprofile):
        profile: Any = module.Profile(*TIMERS[kind](clock))
        profile.runcall(program)
        profile.create_stats()
        found.append({one: exact(numbers) for one, numbers in profile.stats.items()})
        (disable,) = [one for one in found[-1] if "disable" in one[2]]
        del found[-1][disable]  # of the time that it takes cProfile sees a part
    assert found[1] == found[0]
    assert len(found[0]) > 2 and any(numbers[3] > 0 for numbers in found[0].values())


def test_the_random_call_trees_recur_and_are_no_small_ones() -> None:
    sizes, recursive = [], 0
    for seed in range(12):
        clock, program = ticking_program(seed)
        profile = swiftprof.cprofile.Profile(clock)
        profile.runcall(program)
        entries = profile.getstats()
        sizes.append(sum(entry.callcount for entry in entries))
        recursive += any(entry.reccallcount for entry in entries)
    assert recursive >= 10 and sorted(sizes)[6] > 100


@pytest.mark.parametrize("sort", ["stdname", "cumulative", "tottime", "ncalls"])
def test_the_printed_text_is_cprofiles_for_the_same_numbers(sort: str) -> None:
    clock, program = ticking_program(3)
    texts = []
    for module in (cProfile, swiftprof.cprofile):
        profile: Any = module.Profile(clock, 0.25)
        profile.runcall(program)
        texts.append(printed(lambda one=profile: one.print_stats(sort)))
    assert sorted(texts[1].splitlines()) == sorted(texts[0].splitlines())  # ties come in any order
    assert texts[1].splitlines()[:5] == texts[0].splitlines()[:5]


@pytest.mark.parametrize("method", ["print_callers", "print_callees"])
def test_pstats_prints_the_same_callers_and_callees(method: str) -> None:
    clock, program = ticking_program(5)
    texts = []
    for module in (cProfile, swiftprof.cprofile):
        profile: Any = module.Profile(clock, 0.25)
        profile.runcall(program)
        stream = io.StringIO()
        getattr(pstats.Stats(profile, stream=stream).sort_stats("stdname"), method)()
        texts.append(stream.getvalue())
    assert texts[1] == texts[0]


def test_run_prints_the_lines_that_cprofile_prints() -> None:
    texts = [
        printed(lambda one=one: one.run("len([]); sum([1])"))
        for one in (cProfile, swiftprof.cprofile)
    ]
    assert names_and_calls(texts[1]) == names_and_calls(texts[0])
    assert "5 function calls in " in texts[1]


NAMED: dict[str, Callable[[], object]] = {
    "functions of modules": lambda: (len([]), sys.getsizeof(1)),
    "methods": lambda: ([].append(1), "a".upper(), {}.get(1)),
    "class methods": lambda: (dict.fromkeys([]), bytes.fromhex(""), int.from_bytes(b"")),
    "static methods": lambda: str.maketrans({}),
    "__new__": lambda: (object.__new__(object), str.__new__(str)),
    "a class of the program's": lambda: type("Own", (), {"method": lambda self: None})().method(),
}


@pytest.mark.parametrize("what", NAMED)
def test_c_functions_have_cprofiles_names(what: str) -> None:
    names = []
    for module in (cProfile, swiftprof.cprofile):
        profile: Any = module.Profile()
        profile.runcall(NAMED[what])
        names.append({entry.code for entry in profile.getstats() if isinstance(entry.code, str)})
    assert names[1] == names[0]


def test_resumptions_are_calls_and_collections_are_none() -> None:
    def values() -> Iterator[int]:
        yield from (1, 2)

    with swiftprof.cprofile.Profile() as profile:
        list(values())
        gc.collect()
    profile.create_stats()
    numbers = {one[2]: entry[:2] for one, entry in profile.stats.items()}
    assert numbers["values"] == (3, 3)
    assert numbers["<built-in method gc.collect>"] == (1, 1)
    assert not [name for name in numbers if "generation" in name]


def exact(numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    """Times in nanoseconds. WHY: cProfile multiplies by 1e-9 where swiftprof divides by 10**9."""
    cc, nc, tt, ct, callers = numbers
    of_callers = {
        caller: (*tally[:2], round(tally[2] * 1e9), round(tally[3] * 1e9))
        for caller, tally in callers.items()
    }
    return (cc, nc, round(tt * 1e9), round(ct * 1e9), of_callers)


def printed(call: Callable[[], object]) -> str:
    with redirect_stdout(io.StringIO()) as stream:
        call()
    return stream.getvalue()


def names_and_calls(table: str) -> list[tuple[str, str]]:
    lines = [line.split(maxsplit=5) for line in table.splitlines()]
    return sorted((words[0], words[5]) for words in lines if len(words) == 6)
