"""Targets in modules that are imported while the recording is on."""

import importlib
import importlib.machinery
import importlib.util
import subprocess
import sys
import textwrap
import traceback
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sample
import swiftprof
from backends import USABLE

each_backend = pytest.mark.parametrize("backend", USABLE)
LATE = """\
def work(): return 1
class Box:
    def get(self): return 2
during_import = work()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on sys.path; modules imported from it are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if not name.startswith("swiftprof") and name not in sys.stdlib_module_names:
            del sys.modules[name]


def write(folder: Path, name: str, source: str = LATE) -> Path:
    path = folder / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(source))
    importlib.invalidate_caches()
    return path


def counts(profile: swiftprof.Profile) -> dict[str, int]:
    return {one.qualified_name: one.ncall for one in profile.functions}


def ours_on_meta_path() -> list[object]:
    return [one for one in sys.meta_path if type(one).__module__.startswith("swiftprof")]


@each_backend
def test_targets_are_found_when_their_module_is_imported(folder: Path, backend: str) -> None:
    write(folder, "late")
    swiftprof.start(targets=["late:work", "late:Box.*"], backend=backend)
    import late  # type: ignore[import-not-found]

    late.work()
    late.Box().get()
    profile = swiftprof.stop()
    # A call while the module runs is seen where code objects can be targets before they run.
    assert counts(profile) == {"work": 2 if backend == "monitoring" else 1, "Box.get": 1}
    assert profile.missing_targets == {}


@each_backend
def test_modules_that_fit_a_pattern_are_watched_as_they_come(folder: Path, backend: str) -> None:
    for name in ("first", "second", "other"):
        write(folder / "late_package", name, f"def handle_{name}(): return 1")
    write(folder / "late_package", "__init__", "")
    swiftprof.start(targets=["late_package.*:handle_*"], backend=backend)
    for name in ("first", "second"):
        module = importlib.import_module(f"late_package.{name}")
        getattr(module, f"handle_{name}")()
    profile = swiftprof.stop()
    assert counts(profile) == {"handle_first": 1, "handle_second": 1}


@each_backend
def test_a_package_from_a_zip_file_is_watched(
    tmp_path: Path, folder: Path, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "late.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped/__init__.py", "from zipped import inner\ndef work(): return 1")
        file.writestr("zipped/inner.py", "def work(): return 2\nwork()")
    monkeypatch.syspath_prepend(str(archive))
    swiftprof.start(targets=["zipped:work", "zipped.inner:work"], backend=backend)
    zipped = importlib.import_module("zipped")
    zipped.work()
    zipped.inner.work()
    profile = swiftprof.stop()
    assert {one.module: one.ncall for one in profile.functions} == {
        "zipped": 1, "zipped.inner": 2 if backend == "monitoring" else 1,
    }  # fmt: skip
    assert not {"exec_module", "get_code"} & vars(zipped.__loader__).keys()


class BareFinder:
    """A finder whose loader takes no attributes and has no code to give."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
        if name == "made_bare":
            return importlib.machinery.ModuleSpec(name, BareLoader())
        return None


class BareLoader:
    __slots__ = ()

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        assert type(module.__loader__) is BareLoader, "the module sees a loader that is not its own"
        assert type(module.__spec__.loader) is BareLoader  # type: ignore[union-attr]
        exec(compile("def work(): return 1", "made_bare.py", "exec"), module.__dict__)


@each_backend
def test_loaders_that_take_no_attributes_are_watched_too(
    folder: Path, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "meta_path", [BareFinder, *sys.meta_path])
    swiftprof.start(targets=["made_bare:work"], backend=backend)
    module = importlib.import_module("made_bare")
    module.work()
    profile = swiftprof.stop()
    assert counts(profile) == {"work": 1}
    assert type(module.__loader__) is BareLoader
    assert type(module.__spec__.loader) is BareLoader


@each_backend
def test_what_a_program_sees_of_its_modules_is_what_it_would_see(
    folder: Path, backend: str
) -> None:
    source = "import sys\nhere = sys.modules[__name__]\nseen = type(__loader__), vars(__loader__)\n"
    write(folder, "watched", source + "def work(): return 1")
    write(folder, "plain", source + "def work(): return 1")
    swiftprof.start(targets=["watched:work", "never_imported:*"], backend=backend)
    watched = importlib.import_module("watched")
    plain = importlib.import_module("plain")
    watched.work()
    with pytest.warns(RuntimeWarning, match="never_imported"):
        swiftprof.stop()
    assert watched.seen[0] is plain.seen[0] is importlib.machinery.SourceFileLoader
    assert watched.seen[1].keys() == plain.seen[1].keys()
    assert watched.__spec__.loader is watched.__loader__
    assert watched.__spec__.cached.endswith(".pyc")


@each_backend
def test_the_finder_is_there_only_while_names_are_pending(folder: Path, backend: str) -> None:
    write(folder, "late")
    swiftprof.start(targets=["sample:leaf"], backend=backend)
    assert ours_on_meta_path() == []
    target = swiftprof.target("late:work")
    assert len(ours_on_meta_path()) == 1
    importlib.import_module("late").work()
    assert ours_on_meta_path() == []
    sample.leaf()
    assert counts(swiftprof.stop())["leaf"] == 1
    target.remove()
    target = swiftprof.target("never:work")
    swiftprof.start(backend=backend)
    assert len(ours_on_meta_path()) == 1
    with pytest.warns(RuntimeWarning, match="never"):
        swiftprof.stop()
    assert ours_on_meta_path() == []
    target.remove()


@each_backend
def test_a_failing_import_has_the_traceback_that_it_would_have(folder: Path, backend: str) -> None:
    write(folder, "failing", "def work(): return 1\nraise LookupError('mine')")

    def through_statement() -> list[str]:
        try:
            import failing  # type: ignore[import-not-found]  # noqa: F401
        except LookupError:
            return traceback.format_exc().splitlines()
        raise AssertionError("it did not fail")

    plain = through_statement()
    swiftprof.start(targets=["failing:work"], backend=backend)
    watched = through_statement()
    swiftprof.stop()
    assert watched == plain


@each_backend
def test_an_import_that_failed_and_is_tried_again_is_watched_again(
    folder: Path, backend: str
) -> None:
    write(folder, "failing", "import sample\nif sample.fails: 1 / 0\ndef work(): return 1")
    swiftprof.start(targets=["failing:work"], backend=backend)
    sample.fails = True  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        importlib.import_module("failing")
    sample.fails = False  # type: ignore[attr-defined]
    importlib.import_module("failing").work()
    assert counts(swiftprof.stop()) == {"work": 1}
    del sample.fails  # type: ignore[attr-defined]


@each_backend
def test_a_module_that_is_only_looked_for_is_left_as_it_was(folder: Path, backend: str) -> None:
    write(folder, "late")
    swiftprof.start(targets=["late:work"], backend=backend)
    spec = importlib.util.find_spec("late")
    with pytest.warns(RuntimeWarning, match="late was never imported"):
        swiftprof.stop()
    assert spec is not None and spec.loader is not None
    assert type(spec.loader) is importlib.machinery.SourceFileLoader
    assert not {"exec_module", "get_code"} & vars(spec.loader).keys()
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.work() == 1


@each_backend
def test_a_lazy_import_is_watched(folder: Path, backend: str) -> None:
    write(folder, "late")
    swiftprof.start(targets=["late:work"], backend=backend)
    spec = importlib.util.find_spec("late")
    assert spec is not None and spec.loader is not None
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules["late"] = module
    spec.loader.exec_module(module)
    module.work()
    assert counts(swiftprof.stop())["work"] >= 1


@each_backend
def test_start_in_the_middle_of_a_module_finds_what_it_is_still_to_define(
    folder: Path, backend: str
) -> None:
    write(folder, "starting", f"""\
        import swiftprof
        def before(): return 1
        swiftprof.start(targets=["starting:*"], backend={backend!r})
        def after(): return 2
        before(); after()
        """)  # fmt: skip
    importlib.import_module("starting")
    profile = swiftprof.stop()
    assert counts(profile) == ({"before": 1, "after": 1} if backend == "monitoring" else
                               {"before": 1})  # fmt: skip


@each_backend
def test_frozen_modules_are_watched(backend: str) -> None:
    code = f"""
import swiftprof, sys
assert "__phello__" not in sys.modules
swiftprof.start(targets=["__phello__:main"], backend={backend!r})
import __phello__
assert __phello__.__loader__ is __phello__.__spec__.loader, __phello__.__loader__
assert isinstance(__phello__.__loader__, type), __phello__.__loader__
__phello__.main()
profile = swiftprof.stop()
assert [one.ncall for one in profile.functions] == [1], profile.functions
"""
    subprocess.run([sys.executable, "-c", code], check=True)
