"""pprof files made by hand, as another tool would write them: the few fields that a profile needs.

Field numbers: https://github.com/google/pprof/blob/main/proto/profile.proto
"""

from collections.abc import Sequence

CPU_ONLY = (("cpu", "nanoseconds"),)


def pprof_file(
    value_types: Sequence[tuple[str, str]], samples: Sequence[tuple[Sequence[str], Sequence[int]]]
) -> bytes:
    """value_types: (type, unit). samples: names from the outermost to the innermost, values."""
    strings = [""]

    def number_of(text: str) -> int:
        if text not in strings:
            strings.append(text)
        return strings.index(text)

    names = sorted({name for path, _ in samples for name in path})
    ids = {name: number for number, name in enumerate(names, 1)}
    parts = [
        message(1, varint(1, number_of(type)) + varint(2, number_of(unit)))
        for type, unit in value_types
    ]
    for path, values in samples:
        stack = b"".join(varint(1, ids[name]) for name in reversed(path))
        parts.append(message(2, stack + b"".join(varint(2, value) for value in values)))
    for name, number in ids.items():
        line = message(4, varint(1, number) + varint(2, number * 10))
        parts.append(message(4, varint(1, number) + line))
        function = varint(1, number) + varint(2, number_of(name)) + varint(4, number_of("main.go"))
        parts.append(message(5, function))
    parts += [message(6, text.encode()) for text in strings]
    return b"".join(parts)


def varint(field: int, value: int) -> bytes:
    return encoded(field << 3) + encoded(value)


def message(field: int, content: bytes) -> bytes:
    return encoded(field << 3 | 2) + encoded(len(content)) + content


def encoded(value: int) -> bytes:
    """A number in groups of seven bits, the lowest first."""
    groups = bytearray()
    while value > 0x7F:
        groups.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*groups, value])
