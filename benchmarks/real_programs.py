"""The programs of real.py: twelve of pyperformance's benchmarks and three tools over real input.

A benchmark of pyperformance is its own function, out of the module that its wheel carries, called in this
process a fixed number of times: pyperf's worker processes and its calibration are not used. The sizes are
chosen for 20 to 100 ms without a profiler, and are the same under each.
"""

import contextlib
import hashlib
import importlib
import importlib.util
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

# Does the work once. What it returns is the same each time; None when the program checks its result itself.
Run = Callable[[], object]


@dataclass(frozen=True)
class Program:
    name: str
    shape: str  # what its events are
    prepare: Callable[[], Run]  # imports what it needs


def _benchmark(name: str) -> ModuleType:
    """pyperformance/data-files/benchmarks/bm_NAME/run_benchmark.py, imported as bm_NAME."""
    found = importlib.util.find_spec("pyperformance")
    if found is None or not found.submodule_search_locations:
        sys.exit("real.py: pyperformance is not installed here; see benchmarks/README.md")
    folder = Path(found.submodule_search_locations[0], "data-files", "benchmarks", f"bm_{name}")
    sys.path.append(str(folder))  # its own modules lie beside it
    spec = importlib.util.spec_from_file_location(f"bm_{name}", folder / "run_benchmark.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _richards() -> Run:
    richards = _benchmark("richards").Richards()
    return lambda: richards.run(1)


def _nbody() -> Run:
    # WHY not bench_nbody: it goes on from where the planets are, so no two runs would be the same work.
    module = _benchmark("nbody")
    start = [(list(place), list(speed)) for place, speed, _ in module.SYSTEM]

    def run() -> object:
        for (place, speed, _), (first_place, first_speed) in zip(module.SYSTEM, start, strict=True):
            place[:], speed[:] = first_place, first_speed
        module.bench_nbody(1, module.DEFAULT_REFERENCE, 4_000)
        return [list(place) for place, _, _ in module.SYSTEM]

    return run


def _hexiom() -> Run:
    module = _benchmark("hexiom")
    return lambda: module.main(2, module.DEFAULT_LEVEL) and None


def _raytrace() -> Run:
    module = _benchmark("raytrace")
    return lambda: module.bench_raytrace(1, 25, 25, None) and None


def _deepcopy() -> Run:
    module = _benchmark("deepcopy")

    def run() -> None:
        module.benchmark(40)
        module.benchmark_reduce(500)
        module.benchmark_memo(10)

    return run


def _pickle() -> Run:
    sys.modules["_pickle"] = None  # type: ignore[assignment]  # as pyperformance does it: the Python one
    module = _benchmark("pickle")
    pickle = importlib.import_module("pickle")
    options = Namespace(protocol=pickle.HIGHEST_PROTOCOL)
    return lambda: module.bench_pickle(3, pickle, options) and None


def _json_dumps() -> Run:
    module = _benchmark("json_dumps")
    data = [(module.EMPTY[0], range(4_000)), (module.SIMPLE[0], range(2_000))]
    data += [(module.NESTED[0], range(2_000)), (module.HUGE[0], range(2))]
    return lambda: module.bench_json_dumps(data)


def _regex_compile() -> Run:
    module = _benchmark("regex_compile")
    regexes = module.capture_regexes()[::6]
    return lambda: module.bench_regex_compile(1, regexes) and None


def _generators() -> Run:
    module = _benchmark("generators")
    tree = module.tree(range(50_000))

    def run() -> int:
        total = 0
        for value in tree:
            total += value
        return total

    return run


def _coroutines() -> Run:
    module = _benchmark("coroutines")
    return lambda: module.bench_coroutines(1) and None


def _async_tree() -> Run:
    asyncio = importlib.import_module("asyncio")
    module = _benchmark("async_tree")
    module.NUM_RECURSE_LEVELS = 4
    return lambda: asyncio.run(module.NoneAsyncTree().run())


def _logging() -> Run:
    io, logging = importlib.import_module("io"), importlib.import_module("logging")
    module = _benchmark("logging")
    stream = io.StringIO()
    logger = logging.getLogger("benchlogger")
    logger.propagate = False
    logger.addHandler(logging.StreamHandler(stream=stream))
    logger.setLevel(logging.WARNING)

    def run() -> None:
        module.bench_silent(2_000, logger, stream)
        module.bench_simple_output(150, logger, stream)
        module.bench_formatted_output(150, logger, stream)

    return run


def _pygments() -> Run:
    pygments = importlib.import_module("pygments")
    lexer = importlib.import_module("pygments.lexers").PythonLexer()
    formatter = importlib.import_module("pygments.formatters").HtmlFormatter(linenos="table")
    source = Path(importlib.import_module("dataclasses").__file__ or "").read_text()[:24_000]

    def run() -> str:
        return hashlib.sha256(pygments.highlight(source, lexer, formatter).encode()).hexdigest()

    return run


def _compileall() -> Run:
    compileall, shutil = importlib.import_module("compileall"), importlib.import_module("shutil")
    stack = contextlib.ExitStack()
    temporary = importlib.import_module("tempfile").TemporaryDirectory(prefix="real-")
    folder = Path(stack.enter_context(temporary))
    importlib.import_module("atexit").register(stack.close)
    package = Path(importlib.import_module("email").__file__ or "").parent
    shutil.copytree(package, folder / "email", ignore=shutil.ignore_patterns("__pycache__"))

    def run() -> object:
        done = compileall.compile_dir(folder, force=True, quiet=2, workers=1)
        return done, [len(each.read_bytes()) for each in sorted(folder.rglob("*.pyc"))]

    return run


def _jinja() -> Run:
    page = importlib.import_module("real_page")
    template, context = page.template(), page.context(rows=400)
    return lambda: hashlib.sha256(template.render(context).encode()).hexdigest()


PROGRAMS = {
    each.name: each
    for each in (
        Program("richards", "methods of small classes", _richards),
        Program("nbody", "arithmetic in a loop, no calls", _nbody),
        Program("hexiom", "builtins and methods of lists", _hexiom),
        Program("raytrace", "operators and properties of small classes", _raytrace),
        Program("deepcopy", "recursion, dict.get, id, __reduce_ex__", _deepcopy),
        Program("pickle_pure_python", "recursion, struct.pack, writes", _pickle),
        Program("json_dumps", "C code behind thin Python functions", _json_dumps),
        Program("regex_compile", "a compiler of the standard library", _regex_compile),
        Program("generators", "recursive generators: resumptions", _generators),
        Program("coroutines", "recursive coroutines", _coroutines),
        Program("async_tree", "asyncio: tasks, gather, call backs", _async_tree),
        Program("logging", "calls that are and are not logged", _logging),
        Program("pygments", "highlights dataclasses.py as HTML", _pygments),
        Program("compileall", "compiles the package email, forced", _compileall),
        Program("jinja2", "renders a page with 400 rows", _jinja),
    )
}
