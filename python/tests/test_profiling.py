"""`with swiftprof.profile() as p`."""

import io
import json
from pathlib import Path

import pytest

import sample
import swiftprof


def test_the_block_is_recorded_and_p_stands_for_the_profile() -> None:
    with swiftprof.profile() as p:
        sample.outer()
    assert isinstance(p.profile, swiftprof.Profile)
    assert p[sample.leaf].ncall == 6
    assert sample.leaf in p
    assert sample.fib not in p
    assert p.functions is p.profile.functions
    assert p.get("nothing") is None
    assert repr(p) == repr(p.profile)


def test_before_the_end_of_the_block_there_is_no_profile() -> None:
    with (
        swiftprof.profile() as p,
        pytest.raises(swiftprof.NotRunning, match=r"swiftprof\.snapshot\(\)"),
    ):
        p.functions  # noqa: B018
    assert "running" not in repr(p)


def test_an_exception_passes_and_the_profile_is_kept() -> None:
    with pytest.raises(ValueError, match="deep"), swiftprof.profile() as p:
        sample.fail(2)
    assert p[sample.fail].ncall == 3
    assert not swiftprof.is_running()


def test_nothing_is_printed_unless_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    with swiftprof.profile():
        sample.leaf()
    assert capfd.readouterr() == ("", "")


def test_a_limit_or_sort_key_asks_for_the_table(capfd: pytest.CaptureFixture[str]) -> None:
    with swiftprof.profile(sort="ncall", limit=2):
        sample.outer()
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "sample.leaf" in captured.err


def test_the_table_goes_to_the_file_given() -> None:
    stream = io.StringIO()
    with swiftprof.profile(file=stream):
        sample.outer()
    assert "sample.outer" in stream.getvalue()


def test_output_is_saved_and_on_profile_called(tmp_path: Path) -> None:
    seen: list[swiftprof.Profile] = []
    with swiftprof.profile(output=str(tmp_path / "x.pstats"), on_profile=seen.append) as p:
        sample.leaf()
    assert (tmp_path / "x.pstats").stat().st_size > 0
    assert seen == [p.profile]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"sort": "nonsense"}, swiftprof.UnknownSortKey),
        ({"output": "x.nonsense"}, swiftprof.UnknownFormat),
    ],
)
def test_a_bad_option_is_refused_at_once(options: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        swiftprof.profile(**options)  # type: ignore[call-overload]


def test_an_output_that_cannot_be_written_is_refused_before_the_block(tmp_path: Path) -> None:
    ran = []
    with (
        pytest.raises(swiftprof.OutputError),
        swiftprof.profile(output=str(tmp_path / "none" / "x.pstats")),
    ):
        ran.append(True)
    assert ran == []
    assert not swiftprof.is_running()


def test_an_output_that_fails_at_the_end_does_not_hide_the_blocks_exception(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    profiling = swiftprof.profile(output=str(folder / "x.pstats"))

    def failing_block() -> None:
        with profiling:
            folder.rmdir()
            sample.fail(1)

    with (
        pytest.warns(RuntimeWarning, match="cannot write"),
        pytest.raises(ValueError, match="deep"),
    ):
        failing_block()
    assert profiling[sample.fail].ncall == 2


def test_inside_another_recording_it_is_the_blocks_part_and_that_goes_on() -> None:
    swiftprof.start()
    sample.leaf()
    with swiftprof.profile() as p:
        sample.outer()
    sample.leaf()
    assert swiftprof.is_running()
    assert swiftprof.stop()[sample.leaf].ncall == 1 + 6 + 1
    assert p[sample.leaf].ncall == 6


def test_a_block_stopped_inside_says_so() -> None:
    with pytest.raises(swiftprof.NotRunning, match="stopped inside"), swiftprof.profile():
        swiftprof.stop()


def test_a_recording_started_by_others_inside_the_block_is_left_alone() -> None:
    def taken_over_block() -> None:
        with swiftprof.profile():
            swiftprof.stop()
            swiftprof.start()

    with pytest.raises(swiftprof.NotRunning):
        taken_over_block()
    assert swiftprof.is_running()
    swiftprof.stop()


def test_it_may_be_used_again_and_holds_the_last_profile() -> None:
    profiling = swiftprof.profile()
    with profiling:
        sample.fib(1)
    with profiling:
        sample.leaf()
    assert sample.leaf in profiling
    assert sample.fib not in profiling


def test_builtins_can_be_left_out() -> None:
    with swiftprof.profile(builtins=False) as p:
        json.dumps([1, 2])
    assert {function.kind for function in p.functions} <= {"python", "gc"}


def test_own_frames_never_appear() -> None:
    with swiftprof.profile() as p:
        sample.leaf()
    assert [one for one in p.functions if one.module.startswith("swiftprof")] == []
