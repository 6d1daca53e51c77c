"""What speedscope demands of a file: its schema and the checks of its importer, written down anew.

Source: `src/lib/file-format-spec.ts`, `file-format.ts`, `profile.ts` (CallTreeProfileBuilder) of speedscope.
"""

from collections import Counter
from typing import Any

UNITS = {"none", "nanoseconds", "microseconds", "milliseconds", "seconds", "bytes"}
FRAME_KEYS = {"name": str, "file": str, "line": int, "col": int}
Weights = Counter[tuple[int, ...]]


def check(file: dict[str, Any]) -> dict[str, Weights]:
    """The weight of each stack of frames, by profile. Raises AssertionError."""
    assert file["$schema"] == "https://www.speedscope.app/file-format-schema.json"
    assert isinstance(file["name"], str) and isinstance(file["exporter"], str)
    frames = file["shared"]["frames"]
    for frame in frames:
        assert "name" in frame
        assert all(type(value) is FRAME_KEYS[key] for key, value in frame.items()), frame
    assert 0 <= file["activeProfileIndex"] < len(file["profiles"])
    weights = {profile["name"]: _weights(profile, len(frames)) for profile in file["profiles"]}
    assert len(weights) == len(file["profiles"]), "two profiles of one name"
    return weights


def _weights(profile: dict[str, Any], frame_count: int) -> Weights:
    assert profile["type"] == "evented" and profile["unit"] in UNITS
    assert type(profile["startValue"]) is type(profile["endValue"]) is int
    now = profile["startValue"]
    stack: list[int] = []
    weights: Weights = Counter()
    for event in profile["events"]:
        assert event["at"] >= now, "time goes back"
        assert 0 <= event["frame"] < frame_count
        weights[tuple(stack)] += event["at"] - now
        now = event["at"]
        if event["type"] == "O":
            stack.append(event["frame"])
        else:
            assert event["type"] == "C"
            assert stack.pop() == event["frame"], "another frame is closed than was opened last"
    assert not stack, "frames left open"
    assert profile["endValue"] >= now
    weights[()] += profile["endValue"] - now
    return +weights
