"""Changed files, from Python: a profile or an InputError, and no file is an exception of another kind."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies

import swiftprof
from conftest import Save

EXAMPLES = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CHANGES = strategies.lists(
    strategies.tuples(
        strategies.floats(0, 1, exclude_max=True), strategies.binary(max_size=8), strategies.integers(0, 8)
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def changed(contents: bytes, changes: list[tuple[float, bytes, int]]) -> bytes:
    """Bytes put in the place of others, here and there."""
    for place, new, removed in changes:
        at = int(place * len(contents))
        contents = contents[:at] + new + contents[at + removed :]
    return contents


def try_to_load(file: Path, contents: bytes) -> None:
    file.write_bytes(contents)
    refusal = ""
    try:
        profile = swiftprof.Profile.load(file)
    except swiftprof.InputError as error:
        refusal = str(error)
    else:
        assert all(function.display_name is not None for function in profile.functions)
        if "contexts" in profile.measures:
            assert len(list(profile.tree.walk())) >= len(profile.tree)
    assert not refusal or str(file) in refusal


@EXAMPLES
@given(changes=CHANGES)
@pytest.mark.parametrize("format", ["pprof", "pstats"])
def test_a_changed_file_is_read_or_refused(
    format: str, changes: list[tuple[float, bytes, int]], save: Save, tmp_path: Path
) -> None:
    contents = save(format).read_bytes()
    if format == "pprof":
        try_to_load(tmp_path / "changed", changed(contents, changes))
        contents = gzip.decompress(contents)
    try_to_load(tmp_path / "changed", changed(contents, changes))


@EXAMPLES
@given(contents=strategies.binary(max_size=200))
def test_any_bytes_are_read_or_refused(contents: bytes, tmp_path: Path) -> None:
    for beginning in (b"", b"{)", b"\x1f\x8b\x08\x00", b"\x0a\x04\x08\x01\x10\x02\x12"):
        try_to_load(tmp_path / "any", beginning + contents)


def test_a_file_cut_off_says_so(save: Save, tmp_path: Path) -> None:
    for format in ("pprof", "pstats"):
        contents = save(format).read_bytes()
        (tmp_path / "cut").write_bytes(contents[: len(contents) // 2])
        with pytest.raises(swiftprof.InputError, match="truncated"):
            swiftprof.Profile.load(tmp_path / "cut")
