"""Every error: when, what it says, and that nothing is broken by it."""

import cProfile
import sys
import threading
from pathlib import Path

import pytest

import sample
import swiftprof
from backends import USABLE


@pytest.mark.parametrize(
    "error",
    [
        swiftprof.AlreadyRunning, swiftprof.ForeignProfiler, swiftprof.InvalidTarget,
        swiftprof.NotRunning, swiftprof.OutputError, swiftprof.UnknownBackend,
        swiftprof.UnknownFormat, swiftprof.UnknownFunction, swiftprof.UnknownSortKey,
    ],
)  # fmt: skip
def test_every_error_is_a_swiftprof_error(error: type[Exception]) -> None:
    assert issubclass(error, swiftprof.SwiftprofError)


def test_start_twice_is_refused_and_the_recording_goes_on() -> None:
    swiftprof.start()
    with pytest.raises(swiftprof.AlreadyRunning, match=r"swiftprof\.stop\(\)"):
        swiftprof.start()
    sample.leaf()
    assert swiftprof.stop()[sample.leaf].ncall == 1


@pytest.mark.parametrize("call", [swiftprof.stop, swiftprof.snapshot])
def test_what_needs_a_recording_says_so_without_one(call: "object") -> None:
    with pytest.raises(swiftprof.NotRunning, match=r"swiftprof\.start\(\)"):
        call()  # type: ignore[operator]


if "setprofile" in USABLE:

    def test_a_running_cprofile_is_named_and_goes_on_undisturbed() -> None:
        other = cProfile.Profile()
        other.enable()
        try:
            with pytest.raises(swiftprof.ForeignProfiler, match=r"cProfile.*disable\(\)"):
                swiftprof.start(backend="setprofile")
            sample.leaf()
        finally:
            other.disable()
        assert not swiftprof.is_running()
        other.create_stats()
        stats = other.stats  # type: ignore[attr-defined]
        assert [value[1] for key, value in stats.items() if key[2] == "leaf"] == [1]


if "setprofile" in USABLE:

    def test_a_python_profile_function_is_named_and_stays() -> None:
        def foreign_hook(frame: object, event: str, argument: object) -> None: ...

        sys.setprofile(foreign_hook)
        try:
            with pytest.raises(swiftprof.ForeignProfiler, match=r"foreign_hook.*MainThread"):
                swiftprof.start(backend="setprofile")
            assert sys.getprofile() is foreign_hook
        finally:
            sys.setprofile(None)


if "setprofile" in USABLE:

    def test_a_hook_for_new_threads_is_named_and_stays() -> None:
        def foreign_hook(frame: object, event: str, argument: object) -> None: ...

        threading.setprofile(foreign_hook)
        try:
            with pytest.raises(
                swiftprof.ForeignProfiler, match=r"foreign_hook.*threading\.setprofile"
            ):
                swiftprof.start(backend="setprofile")
            assert threading.getprofile() is foreign_hook
        finally:
            threading.setprofile(None)  # type: ignore[arg-type]


if "setprofile" in USABLE:

    def test_a_profiler_on_another_thread_is_named() -> None:
        hooked, done = threading.Event(), threading.Event()

        def run() -> None:
            sys.setprofile(lambda frame, event, argument: None)
            hooked.set()
            done.wait()
            sys.setprofile(None)

        thread = threading.Thread(target=run, name="the-other")
        thread.start()
        hooked.wait()
        try:
            with pytest.raises(swiftprof.ForeignProfiler, match="the-other"):
                swiftprof.start(backend="setprofile")
        finally:
            done.set()
            thread.join()


if sys.version_info >= (3, 12) and "setprofile" in USABLE:

    def test_the_holder_of_the_monitoring_profiler_id_is_named_and_keeps_it() -> None:
        sys.monitoring.use_tool_id(sys.monitoring.PROFILER_ID, "some-tool")
        try:
            with pytest.raises(swiftprof.ForeignProfiler, match="some-tool"):
                swiftprof.start(backend="setprofile")
            assert sys.monitoring.get_tool(sys.monitoring.PROFILER_ID) == "some-tool"
        finally:
            sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)


def test_a_debugger_or_coverage_works_beside_a_recording() -> None:
    seen = []

    def tracer(frame: object, event: str, argument: object) -> None:
        seen.append(event)

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        swiftprof.start()
        sample.leaf()
        profile = swiftprof.stop()
    finally:
        sys.settrace(before)
    assert profile[sample.leaf].ncall == 1
    assert "call" in seen


if "setprofile" in USABLE:

    def test_who_takes_our_place_while_recording_is_named_by_a_warning() -> None:
        swiftprof.start(backend="setprofile")
        sys.setprofile(lambda frame, event, argument: None)
        try:
            with pytest.warns(RuntimeWarning, match="took swiftprof's place"):
                swiftprof.stop()
            assert sys.getprofile() is not None, "the other tool's hook was taken away"
        finally:
            sys.setprofile(None)


def test_an_unknown_format_lists_those_there_are(tmp_path: Path) -> None:
    profile = an_empty_profile()
    with pytest.raises(swiftprof.UnknownFormat, match=r"'nonsense'.*table.*pstats.*callgrind"):
        profile.save(tmp_path / "x.txt", format="nonsense")
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_tells_no_format_lists_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(swiftprof.UnknownFormat, match=r"'x\.zzz'.*\.pstats"):
        an_empty_profile().save(tmp_path / "x.zzz")


def test_an_unknown_sort_key_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(swiftprof.UnknownSortKey, match=r"'nonsense'.*tsub"):
        an_empty_profile().print_table(sort="nonsense")
    assert capsys.readouterr().out == ""


def test_a_file_that_cannot_be_written_is_named_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "no-such-folder" / "x.pstats"
    with pytest.raises(swiftprof.OutputError, match=r"no-such-folder.*No such file or directory"):
        an_empty_profile().save(path)


def test_an_option_of_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="'pstats' has no option limit"):
        an_empty_profile().save(tmp_path / "x.pstats", limit=3)
    assert list(tmp_path.iterdir()) == []


def an_empty_profile() -> swiftprof.Profile:
    swiftprof.start()
    return swiftprof.stop()
