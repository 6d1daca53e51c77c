"""Shows which Pythons there are."""

from collections.abc import Mapping

from .finder import Interpreter
from .unavailable import Unavailable
from .versions import Version


def print_table(found: Mapping[Version, Interpreter | Unavailable]) -> None:
    for version, each in found.items():
        if isinstance(each, Interpreter):
            print(f"{version!s:<7}{each.release:<10}{each.path}  ({each.origin})")
        else:
            print(f"{version!s:<7}{'NOT HAD':<10}{each}")
