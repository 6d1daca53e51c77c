"""Finding the program and making ready what Python would have made ready for it."""

import builtins
import importlib.machinery
import importlib.util
import io
import os
import pkgutil
import sys
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any


class ProgramError(Exception):
    """The program cannot be run; one line says why."""


@dataclass(frozen=True)
class Program:
    """Code to run as `__main__`.

    package: to be imported first, as part of the program, as `python -m` does; may be "".
    script_folder: where the program's own files are, for shortening paths; may be "".
    source: what `code` was compiled from; None where only compiled code is there.
    """

    code: CodeType
    main: ModuleType
    package: str
    command: str
    script_folder: str
    source: str | bytes | None


def load(kind: str, name: str, arguments: list[str]) -> Program:
    """The program, with sys.argv, sys.path[0] and sys.modules["__main__"] set as Python does.

    Raises ProgramError if there is none, SyntaxError if it is no Python.
    """
    loaders = {"script": _load_script, "module": _load_module, "code": _load_code}
    return loaders[kind](name, arguments)


def _load_code(code: str, arguments: list[str]) -> Program:
    compiled = _compile(code, "<string>")
    _set_path_0("")
    shown = " ".join(code.split())
    return _program(compiled, ["-c", *arguments], command=f"-c {shown!r}", source=code)


def _load_script(path: str, arguments: list[str]) -> Program:
    if path == "-":
        _set_path_0("")
        source = sys.stdin.read()
        return _program(_compile(source, "<stdin>"), ["-", *arguments], source=source)
    if os.path.isdir(path) or _is_archive(path):
        return _load_folder(path, arguments)
    code, source_bytes = _code_of_file(path)
    folder = os.path.dirname(os.path.realpath(path))
    _set_path_0(folder)
    file = _absolute(path)
    return _program(
        code, [path, *arguments], script_folder=folder, file=file,
        loader=SourceFileLoader("__main__", file), source=source_bytes,
    )  # fmt: skip


def _load_folder(path: str, arguments: list[str]) -> Program:
    """A folder or zip file with a __main__.py, as Python runs it."""
    folder = _absolute(path)
    spec = PathFinder.find_spec("__main__", [folder])
    if spec is None or spec.loader is None:
        raise ProgramError(f"can't find a __main__ module in {path!r}")
    code = _code_of_spec(spec)
    _set_path_0(folder)
    return _program_of_spec(spec, code, [path, *arguments], os.path.realpath(path))


def _load_module(name: str, arguments: list[str]) -> Program:
    _set_path_0(os.getcwd())
    sys.argv[:1] = ["-m"]  # what the program's packages see while they are imported
    spec = find_module(name)
    package = spec.name.rpartition(".")[0]
    code = _code_of_spec(spec)
    argv = [spec.origin or name, *arguments]
    folder = os.path.dirname(spec.origin) if spec.has_location and spec.origin else ""
    return _program_of_spec(spec, code, argv, folder, package=package, command=f"-m {name}")


def find_module(name: str) -> ModuleSpec:
    """The module that `python -m name` runs, found without importing its packages if possible.

    So that these are imported while we record: they are part of the program.
    """
    try:
        spec = _find_without_import(name) or importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ProgramError(f"no module named {name} ({type(error).__name__}: {error})") from error
    if spec is None:
        raise ProgramError(f"no module named {name}")
    if spec.submodule_search_locations is not None:
        return _main_of_package(spec)
    if spec.loader is None:
        raise ProgramError(f"{name} is a namespace package and cannot be run")
    return spec


def _main_of_package(package: ModuleSpec) -> ModuleSpec:
    main = PathFinder.find_spec(f"{package.name}.__main__", package.submodule_search_locations)
    if main is None or main.loader is None:
        raise ProgramError(
            f"no module named {package.name}.__main__; "
            f"{package.name!r} is a package and cannot be run by itself"
        )
    return main


def _find_without_import(name: str) -> ModuleSpec | None:
    top, *rest = name.split(".")
    spec = importlib.util.find_spec(top) if top else None
    for part in rest:
        if spec is None or spec.submodule_search_locations is None:
            return None
        spec = PathFinder.find_spec(f"{spec.name}.{part}", spec.submodule_search_locations)
    return spec


def _code_of_spec(spec: ModuleSpec) -> CodeType:
    loader: Any = spec.loader
    try:
        code = loader.get_code(spec.name)
    except (ImportError, OSError, AttributeError) as error:
        raise ProgramError(f"cannot load {spec.name}: {error}") from error
    if code is None:
        raise ProgramError(f"{spec.name} has no Python code to run")
    result: CodeType = code
    return result


def _source_of_spec(spec: ModuleSpec) -> str | None:
    try:
        source: str | None = getattr(spec.loader, "get_source", lambda name: None)(spec.name)
    except (ImportError, OSError, SyntaxError, UnicodeDecodeError):
        return None
    return source


def _code_of_file(path: str) -> tuple[CodeType, bytes | None]:
    try:
        with io.open_code(_absolute(path)) as file:
            if path.endswith(".pyc"):
                return _code_of_pyc(path), None
            source = file.read()
    except OSError as error:
        raise ProgramError(f"can't open {path!r}: {error.strerror}") from error
    return _compile(source, _absolute(path)), source


def _code_of_pyc(path: str) -> CodeType:
    loader = importlib.machinery.SourcelessFileLoader("__main__", path)
    try:
        code = loader.get_code("__main__")
    except (ImportError, EOFError) as error:
        raise ProgramError(f"can't run {path!r}: {error}") from error
    if code is None:
        raise ProgramError(f"can't run {path!r}: no code in it")
    return code


def _absolute(path: str) -> str:
    """As Python makes the program's path absolute: dots and links in it stay."""
    return os.path.join(os.getcwd(), path)


def _compile(source: str | bytes, file: str) -> CodeType:
    code: CodeType = compile(source, file, "exec", dont_inherit=True)
    return code


def _is_archive(path: str) -> bool:
    """Whether the import system takes the file for a folder of modules, as with zip files."""
    return os.path.isfile(path) and pkgutil.get_importer(path) is not None


def _program_of_spec(
    spec: ModuleSpec,
    code: CodeType,
    argv: list[str],
    folder: str,
    *,
    package: str = "",
    command: str | None = None,
) -> Program:
    words = [command or argv[0], *argv[1:]]
    return _program(
        code, argv, script_folder=folder, package=package, command=" ".join(words),
        file=spec.origin, loader=spec.loader, spec=spec, cached=spec.cached,
        source=_source_of_spec(spec),
    )  # fmt: skip


def _program(
    code: CodeType,
    argv: list[str],
    *,
    script_folder: str = "",
    package: str = "",
    command: str | None = None,
    file: str | None = None,
    loader: Any = None,
    spec: ModuleSpec | None = None,
    cached: str | None = None,
    source: str | bytes | None = None,
) -> Program:
    main = ModuleType("__main__")
    facts: dict[str, Any] = {
        "__builtins__": builtins,
        "__loader__": loader or importlib.machinery.BuiltinImporter,
        "__spec__": spec,
        "__package__": spec.parent if spec else None,
    }
    if sys.version_info < (3, 14):
        facts["__annotations__"] = {}
    if file is not None:
        facts["__file__"] = file
        if sys.version_info < (3, 15):
            facts["__cached__"] = cached
    main.__dict__.update(facts)
    sys.argv[:] = argv
    sys.modules["__main__"] = main
    shown = command if command is not None else " ".join(argv)
    return Program(code, main, package, shown, script_folder, source)


def _set_path_0(folder: str) -> None:
    """Put `folder` where Python put ours, unless it was told not to (-P, -I)."""
    if not sys.flags.safe_path:
        sys.path[0] = folder
