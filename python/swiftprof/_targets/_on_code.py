"""Targets on the backend "monitoring": code objects, of which the interpreter reports the calls."""

from collections.abc import Callable, Iterable, Sequence
from types import CodeType, FunctionType

from .. import _bridge
from ._functions import code_objects, names_of_function


class CodeTargets:
    """Makes code objects targets. They stay so until the recording ends."""

    looks_at_code = True

    def __init__(self, add: Callable[[Sequence[CodeType], bool], None] | None = None) -> None:
        self._add = add or _bridge.add_targets
        self._added: dict[tuple[int, bool], CodeType] = {}

    def candidates(self, functions: Iterable[FunctionType]) -> list[tuple[set[str], CodeType]]:
        """(names, code object) of the functions and of those nested in them."""
        return [
            (names_of_function(function) if code is function.__code__ else {code.co_qualname}, code)
            for function in functions
            for code in code_objects(function.__code__)
        ]

    def candidates_in(self, module_code: CodeType) -> list[tuple[set[str], CodeType]]:
        """(names, code object) of the functions that the code of a module will make."""
        return [({code.co_qualname}, code) for code in code_objects(module_code)]

    def candidate(self, function: FunctionType) -> CodeType:
        return function.__code__

    def why_not(self, code: CodeType) -> str:
        """Every Python function can be a target here."""
        return ""

    def record(self, code: CodeType, *, below: bool) -> None:
        key = (id(code), below)
        if key not in self._added:
            self._added[key] = code  # kept, so that its id is not given to another
            self._add([code], below)

    def detach(self) -> None:
        self._added.clear()
