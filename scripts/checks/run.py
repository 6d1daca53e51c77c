"""Runs steps, one by one or side by side, and counts."""

import os
import tempfile
import threading
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from .step import OUTPUT, Outcome, SideBySide, Step, say


def run_steps(entries: Sequence[Step | SideBySide]) -> Outcome:
    """Runs all of them, failed ones before or not, and prints the sum as the last line."""
    run = _Run(sum(map(_length, entries)))
    for entry in entries:
        if isinstance(entry, Step):
            run.now(entry)
        else:
            run.side_by_side(entry)
    run.print_summary()
    return run.total


def _length(entry: Step | SideBySide) -> int:
    return 1 if isinstance(entry, Step) else sum(map(len, entry.chains))


class _Run:
    """What has been counted so far. Steps may end on several threads."""

    def __init__(self, steps: int) -> None:
        self.total = Outcome()
        self._steps = steps
        self._ended = 0
        self._failures: list[str] = []
        self._lock = threading.Lock()

    def now(self, step: Step) -> None:
        print(self._header(step), flush=True)
        self._count(step, *_timed(step))

    def side_by_side(self, entry: SideBySide) -> None:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _ in pool.map(self._chain, entry.chains):
                pass

    def _chain(self, chain: Sequence[Step]) -> None:
        for step in chain:
            with tempfile.TemporaryFile("w+", errors="replace") as output:
                OUTPUT.set(output)
                outcome, seconds = _timed(step)
                output.seek(0)
                with self._lock:
                    print(self._header(step))
                    print(output.read(), end="")
                    self._count(step, outcome, seconds)

    def _header(self, step: Step) -> str:
        return f"\n== [{self._ended + 1}/{self._steps}] {step.title}"

    def _count(self, step: Step, outcome: Outcome, seconds: float) -> None:
        self._ended += 1
        self.total += outcome
        if outcome.failed:
            self._failures.append(f"[{self._ended}] {step.title}")
        _print_outcome(outcome, seconds)

    def print_summary(self) -> None:
        print("\n== summary")
        _print_untested(self.total)
        if self.total.skipped:
            print(f"{self.total.skipped} tests were skipped; each says why above")
        for title in self._failures:
            print(f"FAILED: {title}")
        print(f"{self.total.passed} passed, {self.total.failed} failed", flush=True)


def _timed(step: Step) -> tuple[Outcome, float]:
    """Outcome and seconds. An exception fails the step, and no other."""
    begin = time.monotonic()
    try:
        outcome = step.run()
    except Exception:
        say(traceback.format_exc())
        outcome = Outcome(failed=1)
    return outcome, time.monotonic() - begin


def _print_outcome(outcome: Outcome, seconds: float) -> None:
    _print_untested(outcome)
    skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
    print(
        f"   {outcome.passed} passed, {outcome.failed} failed{skipped}, {seconds:.1f} s", flush=True
    )


def _print_untested(outcome: Outcome) -> None:
    for line in outcome.untested:
        print(f"!!!!!! NOT TESTED: {line}")
