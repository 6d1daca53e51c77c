"""What the wheel holds, and what it must not."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARY = "swiftprof/libSwiftProf.so"
SYSTEM_LIBRARY = re.compile(r"(libc|libm|libgcc_s|libstdc\+\+|libz|ld-linux-x86-64)\.so\.\d")


def tool(*command: str | Path) -> str:
    return run(*command).stdout


def run(*command: str | Path, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    words = [str(word) for word in command]
    answer = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer


def natives(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.so"))


def test_library_stands_beside_the_one_extension(unpacked: list[Path]) -> None:
    for folder in unpacked:
        extension, library = [str(path.relative_to(folder)) for path in natives(folder)]
        assert extension.startswith("swiftprof/_bridge.cpython-3")
        assert library == LIBRARY


def test_types_are_packed(unpacked: list[Path]) -> None:
    for folder in unpacked:
        assert (folder / "swiftprof/py.typed").exists()
        assert (folder / "swiftprof/_bridge.pyi").exists()


def test_packs_every_module_and_nothing_else(unpacked: list[Path]) -> None:
    package = ROOT / "python"
    sources = {str(path.relative_to(package)) for path in (package / "swiftprof").rglob("*.py")}
    for folder in unpacked:
        assert {str(path.relative_to(folder)) for path in folder.rglob("*.py")} == sources


def test_no_path_of_the_building_machine_is_in_any_file(unpacked: list[Path]) -> None:
    forbidden = [
        str(ROOT),
        str(Path.home()),
        sys.prefix,
        sys.base_prefix,
        "/.pyenv/",
        "/swift/usr/",
    ]
    needles = [path.encode() for path in forbidden if path not in ("/", "/usr")]
    for folder in unpacked:
        for path in filter(Path.is_file, folder.rglob("*")):
            content = path.read_bytes()
            assert [needle for needle in needles if needle in content] == [], path


def test_libraries_are_searched_beside_the_extension_only(unpacked: list[Path]) -> None:
    for folder in unpacked:
        for path in natives(folder):
            found = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", tool("readelf", "-d", path))
            assert found == ["$ORIGIN"], path


def test_needs_no_library_but_those_of_the_system(unpacked: list[Path]) -> None:
    for folder in unpacked:
        for path in natives(folder):
            needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", tool("readelf", "-d", path)))
            others = {name for name in needed if not SYSTEM_LIBRARY.fullmatch(name)}
            assert others <= {"libSwiftProf.so"}, path


def test_library_exports_its_contract_and_nothing_else(unpacked: list[Path]) -> None:
    contract = (ROOT / "Sources/CSwiftProf/include/CSwiftProf.h").read_text()
    declared = set(re.findall(r"\b(sp_\w+)\([^()]*\);", re.sub(r"//.*", "", contract)))
    assert "sp_recording_create" in declared
    for folder in unpacked:
        symbols = [
            line.split()
            for line in tool("nm", "-D", "--defined-only", folder / LIBRARY).splitlines()
        ]
        # A small letter is a local symbol: in the table, and invisible to others.
        exported = {name for _, kind, name in symbols if kind.isupper()}
        assert {name for name in exported if not name.startswith("sp_")} == set()
        assert declared - exported == set()


def test_library_is_the_same_for_every_python(unpacked: list[Path]) -> None:
    assert len({(folder / LIBRARY).read_bytes() for folder in unpacked}) == 1


def test_runs_from_the_wheel_alone_with_an_empty_environment(
    wheels: list[Path], tmp_path: Path
) -> None:
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
    (wheel,) = [each for each in wheels if f"-{tag}-{tag}-" in each.name]
    tool(sys.executable, "-m", "venv", "--without-pip", tmp_path / "environment")
    python = tmp_path / "environment/bin/python"
    # No index: the wheel needs nothing else.
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--quiet"]
    tool(*pip, wheel)
    program = ["-c", "print(sum(map(abs, range(10))))"]
    answer = run("env", "-i", python, "-m", "swiftprof", *program, folder=tmp_path)
    assert answer.stdout == "45\n"
    assert "builtins.sum" in answer.stderr
