"""Which backend records: the default, the environment's, the one asked for; and its errors."""

import cProfile
import re
import subprocess
import sys

import pytest

import sample
import swiftprof
from backends import FREE_THREADED, UNUSABLE, USABLE
from running import RunCli, WriteScript
from swiftprof import _bridge


def default_backend() -> str:
    return next(name for name, _, is_default, _ in _bridge.backends() if is_default)


def test_monitoring_is_the_default_where_it_exists_and_setprofile_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SWIFTPROF_BACKEND", raising=False)
    expected = "monitoring" if sys.version_info >= (3, 12) else "setprofile"
    with swiftprof.profile() as p:
        sample.leaf()
    assert p.backend == expected


@pytest.mark.parametrize("backend", USABLE)
def test_a_profile_says_which_backend_recorded_it(backend: str) -> None:
    swiftprof.start(backend=backend)
    sample.fib(5)
    snapshot = swiftprof.snapshot()
    profile = swiftprof.stop()
    assert (snapshot.backend, profile.backend) == (backend, backend)
    assert profile[sample.fib].ncall == 15


@pytest.mark.parametrize("backend", USABLE)
def test_the_environment_names_the_backend_of_recordings_that_name_none(
    monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("SWIFTPROF_BACKEND", backend)
    with swiftprof.profile() as p:
        sample.leaf()
    assert p.backend == backend


def test_the_argument_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWIFTPROF_BACKEND", "nonsense")
    with swiftprof.profile(backend=USABLE[0]) as p:
        sample.leaf()
    assert p.backend == USABLE[0]


def test_an_unknown_backend_lists_those_there_are() -> None:
    with pytest.raises(swiftprof.UnknownBackend, match=f"'nonsense'; use {' or '.join(USABLE)}"):
        swiftprof.start(backend="nonsense")
    assert not swiftprof.is_running()


def test_an_unknown_backend_in_the_environment_is_told_with_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SWIFTPROF_BACKEND", "nonsense")
    with pytest.raises(swiftprof.UnknownBackend, match=r"'nonsense'.*SWIFTPROF_BACKEND"):
        swiftprof.start()


def test_what_this_python_lacks_is_refused_with_what_it_needs() -> None:
    needs = {} if sys.version_info >= (3, 12) else {"monitoring": r"3\.12"}
    if FREE_THREADED:
        needs = {"setprofile": "the GIL"}
    assert set(needs) == set(UNUSABLE)
    for backend, need in needs.items():
        with pytest.raises(swiftprof.UnknownBackend, match=f"{backend}.*{need}.*use {USABLE[0]}"):
            swiftprof.start(backend=backend)


def test_a_decorator_and_a_block_refuse_an_unknown_backend_at_once() -> None:
    with pytest.raises(swiftprof.UnknownBackend):
        swiftprof.profile(backend="nonsense")


def test_an_unknown_backend_is_a_value_error() -> None:
    assert issubclass(swiftprof.UnknownBackend, (swiftprof.SwiftprofError, ValueError))


if "setprofile" in USABLE:

    def test_setprofile_cannot_record_types_and_says_what_can() -> None:
        with pytest.raises(swiftprof.UnknownBackend, match=r"types.*monitoring"):
            swiftprof.start(types=True, backend="setprofile")


if "monitoring" in USABLE:

    @pytest.mark.parametrize("types", [False, True])
    def test_calls_of_types_are_recorded_if_asked_for(types: bool) -> None:
        swiftprof.start(types=types, backend="monitoring")
        kinds = [frozenset("abc"), frozenset("abd")]
        profile = swiftprof.stop()
        assert len(kinds) == 2
        found = [one for one in profile.functions if one.name == "frozenset"]
        assert [one.ncall for one in found] == ([2] if types else [])


if "monitoring" in USABLE:

    def test_monitoring_records_beside_cprofile() -> None:
        other = cProfile.Profile()
        other.enable()
        try:
            swiftprof.start(backend="monitoring")
            sample.leaf()
            profile = swiftprof.stop()
        finally:
            other.disable()
        other.create_stats()
        stats = other.stats  # type: ignore[attr-defined]
        assert profile[sample.leaf].ncall == 1
        assert [value[1] for key, value in stats.items() if key[2] == "leaf"] == [1]


if "monitoring" in USABLE:

    @pytest.mark.parametrize("held", [[2], [2, 3], [0, 1, 2, 3, 4]])
    def test_monitoring_takes_a_tool_id_that_nobody_holds(held: list[int]) -> None:
        taken = [number for number in held if sys.monitoring.get_tool(number) is None]
        for number in taken:
            sys.monitoring.use_tool_id(number, "some-tool")
        try:
            swiftprof.start(backend="monitoring")
            sample.leaf()
            assert swiftprof.stop()[sample.leaf].ncall == 1
            assert all(sys.monitoring.get_tool(number) == "some-tool" for number in taken)
        finally:
            for number in taken:
                sys.monitoring.free_tool_id(number)


if "monitoring" in USABLE:

    def test_without_a_free_tool_id_the_holders_are_named_and_keep_them() -> None:
        taken = [number for number in range(6) if sys.monitoring.get_tool(number) is None]
        for number in taken:
            sys.monitoring.use_tool_id(number, f"tool-{number}")
        try:
            with pytest.raises(swiftprof.ForeignProfiler, match=r"tool-\d.*tool-\d.*setprofile"):
                swiftprof.start(backend="monitoring")
            assert not swiftprof.is_running()
            assert all(sys.monitoring.get_tool(number) == f"tool-{number}" for number in taken)
        finally:
            for number in taken:
                sys.monitoring.free_tool_id(number)


def test_a_backend_that_the_command_line_names_is_used(cli: RunCli, script: WriteScript) -> None:
    path = script("import swiftprof; print(swiftprof.snapshot().backend)")
    for backend in USABLE:
        assert cli("-q", "--backend", backend, path).stdout == f"{backend}\n"


@pytest.mark.parametrize("source", ["option", "environment"])
def test_a_bad_backend_is_refused_before_the_program_runs(
    cli: RunCli, script: WriteScript, source: str
) -> None:
    path = script("print('ran')")
    if source == "option":
        answer = cli("--backend", "nonsense", path)
    else:
        answer = cli(path, environment={"SWIFTPROF_BACKEND": "nonsense"})
    assert (answer.returncode, answer.stdout) == (2, "")
    assert re.fullmatch(r"swiftprof: there is no backend 'nonsense'.*\n", answer.stderr)


def test_the_verbose_version_tells_the_backend_and_why(cli: RunCli) -> None:
    lines = cli("--version", "-v", environment={"SWIFTPROF_BACKEND": ""}).stdout.splitlines()
    assert re.fullmatch(rf"backend: {default_backend()} \(.+\)", lines[1])
    for backend in USABLE:
        asked = cli("--version", "-v", environment={"SWIFTPROF_BACKEND": backend}).stdout
        assert re.search(rf"backend: {backend} \(.+SWIFTPROF_BACKEND\)", asked)


def test_importing_swiftprof_reads_no_environment_and_never_fails_for_it() -> None:
    code = "import os; os.environ['SWIFTPROF_BACKEND'] = 'nonsense'; import swiftprof"
    subprocess.run([sys.executable, "-c", code], check=True)
