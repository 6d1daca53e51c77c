"""From the names in a profile back to code objects."""

from __future__ import annotations

from .. import _bridge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType

    Label = tuple[str, int, str]


class Codes:
    """The code objects of what a Profile has seen called, by (file, first line, name).

    Kept until `clear`, as cProfile keeps them. Of several with one label, the first.
    """

    def __init__(self) -> None:
        self._codes: dict[Label, CodeType] = {}

    def take(self) -> None:
        """Take those that the recording has met since somebody last did so."""
        for code in _bridge.take_codes():
            self._codes.setdefault(label(code), code)

    def clear(self) -> None:
        self._codes.clear()

    def find(self, wanted: Label) -> CodeType:
        """The code object of this label; a stand-in with its names where it was not met.

        It was not in a recording that somebody else had begun, who did not ask for code objects.
        """
        code = self._codes.get(wanted)
        if code is None:
            file, line, name = wanted
            template = _stand_in.__code__
            code = template.replace(co_filename=file, co_firstlineno=line, co_name=name)
            self._codes[wanted] = code
        return code


def label(code: CodeType | str) -> Label:
    """What pstats knows a function by: (file, first line, name), or ("~", 0, name) for one in C.

    >>> label("<built-in method builtins.len>")
    ('~', 0, '<built-in method builtins.len>')
    """
    if isinstance(code, str):
        return ("~", 0, code)
    return (code.co_filename, code.co_firstlineno, code.co_name)


def _stand_in() -> None:
    """Lends its code."""
