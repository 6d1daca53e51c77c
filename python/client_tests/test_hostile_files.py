"""What small files that ask for much memory get: a sentence, and no more than their size allows."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pprof_schema import profile_message

MEGABYTE = 1 << 20
# What ReadLimits.swift allows, and what Python and the allocator take besides.
FIXED_BYTES, BYTES_PER_BYTE, SLACK_BYTES = 32 * MEGABYTE, 20, 16 * MEGABYTE
LOAD = """
import json, sys
import swiftprof
def peak():  # not getrusage: its figure is the parent's where that was larger
    with open("/proc/self/status") as status:
        (line,) = [line for line in status if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024
with open(sys.argv[1], "rb") as file:
    file.read()
before = peak()
try:
    swiftprof.Profile.load(sys.argv[1])
    answer = "read"
except swiftprof.InputError as error:
    answer = str(error)
print(json.dumps([answer, peak() - before]))
"""


def varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def head(functions: int = 1) -> bytes:
    message = profile_message()
    message.string_table.extend(["", "wall", "nanoseconds", "f"])
    message.sample_type.add(type=1, unit=2)
    for number in range(1, functions + 1):
        message.function.add(id=number, name=3)
        message.location.add(id=number).line.add(function_id=number)
    return bytes(message.SerializeToString())


def sample(stack: bytes, *own: bytes) -> bytes:
    return field(2, field(1, stack) + field(2, b"\x01") + b"".join(own))


def one_long_text() -> bytes:
    return head() + field(6, bytes(200 * MEGABYTE))


def many_texts() -> bytes:
    return head() + field(6, b"") * 20_000_000


def many_functions() -> bytes:
    return head() + field(5, b"\x08\x01") * 10_000_000


def many_locations() -> bytes:
    return head() + field(4, b"\x08\x01") * 10_000_000


def a_location_of_many_lines() -> bytes:
    return head() + field(4, b"\x08\x02" + field(4, b"\x08\x01") * 20_000_000)


def many_empty_samples() -> bytes:
    return head() + field(2, b"") * 50_000_000


def many_equal_samples() -> bytes:
    return head() + sample(b"\x01") * 10_000_000


def one_deep_stack() -> bytes:
    return head() + sample(b"\x01" * 30_000_000)


def deep_stacks() -> bytes:
    return head() + sample(b"\x01" * 1000) * 100_000


def many_contexts() -> bytes:
    """Ours, by its fields: each context is called by the one before it."""
    own = field(1000, b"\x08\x01" + b"\x10" + varint(1_000_000)) + field(1001, b"")
    deepening = b"".join(
        sample(b"\x01", b"\xc0\x3e" + varint(number), b"\xc8\x3e\x00")
        for number in range(1_000_000)
    )
    return head() + own + deepening


def many_threads() -> bytes:
    return head() + field(1001, b"") * 20_000_000


def many_tallies() -> bytes:
    return head() + field(1002, b"\x08\x01") * 20_000_000


def many_missing_targets() -> bytes:
    return head() + field(1000, field(18, b"") * 20_000_000)


def nothing_that_is_known() -> bytes:
    return head() + field(99, bytes(1000)) * 400_000


def a_bad_compression() -> bytes:
    return head() + bytes(400 * MEGABYTE)


BOMBS = [
    one_long_text, many_texts, many_functions, many_locations, a_location_of_many_lines,
    many_empty_samples, many_equal_samples, one_deep_stack, deep_stacks, many_contexts,
    many_threads, many_tallies, many_missing_targets, nothing_that_is_known, a_bad_compression,
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_memory_is_bounded_by_the_size_of_the_file(
    bomb: Callable[[], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "bomb.pb.gz"
    file.write_bytes(gzip.compress(bomb(), 6))
    command = [sys.executable, "-c", LOAD, str(file)]
    output = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    answer, grown = json.loads(output)
    size = file.stat().st_size
    assert grown > 0
    assert grown <= FIXED_BYTES + BYTES_PER_BYTE * size + SLACK_BYTES, (answer, size, grown)
    assert answer == "read" or str(file) in answer


def test_a_file_that_is_too_large_for_its_size_is_refused_as_such(tmp_path: Path) -> None:
    file = tmp_path / "bomb.pb.gz"
    file.write_bytes(gzip.compress(many_texts(), 6))
    answer = subprocess.run(
        [sys.executable, "-c", LOAD, str(file)], check=True, capture_output=True, text=True
    ).stdout
    assert "needs far more memory than files of its size do" in answer
