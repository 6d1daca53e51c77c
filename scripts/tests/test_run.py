"""What CI says is what happened, also of steps that run side by side."""

import os
import re

import pytest

from checks.run import run_steps
from checks.step import Outcome, SideBySide, Step, check, say


def fail_oddly() -> Outcome:
    raise RuntimeError("odd")


def test_an_exception_fails_its_step_and_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    good = Step("good", lambda: Outcome(passed=2))
    chain = [Step("bad", fail_oddly), good]
    total = run_steps([good, Step("bad too", fail_oddly), SideBySide([chain, [good]])])
    assert (total.passed, total.failed) == (6, 2)
    printed = capfd.readouterr().out
    assert printed.endswith("6 passed, 2 failed\n")
    assert printed.count("RuntimeError: odd") == 2
    assert re.search(r"FAILED: \[2\] bad too\nFAILED: \[\d\] bad\n", printed)


def test_what_was_not_tested_is_said_at_the_step_and_at_the_end(
    capfd: pytest.CaptureFixture[str],
) -> None:
    run_steps([SideBySide([[Step("absent", lambda: Outcome(untested=("CPython 3.99",)))]])])
    assert capfd.readouterr().out.count("!!!!!! NOT TESTED: CPython 3.99\n") == 2


def test_output_of_steps_side_by_side_does_not_mix(capfd: pytest.CaptureFixture[str]) -> None:
    def chatter(name: str) -> Outcome:
        for _ in range(20):
            say(name)
            assert check("sh", "-c", f"echo {name}; echo {name} >&2").passed
        return Outcome(passed=1)

    names = ["alpha", "beta", "gamma"]
    run_steps([SideBySide([[Step(name, lambda name=name: chatter(name))] for name in names])])
    for section in capfd.readouterr().out.split("\n== ")[1:4]:
        found = set(re.findall("alpha|beta|gamma", section))
        assert len(found) == 1
        assert (
            section.count(found.pop()) == 1 + 20 * 5
        )  # title; said, twice in "$ sh ...", twice run


def test_steps_of_a_chain_run_in_order() -> None:
    order: list[int] = []
    chain = [Step(str(n), lambda n=n: order.append(n) or Outcome(passed=1)) for n in range(5)]
    run_steps([SideBySide([chain])])
    assert order == [0, 1, 2, 3, 4]


def test_a_program_that_is_not_there_is_a_failure(tmp_path: os.PathLike[str]) -> None:
    assert check(f"{tmp_path}/nothing").failed == 1
