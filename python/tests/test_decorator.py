"""`@swiftprof.profile` on a function."""

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

import sample
import swiftprof
from backends import USABLE


def test_it_prints_the_table_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    @swiftprof.profile
    def work() -> int:
        return sample.outer()

    assert work() == 6
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "sample.leaf" in captured.err


def test_it_looks_like_the_function_it_wraps() -> None:
    @swiftprof.profile
    def work(first: int, second: str = "x") -> int:
        """Works."""
        return first

    assert (work.__name__, work.__doc__) == ("work", "Works.")
    assert work.__wrapped__.__name__ == "work"  # type: ignore[attr-defined]


def test_the_last_profile_is_its_attribute(capfd: pytest.CaptureFixture[str]) -> None:
    @swiftprof.profile
    def work(value: int) -> int:
        return sample.fib(value)

    assert work.profile is None  # type: ignore[attr-defined]
    work(5)
    assert work.profile[sample.fib].ncall == 15  # type: ignore[attr-defined]
    work(1)
    assert work.profile[sample.fib].ncall == 1  # type: ignore[attr-defined]
    assert work.profile[work].ncall == 1  # type: ignore[attr-defined]


def test_asked_for_something_else_it_does_not_print(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(output=str(tmp_path / "x.callgrind"), on_profile=seen.append)
    def work() -> None:
        sample.leaf()

    work()
    assert capfd.readouterr() == ("", "")
    assert seen[0][sample.leaf].ncall == 1
    assert (tmp_path / "x.callgrind").exists()


def test_sort_limit_and_file_are_those_of_the_table() -> None:
    stream = io.StringIO()

    @swiftprof.profile(sort="ncall", limit=1, file=stream)
    def work() -> None:
        for _ in range(500):
            sample.leaf()

    work()
    assert "sample.leaf" in stream.getvalue()
    assert "<locals>.work" not in stream.getvalue()


def test_recursion_gives_one_profile(capfd: pytest.CaptureFixture[str]) -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(on_profile=seen.append)
    def down(depth: int) -> int:
        return depth and down(depth - 1)

    down(5)
    assert len(seen) == 1
    function = seen[0][down]
    assert (function.ncall, function.nprim) == (6, 1)


def test_recursion_has_no_frames_of_ours_between_the_calls() -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(on_profile=seen.append)
    def down(depth: int) -> int:
        return depth and down(depth - 1)

    down(3)
    callers = {edge.caller.name for edge in seen[0].callers(down) if edge.caller}
    assert "down" in callers
    assert not callers & {"wrapper", "enter", "leave"}
    assert [one for one in seen[0].functions if one.module.startswith("swiftprof")] == []


def test_an_exception_passes_and_the_profile_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    @swiftprof.profile
    def work() -> None:
        sample.fail(2)

    with pytest.raises(ValueError, match="deep"):
        work()
    assert work.profile[sample.fail].ncall == 3  # type: ignore[attr-defined]
    assert not swiftprof.is_running()


def test_several_threads_inside_give_one_profile() -> None:
    seen: list[swiftprof.Profile] = []
    inside = threading.Barrier(3)

    @swiftprof.profile(on_profile=seen.append)
    def work(number: int) -> None:
        inside.wait()
        sample.fib(number)
        inside.wait()

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 1, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 1
    assert seen[0][sample.fib].ncall == 1 + 1 + 5
    assert not swiftprof.is_running()


def test_inside_another_recording_it_is_just_called_and_recorded_there(
    capfd: pytest.CaptureFixture[str],
) -> None:
    @swiftprof.profile
    def work() -> int:
        return sample.leaf()

    with swiftprof.profile() as p:
        assert work() == 1
    assert p[work].ncall == 1
    assert p[sample.leaf].ncall == 1
    assert work.profile is None  # type: ignore[attr-defined]
    assert capfd.readouterr() == ("", "")


def test_a_recording_stopped_inside_belongs_to_who_stopped_it() -> None:
    taken: list[swiftprof.Profile] = []

    @swiftprof.profile
    def work() -> None:
        taken.append(swiftprof.stop())

    work()
    assert work.profile is None  # type: ignore[attr-defined]
    assert len(taken) == 1
    assert not swiftprof.is_running()


def test_methods_can_be_profiled() -> None:
    class Worker:
        @swiftprof.profile(on_profile=lambda profile: None)
        def work(self) -> int:
            return sample.leaf()

        @staticmethod
        @swiftprof.profile(on_profile=lambda profile: None)
        def help() -> int:
            return sample.leaf()

    assert Worker().work() == 1
    assert Worker.help() == 1


def test_an_output_that_cannot_be_written_is_refused_before_the_call(tmp_path: Path) -> None:
    ran = []

    @swiftprof.profile(output=str(tmp_path / "none" / "x.pstats"))
    def work() -> None:
        ran.append(True)

    with pytest.raises(swiftprof.OutputError):
        work()
    assert ran == []


def test_an_output_that_fails_at_the_end_does_not_lose_the_result(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()

    @swiftprof.profile(output=str(folder / "x.pstats"))
    def work() -> int:
        folder.rmdir()
        return 7

    with pytest.warns(RuntimeWarning, match="cannot write"):
        assert work() == 7


async def coroutine() -> None:
    await asyncio.sleep(0)


async def async_generator() -> AsyncIterator[int]:
    yield 1


def generator() -> Iterator[int]:
    yield 1


@pytest.mark.parametrize("function", [coroutine, async_generator, generator])
def test_what_suspends_is_refused_for_now(function: "object") -> None:
    with pytest.raises(TypeError, match="later version"):
        swiftprof.profile(function)  # type: ignore[call-overload]


@pytest.mark.parametrize("thing", [sample.Shape, 3, staticmethod(sample.leaf)])
def test_what_is_no_function_is_refused_with_advice(thing: "object") -> None:
    with pytest.raises(TypeError, match=r"swiftprof\.profile"):
        swiftprof.profile(thing)  # type: ignore[call-overload]


each_backend_with_targets = pytest.mark.parametrize("backend", USABLE)


@each_backend_with_targets
def test_below_false_records_the_function_alone(backend: str) -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(below=False, backend=backend, on_profile=seen.append)
    def down(depth: int) -> int:
        sample.leaf()
        return depth and down(depth - 1)

    down(3)
    down(0)
    assert [{one.name: one.ncall for one in profile.functions} for profile in seen] == [
        {"down": 4}, {"down": 1},
    ]  # fmt: skip
    assert seen[0][down].nprim == 1
    assert seen[0][down].wall_self_ns == seen[0][down].wall_total_ns > 0


@each_backend_with_targets
def test_below_false_inside_a_recording_of_other_targets_is_just_called(backend: str) -> None:
    @swiftprof.profile(below=False, backend=backend, on_profile=print)
    def work() -> int:
        return sample.leaf()

    with swiftprof.profile(targets=["sample:leaf"], backend=backend) as p:
        work()
    assert {one.name for one in p.functions} == {"leaf"}


def test_below_false_is_for_python_functions() -> None:
    with pytest.raises(TypeError, match="no Python function"):
        swiftprof.profile(below=False)(len)


@each_backend_with_targets
def test_a_decorated_functions_recording_may_have_targets(backend: str) -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(targets=["sample:leaf"], backend=backend, on_profile=seen.append)
    def work() -> int:
        return sample.outer()

    work()
    assert {one.name: one.ncall for one in seen[0].functions} == {"leaf": 6}


def test_the_options_of_recordings_are_the_decorators_too() -> None:
    seen: list[swiftprof.Profile] = []

    @swiftprof.profile(include=["sample"], exclude=["sample.middle"], on_profile=seen.append)
    def work() -> int:
        return sample.outer()

    work()
    assert {one.name for one in seen[0].functions if one.kind == "python"} >= {"outer", "leaf"}
    assert sample.middle not in seen[0]
    assert work not in seen[0]
