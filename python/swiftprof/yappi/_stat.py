"""One line of statistics: numbered fields that are attributes too."""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self


class YStat(dict[int, Any]):
    """A dict from the fields' numbers to their values; each field is an attribute by its name.

    Fields may be set; others cannot. values: a sequence or dict by the fields' numbers.
    """

    _KEYS: ClassVar[dict[str, int]] = {}

    def __init__(self, values: Sequence[Any] | Mapping[int, Any] = ()) -> None:
        super().__init__({place: values[place] for place in self._KEYS.values()})

    def __getattr__(self, name: str) -> Any:
        try:
            return self[self._KEYS[name]]
        except KeyError:
            raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}") from None

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self._KEYS:
            raise KeyError(name)
        self[self._KEYS[name]] = value

    def __setstate__(self, state: object) -> None:
        """Nothing: what yappi pickles besides the fields are the fields once more."""


class YFuncStat(YStat):
    """Statistics of one function. Times are seconds of the clock that was set.

    ncall: calls, a generator's resumptions among them; nactualcall: without recursive ones.
    ttot: in it and in what it called, tsub: in it alone; tavg: ttot for each of ncall.
    module: of Python functions the file. index: a number that stands for the function.
    children: what it called. ctx_id, ctx_name: a context (thread, greenlet) that called it; tag.
    Two are equal if they mean the same function.
    """

    _KEYS: ClassVar[dict[str, int]] = {
        "name": 0, "module": 1, "lineno": 2, "ncall": 3, "nactualcall": 4, "builtin": 5, "ttot": 6,
        "tsub": 7, "index": 8, "children": 9, "ctx_id": 10, "ctx_name": 11, "tag": 12, "tavg": 14,
        "full_name": 15,
    }  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, YFuncStat) and bool(self.full_name == other.full_name)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:  # type: ignore[override]  # what it means does not change
        return hash(self.full_name)

    def __add__(self, other: YFuncStat) -> Self:
        """This stat, with the numbers of the other one added: a plain sum, as yappi makes it."""
        if self is other:
            return self
        self._add_numbers(other)
        for child in other.children:
            self.children.append(child)
        return self

    def _add_numbers(self, other: YStat) -> None:
        for name in ("ncall", "nactualcall", "ttot", "tsub"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.tavg = self.ttot / self.ncall if self.ncall else 0.0

    def is_recursive(self) -> bool:
        """Whether some of its calls, but not all, were made below another one."""
        return self.nactualcall not in (0, self.ncall)

    def strip_dirs(self) -> Self:
        """Leave the folders out of its module and full name, and of its children's."""
        self._strip()
        self.children.strip_dirs()
        return self

    def _strip(self) -> None:
        module = os.path.basename(self[self._KEYS["module"]])
        self.module = module
        self.full_name = full_name(self.builtin, module, self.lineno, self.name)


class YChildFuncStat(YFuncStat):
    """Statistics of one function as called by another: the numbers of just these calls."""

    _KEYS: ClassVar[dict[str, int]] = {
        "index": 0, "ncall": 1, "nactualcall": 2, "ttot": 3, "tsub": 4, "tavg": 5, "builtin": 6,
        "full_name": 7, "module": 8, "lineno": 9, "name": 10,
    }  # fmt: skip

    def __add__(self, other: YFuncStat) -> Self:
        self._add_numbers(other)
        return self

    def strip_dirs(self) -> Self:
        self._strip()
        return self


class _YContextStat(YStat):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _YContextStat) and bool(self.id == other.id)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:  # type: ignore[override]  # what it means does not change
        return hash(self.id)


class YThreadStat(_YContextStat):
    """Statistics of one thread, or of a context that the program has set.

    name: of its class. id: counted up, the `ctx_id` of functions. tid: `threading.get_ident`.
    ttot: seconds in what it called. sched_count: how often it came to run.
    """

    _KEYS: ClassVar[dict[str, int]] = {"name": 0, "id": 1, "tid": 2, "ttot": 3, "sched_count": 4}


class YGreenletStat(_YContextStat):
    """Statistics of one greenlet: as of threads, without `tid`."""

    _KEYS: ClassVar[dict[str, int]] = {"name": 0, "id": 1, "ttot": 3, "sched_count": 4}


def full_name(builtin: bool, module: str, lineno: int, name: str) -> str:
    """What stands for a function in `stats[...]`: "file:line name", "module.name" of one in C."""
    return f"{module}.{name}" if builtin else f"{module}:{lineno} {name}"
