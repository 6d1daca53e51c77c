"""Looking at modules that are imported while targets are wanted from them.

A finder stands first on sys.meta_path, lets the others find, and if the module is wanted puts an
attribute on its loader, to be told when the module is executed. The attribute is gone before the
module's first line runs.
"""

import sys
from collections.abc import Callable, Iterable
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any, cast

from .._pass_through import executing_module, finding_spec


class ImportWatch:
    """Tells of modules that are imported, as long as it is installed. Any thread may import.

    is_wanted: whether to watch the import of the module of this name. on_code: called with the
    name and the very code object that is about to run, where the loader has one. on_module:
    called with the module after it has run, and whether it came to its end.
    """

    def __init__(
        self,
        is_wanted: Callable[[str], bool],
        on_code: Callable[[str, CodeType], None],
        on_module: Callable[[str, ModuleType, bool], None],
    ) -> None:
        self._is_wanted = is_wanted
        self._on_code = on_code
        self._on_module = on_module
        self._hooks: list[tuple[Any, str, Any]] = []
        self.find_spec = finding_spec(self._finds_of_others, self._watch)

    def install(self) -> None:
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)

    def remove(self) -> None:
        """Leave sys.meta_path, and the loaders whose modules have not been executed."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for loader, attribute, hook in self._hooks:
            _unset(loader, attribute, hook)
        self._hooks.clear()

    def _finds_of_others(self, name: str) -> Iterable[Callable[..., ModuleSpec | None]]:
        if not self._is_wanted(name):
            return ()
        finders = [finder for finder in sys.meta_path if finder is not self]
        return [finder.find_spec for finder in finders if hasattr(finder, "find_spec")]

    def _watch(self, spec: ModuleSpec) -> None:
        loader: Any = spec.loader
        if loader is None or not hasattr(loader, "exec_module"):
            return  # a namespace package, or a loader of Python 3.3 and older
        execution = _Execution(self, spec, loader)
        try:
            if isinstance(loader, type):
                raise AttributeError  # WHY: all modules of FrozenImporter share the class
            self._set(loader, "exec_module", execution.run)
        except (AttributeError, TypeError):
            spec.loader = cast(Loader, _StandIn(execution))

    def _set(self, loader: Any, attribute: str, hook: Any) -> None:
        setattr(loader, attribute, hook)
        self._hooks.append((loader, attribute, hook))


class _Execution:
    """One module's way from found to executed. A loader may have several at a time (zip files)."""

    def __init__(self, watch: ImportWatch, spec: ModuleSpec, loader: Any) -> None:
        self.spec = spec
        self.loader = loader
        self._watch = watch
        self._get_code: Any = None
        self.run = executing_module(loader.exec_module, self._begin, self._end)

    def _is_of(self, module: ModuleType) -> bool:
        return getattr(module, "__spec__", None) is self.spec or module.__name__ == self.spec.name

    def _begin(self, module: ModuleType) -> None:
        if not self._is_of(module):
            return
        if self.spec.loader is not self.loader:  # then it is our stand-in
            self.spec.loader = module.__loader__ = self.loader
        _unset(self.loader, "exec_module", self.run)
        get_code = getattr(self.loader, "get_code", None)
        if get_code is not None and not isinstance(self.loader, type):
            self._get_code = self._noticing(get_code)
            try:
                self.loader.get_code = self._get_code
            except (AttributeError, TypeError):
                self._get_code = None

    def _end(self, module: ModuleType, is_whole: bool) -> None:
        if self._is_of(module):
            self._forget_get_code()
            self._watch._on_module(self.spec.name, module, is_whole)

    def _noticing(self, get_code: Any) -> Any:
        def noticing(name: str) -> CodeType | None:
            code: CodeType | None = get_code(name)
            if name == self.spec.name:
                self._forget_get_code()
                if code is not None:
                    self._watch._on_code(name, code)
            return code

        return noticing

    def _forget_get_code(self) -> None:
        if self._get_code is not None:
            _unset(self.loader, "get_code", self._get_code)
            self._get_code = None


class _StandIn:
    """In the place of a loader that takes no attributes, until the module is executed."""

    def __init__(self, execution: _Execution) -> None:
        self._execution = execution

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        create = getattr(self._execution.loader, "create_module", None)
        module: ModuleType | None = create(spec) if create is not None else None
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._execution.run(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._execution.loader, name)


def _unset(loader: Any, attribute: str, hook: Any) -> None:
    """Take the attribute away if it is still ours."""
    attributes = getattr(loader, "__dict__", {})
    if not isinstance(loader, type) and attributes.get(attribute) is hook:
        delattr(loader, attribute)
