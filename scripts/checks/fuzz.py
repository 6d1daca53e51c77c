"""Step: a short run of the fuzzers of the readers; `scripts/fuzz --runs 1000000` is the long one."""

from .step import Outcome, Step, check

SECONDS_PER_READER = 20


def steps(*, sanitizers: bool) -> list[Step]:
    if not sanitizers:
        left_out = Outcome(untested=("fuzzing (--quick)",))
        return [Step("fuzz the readers of files", lambda: left_out)]
    return [
        Step(
            f"fuzz the readers of files, {SECONDS_PER_READER} seconds each",
            lambda: check("scripts/fuzz", "--seconds", str(SECONDS_PER_READER)),
        )
    ]
