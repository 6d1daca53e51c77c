"""What accuracy_run.py has sampled, as figures: ratios of phases; share error and worst phase of programs."""

from collections.abc import Sequence
from statistics import fmean, median, quantiles
from typing import Any

STEADY = 1.10  # the times and probes of one comparison that should be the same differ by no more
FEWEST_STEADY = 5  # with fewer of these, the median is of all comparisons

Sample = dict[str, Any]  # of accuracy_run.py: one phase in one round


CONTROL = "no profiler"


def figures(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By reading ("swiftprof", "swiftprof raw", "cProfile", "yappi"). See `_reading` for what it holds."""
    rounds: list[list[Sample]] = run["rounds"]
    readings = rounds[0][0]["reported_ns"]
    return {reading: _reading(reading, run["phases"], rounds) for reading in readings}


def control(run: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """How far the benchmark is from the truth itself: the second of the true times against the first."""
    rounds = [[_control_sample(sample) for sample in samples] for samples in run["rounds"]]
    return {CONTROL: _reading(CONTROL, run["phases"], rounds)}


def _control_sample(sample: Sample) -> Sample:
    before, after = sample["true_ns"]
    probe_before, probe_after = sample["true_probe_ns"]
    return {
        **sample,
        "true_ns": [before, before],
        "true_probe_ns": [probe_before, probe_before],
        "dilated_ns": after,
        "probe_ns": probe_after,
        "reported_ns": {CONTROL: after},
    }


def _reading(reading: str, phases: Sequence[str], rounds: list[list[Sample]]) -> dict[str, Any]:
    """Without "phases" where one of them was not seen; `left_out` says so then.

    share_error: half the sum of the differences between true and reported shares of time, 0 to 1.
    worst_factor: of the worst phase, how many times too large or too small its time is, at least 1.
    """
    unseen = {
        phase
        for samples in rounds
        for phase, sample in zip(phases, samples, strict=True)
        if sample["reported_ns"][reading] is None
    }
    if unseen:
        return {"left_out": f"it reports nothing of {', '.join(sorted(unseen))}"}
    by_phase = [
        _phase(phase, [samples[i] for samples in rounds], reading) for i, phase in enumerate(phases)
    ]
    true = [phase["true_ns"] for phase in by_phase]
    reported = [phase["true_ns"] * phase["ratio"] for phase in by_phase]
    worst = max(by_phase, key=lambda phase: _factor(phase["ratio"]))
    return {
        "share_error": share_error(true, reported),
        "share_error_p10_p90": _spread([_round_error(samples, reading) for samples in rounds]),
        "worst_phase": worst["name"],
        "worst_factor": _factor(worst["ratio"]),
        "slowdown": sum(phase["slowdown"] * phase["true_ns"] for phase in by_phase) / sum(true),
        "rounds": len(rounds),
        "phases": by_phase,
    }


def share_error(true: Sequence[float], reported: Sequence[float]) -> float:
    """Total variation distance of the shares, 0 to 1. >>> share_error([1, 1], [3, 1])  # 0.25"""
    pairs = zip(true, reported, strict=True)
    return sum(abs(t / sum(true) - r / sum(reported)) for t, r in pairs) / 2


def _phase(name: str, samples: list[Sample], reading: str) -> dict[str, Any]:
    """ratio: reported over true time, the median of the comparisons that met a steady machine."""
    steady = [sample for sample in samples if _is_steady(sample)]
    used = steady if len(steady) >= FEWEST_STEADY else samples
    ratios = [sample["reported_ns"][reading] / fmean(sample["true_ns"]) for sample in used]
    typical_probe = median(sum(map(sum, each["true_probe_ns"])) / 4 for each in samples)
    true = [sum(each["true_ns"]) / sum(map(sum, each["true_probe_ns"])) for each in used]
    return {
        "name": name,
        "true_ns": median(true) * 2 * typical_probe,
        "ratio": median(ratios),
        "ratio_p10_p90": _spread(ratios),
        "slowdown": median(each["dilated_ns"] / fmean(each["true_ns"]) for each in used),
        "steady": len(steady),
    }


def enough_steady(rounds: list[list[Sample]]) -> bool:
    """Whether every phase has comparisons enough that met a steady machine."""
    return all(
        sum(map(_is_steady, samples)) >= FEWEST_STEADY for samples in zip(*rounds, strict=True)
    )


def _is_steady(sample: Sample) -> bool:
    """Nobody took the processor away, and its speed stayed."""
    if sample["switches"]:
        return False
    probes = [*sample["probe_ns"], *(probe for pair in sample["true_probe_ns"] for probe in pair)]
    before, after = sample["true_ns"]
    return max(probes) <= STEADY * min(probes) and max(before, after) <= STEADY * min(before, after)


def _round_error(samples: list[Sample], reading: str) -> float:
    """What this one recording would have told its user."""
    true = [fmean(sample["true_ns"]) for sample in samples]
    return share_error(true, [sample["reported_ns"][reading] for sample in samples])


def _factor(ratio: float) -> float:
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")


def _spread(values: Sequence[float]) -> list[float]:
    deciles = quantiles(values, n=10, method="inclusive")
    return [deciles[0], deciles[-1]]
