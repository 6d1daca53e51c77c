"""Targeted profiling: recording the functions that were named, the rest at full speed."""

from ._missing import describe_missing
from ._names import TargetName
from ._recording import TargetedRecording, targeted_recording_of
from ._registry import Target, target

__all__ = [
    "Target",
    "TargetName",
    "TargetedRecording",
    "describe_missing",
    "target",
    "targeted_recording_of",
]
