"""Contexts that the program sets: rows of `Profile.contexts`, a filter, a table of their own."""

import io
import pickle
import textwrap
from pathlib import Path

import pytest

import swiftprof
from commands import RunCommand

PROGRAM = """\
    import contextvars, time
    import swiftprof

    tenant = contextvars.ContextVar("tenant", default=None)
    kind = contextvars.ContextVar("kind", default=None)

    def query(count):
        for _ in range(count):
            row()

    def row():
        time.sleep(0.001)

    def serve(name, count, tag=None):
        tenant.set(name)
        kind.set(tag)
        query(count)

    swiftprof.set_context(tenant.get, tag=kind.get)
    for request in (("alice", 4), ("bob", 2), ("bobby", 1, "slow")):
        contextvars.copy_context().run(serve, *request)
    query(5)
    """
CALLS = {"alice": 4, "bob": 2, "bobby": 1}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of three requests, each a context; the third has a tag."""
    from commands import run_command

    folder = tmp_path_factory.mktemp("contexts")
    (folder / "tenants.py").write_text(textwrap.dedent(PROGRAM))
    answer = run_command("-q", "-o", "tenants.pb.gz", "tenants.py", cwd=folder)
    assert answer.returncode == 0, answer.stderr
    return folder / "tenants.pb.gz"


@pytest.fixture
def profile(file: Path) -> swiftprof.Profile:
    return swiftprof.Profile.load(file)


def test_each_context_has_its_calls_and_times(profile: swiftprof.Profile) -> None:
    contexts = [one for one in profile.contexts if one.kind == "context"]
    assert {one.name for one in contexts} == {*CALLS}
    for context in contexts:
        assert context.ncall == 1 + 2 * CALLS[context.name]  # query; row and sleep for each
        assert context.wall_ns >= CALLS[context.name] * 1_000_000
        assert context.wait_ns == max(0, context.wall_ns - context.cpu_ns)
        assert (context.function, context.creator, context.thread) == ("", "", None)
        assert context.longest_step_path == ()
    assert profile.context("bobby").tag == "slow"
    assert profile.context("alice").tag == ""


@pytest.mark.parametrize(
    "name",
    ["steps", "ended", "suspended", "suspended_ns", "span", "longest_step", "longest_step_ns"],
)
def test_a_context_has_no_steps(profile: swiftprof.Profile, name: str) -> None:
    context = profile.context("alice")
    assert not hasattr(context, name)
    with pytest.raises(swiftprof.NotMeasured, match=f"has no {name}: tasks and greenlets do"):
        getattr(context, name)


def test_nodes_tell_their_context(profile: swiftprof.Profile) -> None:
    rows = {}
    for node in profile.tree.walk():
        if node.function is profile["row"]:
            rows[node.context, node.tag] = node.calls
    assert rows == {("alice", ""): 4, ("bob", ""): 2, ("bobby", "slow"): 1, ("", ""): 5}
    assert all((root.context, root.tag) == ("", "") for root in profile.tree.roots)


@pytest.mark.parametrize(
    ("wanted", "calls"),
    [
        ("alice", 4), ("bob", 2), ("bob*", 3), (["alice", "bob"], 6), ("*", 7), ("tag:slow", 1),
        ("tag:*", 1), (["tag:slow", "bob"], 3),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_ran_in_a_context(
    profile: swiftprof.Profile, wanted: str | list[str], calls: int
) -> None:
    assert profile.filter(context=wanted)["row"].ncall == calls


@pytest.mark.parametrize("wanted", ["", " ", ["alice", ""], "carol", "tag:fast"])
def test_a_context_that_is_not_there_is_refused(
    profile: swiftprof.Profile, wanted: str | list[str]
) -> None:
    with pytest.raises(swiftprof.InvalidFilter, match="context"):
        profile.filter(context=wanted)


def test_a_name_that_is_no_text_is_refused(profile: swiftprof.Profile) -> None:
    with pytest.raises(TypeError, match="context takes strings; 7 is a int"):
        profile.filter(context=[7])  # type: ignore[list-item]


def test_the_command_line_takes_them_as_filters(command: RunCommand, file: Path) -> None:
    answer = command("report", "--context", "bob*", "-n0", file, COLUMNS="200")
    assert answer.returncode == 0, answer.stderr
    (row,) = [line for line in answer.stdout.splitlines() if "__main__.row " in f"{line} "]
    assert row.split()[0] == "3"
    answer = command("report", "--context", "carol", file)
    assert answer.returncode == 2
    assert answer.stderr.startswith("swiftprof: ")
    assert "alice" in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("columns", [80, 200])
def test_they_have_a_table(command: RunCommand, file: Path, columns: int) -> None:
    text = command("report", "--by-task", file, COLUMNS=str(columns)).stdout
    assert max(map(len, text.splitlines())) <= columns
    for name in (*CALLS, "slow"):
        assert name in text


def test_a_pickled_profile_has_equal_contexts(profile: swiftprof.Profile) -> None:
    again = pickle.loads(pickle.dumps(profile))
    assert again.contexts == profile.contexts
    for context in profile.contexts:
        assert pickle.loads(pickle.dumps(context)) == context
        assert context.name in repr(context)


def test_print_table_adds_them_on_request(profile: swiftprof.Profile) -> None:
    plain, added = io.StringIO(), io.StringIO()
    profile.print_table(file=plain)
    profile.print_table(file=added, tasks_table=True)
    assert "alice" not in plain.getvalue()
    assert "alice" in added.getvalue()
