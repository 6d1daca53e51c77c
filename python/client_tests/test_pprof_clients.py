"""`go tool pprof` reads our native files: exact times and calls, with recursion counted once."""

import re
from collections import Counter

import pytest

import swiftprof
from conftest import Run, Save

TIMES = {"wall": ("wall_self_ns", "wall_total_ns"), "cpu": ("cpu_self_ns", "cpu_total_ns")}


@pytest.fixture
def top(save: Save, run: Run) -> Run:
    """Rows of `-top`, by name: own value and value with callees; "": the sum of what is shown."""
    file = save("pprof", ".pb.gz")

    def rows(index: str, *options: str) -> dict[str, tuple[int, int]]:
        output = run(
            "go", "tool", "pprof", "-top", "-unit=ns", "-nodecount=100000", "-nodefraction=0",
            f"-sample_index={index}", *options, file,
        )  # fmt: skip
        (total,) = re.findall(r"^Showing nodes accounting for (\d+)", output, re.MULTILINE)
        found = {"": (int(total), int(total))}
        for line in output.split("\n"):
            cells = re.fullmatch(
                r" *(\d+)(?:ns)? +[\d.]+% +[\d.]+% +(\d+)(?:ns)? +[\d.]+% +(.*)", line
            )
            if cells:
                found[cells[3].removesuffix(" (inline)")] = int(cells[1]), int(cells[2])
        return found

    return rows


@pytest.mark.parametrize("clock", TIMES)
def test_times_are_those_of_the_profile(profile: swiftprof.Profile, top: Run, clock: str) -> None:
    rows = top(clock)
    own, total = TIMES[clock]
    for function in plainly_named(profile):
        expected = getattr(function, own), getattr(function, total)
        if any(expected):
            assert rows[function.display_name] == expected, function
    assert rows[""][0] == sum(getattr(function, own) for function in profile.functions)


def test_calls_are_those_of_the_profile(profile: swiftprof.Profile, top: Run) -> None:
    rows = top("calls")
    for function in plainly_named(profile):
        if function.ncall:
            assert rows[function.display_name][0] == function.ncall, function


def test_threads_can_be_told_apart(profile: swiftprof.Profile, top: Run) -> None:
    sums: Counter[str] = Counter()
    for thread in profile.threads:
        sums[thread.name] += thread.wall_ns - thread.wall_self_ns  # that is outside of any function
    for name, wall_ns in sums.items():
        assert top("wall", f"-tagfocus=thread=^{re.escape(name)}$")[""][0] == wall_ns


def plainly_named(profile: swiftprof.Profile) -> list[swiftprof.Function]:
    """Those whose line of text can be taken apart again."""
    uses = Counter(function.display_name for function in profile.functions)
    return [
        function
        for function in profile.functions
        if function.kind == "python"
        and uses[function.display_name] == 1
        and re.fullmatch(r"[\w.<>]+", function.display_name)
    ]
