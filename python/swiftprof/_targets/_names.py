"""Names of targets: "package.module:Class.method", `*` for any characters in either half."""

import re

from .._errors import InvalidTarget

_NAME = re.compile(r"[^\s:()/]+")
_OWN_PACKAGE = "swiftprof"


class TargetName:
    """One name of a target. Raises InvalidTarget for what is none, saying how it is written.

    In the module half `*` stands for any characters, dots included. In the function half it does
    not reach into nested functions, whose names have "<locals>" in them: `outer.<locals>.*` does.
    """

    __slots__ = ("_module_pattern", "_qualname_pattern", "module", "qualname", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        module, colon, qualname = text.partition(":")
        if not colon:
            raise InvalidTarget(_advice(text))
        for half, what in ((module, "module"), (qualname, "function")):
            if not _NAME.fullmatch(half.replace("<generic parameters of ", "<")):
                raise InvalidTarget(
                    f"the target {text!r} has no {what} that could be found: "
                    "write module:function, as in 'app.db:Pool.get'"
                )
        self.module = module
        self.qualname = qualname
        self._module_pattern = _pattern(module, ".*")
        self._qualname_pattern = _pattern(qualname, "[^<]*")

    @property
    def is_exact_module(self) -> bool:
        return "*" not in self.module

    @property
    def is_exact_function(self) -> bool:
        return "*" not in self.qualname

    def matches_module(self, name: str) -> bool:
        """Whether this is a module to look at. `*` never stands for a module of swiftprof's."""
        if self.is_exact_module:
            return name == self.module
        return name.partition(".")[0] != _OWN_PACKAGE and bool(self._module_pattern.match(name))

    def matches_function(self, qualname: str) -> bool:
        return bool(self._qualname_pattern.match(qualname))

    def may_be_defined_by(self, name: str) -> bool:
        """Whether the statement that defines `name` in a module may define this target."""
        first = self.qualname.partition(".")[0]
        return "*" in first or first == name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TargetName) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"TargetName({self.text!r})"


def _pattern(text: str, star: str) -> "re.Pattern[str]":
    return re.compile(star.join(map(re.escape, text.split("*"))) + r"\Z", re.DOTALL)


def _advice(text: str) -> str:
    module, _, function = text.rpartition(".")
    parts = text.split(".")
    for place, part in enumerate(parts):
        if place and part[:1].isupper():  # by custom, a class
            module, function = ".".join(parts[:place]), ".".join(parts[place:])
            break
    example = f"{module}:{function}" if module and function else f"__main__:{text or 'work'}"
    return f"the target {text!r} has no ':': write module:function, perhaps {example!r}"
