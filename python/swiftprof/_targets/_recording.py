"""What finds the targets of a recording, in modules imported before and during it."""

from _thread import RLock
from collections.abc import Iterable, Sequence
from types import CodeType, ModuleType
from typing import Any

from .. import _bridge
from .._options import RecordingOptions
from ._exact import functions_named
from ._functions import functions_of, module_code_running
from ._imports import ImportWatch
from ._missing import imported_modules, why_missing
from ._names import TargetName
from ._on_code import CodeTargets
from ._on_functions import FunctionTargets
from ._refusals import refuse_what_is_no_target, refuse_what_setprofile_cannot
from ._registry import named_targets

Wanted = tuple[TargetName, bool]
"""A name, and whether what it calls is recorded as well."""


class TargetedRecording:
    """Finds what is wanted and hands it to the bridge, from `attach` to `detach`.

    Any thread may add names or import modules meanwhile.
    """

    def __init__(
        self, wanted: Iterable[Wanted], backend: str, codes: Sequence[CodeType] = ()
    ) -> None:
        self._wanted = list(dict.fromkeys(wanted))
        self._codes = codes
        self._backend = backend
        self._kind: CodeTargets | FunctionTargets = _kind_for(backend)
        self._found: dict[TargetName, set[str]] = {}
        self._refused: dict[str, str] = {}
        self._executed: set[str] = set()
        self._lock = RLock()
        self._is_over = False
        self._imports = ImportWatch(self._is_pending, self.look_at_code, self._look_at_module)
        self._refuse(self._wanted)

    @property
    def needs_functions(self) -> bool:
        """Whether only function objects will do, and no code that is still to run."""
        return not self._kind.looks_at_code

    def names_in(self, module: str) -> list[TargetName]:
        """The names that are wanted from this module."""
        return [name for name, _ in self._of_module(module, self._wanted)]

    def attach(self) -> None:
        """Begin: the bridge is recording targets now."""
        with self._lock:
            if self._codes and self._kind.looks_at_code:
                _bridge.add_targets(list(self._codes), False)
            self._look_everywhere(self._wanted)

    def add(self, wanted: Iterable[Wanted]) -> None:
        """Record these too from now on. Raises InvalidTarget."""
        fresh = [one for one in dict.fromkeys(wanted) if one not in self._wanted]
        self._refuse(fresh)
        with self._lock:
            if not self._is_over:
                self._wanted += fresh
                self._look_everywhere(fresh)

    def detach(self) -> None:
        """End: make the program what it was. May be called again, and without `attach`."""
        with self._lock:
            self._is_over = True
            self._imports.remove()
            self._kind.detach()

    def missing(self, *, is_over: bool) -> dict[str, str]:
        """Names that nothing was found for, and functions that cannot be recorded: why.

        Reasons take time, up to a second in a large program, and are for when it is over.
        """
        with self._lock:
            refused = dict(self._refused)
            names = [name for name, _ in self._wanted if not self._found.get(name)]
        if not is_over:
            return {name.text: "nothing was found so far" for name in names} | refused
        # WHY without the lock: the sentences need imports, and importing threads take the lock.
        modules = imported_modules() if names else {}
        reasons = {name.text: why_missing(name, modules) for name in names}
        return reasons | refused

    def look_at_code(self, module: str, code: CodeType) -> None:
        """The code of a module that is about to run: its functions are targets from the start."""
        with self._lock:
            if not self._is_over and isinstance(self._kind, CodeTargets):
                own = self._of_module(module, self._wanted)
                self._take(module, own, self._kind.candidates_in(code))

    def look_at_namespace(self, key: str, module: ModuleType) -> None:
        """Functions of a module that has run, or has got on: those found before stay as they are."""
        with self._lock:
            if not self._is_over:
                own = self._of_module(key, self._wanted)
                functions = functions_of({key: module}, search_heap=False)[key]
                self._take(key, own, self._kind.candidates(functions))
                self._look_up_exact_names(key, module, own)

    def _refuse(self, wanted: Iterable[Wanted]) -> None:
        names = [name for name, _ in wanted]
        refuse_what_is_no_target(names)
        if self.needs_functions:
            refuse_what_setprofile_cannot(names)

    def _look_everywhere(self, wanted: Sequence[Wanted]) -> None:
        modules = {
            key: module
            for key, module in imported_modules().items()
            if any(name.matches_module(key) for name, _ in wanted)
        }
        for key, functions in functions_of(modules).items():
            own = self._of_module(key, wanted)
            self._take(key, own, self._kind.candidates(functions))
            if isinstance(self._kind, CodeTargets):
                for code in module_code_running(modules[key]):
                    self._take(key, own, self._kind.candidates_in(code))
            self._look_up_exact_names(key, modules[key], own)
        self._executed |= modules.keys()
        self._watch_imports()

    def _look_at_module(self, key: str, module: ModuleType, is_whole: bool) -> None:
        self.look_at_namespace(key, module)
        with self._lock:
            if is_whole:  # else its import may be tried again
                self._executed.add(key)
            if not self._is_over:
                self._watch_imports()

    def _look_up_exact_names(self, key: str, module: ModuleType, wanted: Sequence[Wanted]) -> None:
        for one in wanted:
            name, _ = one
            if name.is_exact_module and name.is_exact_function and not self._found.get(name):
                for function in functions_named(module, name):
                    thing = self._kind.candidate(function)
                    self._take(key, [one], [({name.qualname}, thing)])

    def _take(
        self, module: str, wanted: Sequence[Wanted], candidates: Iterable[tuple[set[str], Any]]
    ) -> None:
        """Hand those candidates that are wanted to the bridge."""
        for names, thing in candidates:
            fitting = [one for one in wanted if any(map(one[0].matches_function, names))]
            if not fitting:
                continue
            label = f"{module}:{min(names, key=len)}"
            if reason := self._kind.why_not(thing):
                self._refused.setdefault(label, reason)
                continue
            self._kind.record(thing, below=any(below for _, below in fitting))
            for name, _ in fitting:
                self._found.setdefault(name, set()).add(label)

    def _of_module(self, module: str, wanted: Iterable[Wanted]) -> list[Wanted]:
        return [one for one in wanted if one[0].matches_module(module)]

    def _is_pending(self, module: str) -> bool:
        """Whether the import of this module may bring a target."""
        if self._is_over:
            return False
        return any(
            name.matches_module(module)
            for name, _ in self._wanted
            if not name.is_exact_module or module not in self._executed
        )

    def _watch_imports(self) -> None:
        """Stand in the way of imports as long as one may bring a target, and no longer."""
        if any(
            not name.is_exact_module or self._is_pending(name.module) for name, _ in self._wanted
        ):
            self._imports.install()
        else:
            self._imports.remove()


def targeted_recording_of(
    options: RecordingOptions, backend: str, codes: Sequence[CodeType]
) -> TargetedRecording | None:
    """What will find the targets of these options and of `target`; None if there are none."""
    wanted = [(name, options.below) for name in options.targets] + named_targets()
    if not wanted and not codes:
        return None
    return TargetedRecording(wanted, backend, codes)


def functions_found(names: Sequence[TargetName]) -> tuple[str, ...]:
    """ "module:qualname" of what the names stand for in the modules that are imported now."""
    search = _Search(names)
    search.attach()
    search.detach()
    return tuple(sorted({label for labels in search._found.values() for label in labels}))


class _Search(TargetedRecording):
    """Finds, and records nothing."""

    def __init__(self, names: Sequence[TargetName]) -> None:
        super().__init__([(name, False) for name in names], "monitoring")
        self._kind = CodeTargets(add=lambda codes, below: None)

    def _watch_imports(self) -> None:
        pass

    def _refuse(self, wanted: Iterable[Wanted]) -> None:
        pass


def _kind_for(backend: str) -> CodeTargets | FunctionTargets:
    return CodeTargets() if backend == "monitoring" else FunctionTargets()
