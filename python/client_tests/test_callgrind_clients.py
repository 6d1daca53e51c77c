"""callgrind_annotate reads our callgrind files."""

import re
from collections import Counter

import swiftprof
from conftest import Run, Save


def amounts(line: str) -> list[int]:
    """The two event columns of a line of callgrind_annotate."""
    return [int(number.replace(",", "")) for number in re.findall(r"([\d,]+) \(", line)[:2]]


def test_totals_are_what_was_recorded(profile: swiftprof.Profile, save: Save, run: Run) -> None:
    output = run("callgrind_annotate", "--auto=no", "--threshold=100", save("callgrind"))
    (line,) = [line for line in output.splitlines() if "PROGRAM TOTALS" in line]
    assert amounts(line) == [
        sum(thread.wall_ns for thread in profile.threads),
        sum(thread.cpu_ns for thread in profile.threads),
    ]


def test_inclusive_times_are_exact_under_recursion(
    profile: swiftprof.Profile, save: Save, run: Run
) -> None:
    output = run(
        "callgrind_annotate", "--auto=no", "--threshold=100", "--inclusive=yes", save("callgrind")
    )
    shown = Counter(
        tuple(amounts(line)) for line in output.splitlines() if " [" in line or ":" in line
    )
    for function in profile.functions:
        if function.wall_total_ns and function.kind == "python":
            assert shown[function.wall_total_ns, function.cpu_total_ns], function
