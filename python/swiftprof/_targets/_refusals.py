"""What cannot be a target, told before anything runs, as far as that is known by then."""

import importlib.util
import sys
from collections.abc import Iterable
from importlib.machinery import BuiltinImporter, ExtensionFileLoader, ModuleSpec

from .._errors import InvalidTarget
from ._exact import functions_named, why_no_target
from ._missing import imported_modules, why_not_on_setprofile
from ._names import TargetName


def refuse_what_is_no_target(names: Iterable[TargetName]) -> None:
    """Raise InvalidTarget for names of what is known not to be a Python function.

    Imports nothing: what is to be imported later is told of when the recording has ended.
    """
    modules = imported_modules()
    for name in names:
        if not name.is_exact_module:
            continue
        if _is_written_in_c(name.module):
            raise InvalidTarget(
                f"the target {name.text!r} cannot be recorded: the module {name.module} is written "
                "in C, and only Python functions can be targets; "
                "name the Python function that calls it, with below=True (--below)"
            )
        module = modules.get(name.module)
        if module is not None and (reason := why_no_target(module, name)):
            raise InvalidTarget(f"the target {name.text!r} cannot be recorded: {reason}")


def refuse_what_setprofile_cannot(names: Iterable[TargetName]) -> None:
    """Raise InvalidTarget for names of what only "monitoring" can record."""
    modules = imported_modules()
    for name in names:
        reason = why_not_on_setprofile(0, name.qualname)
        module = modules.get(name.module)
        if not reason and module is not None and name.is_exact_function:
            reasons = [
                why_not_on_setprofile(one.__code__.co_flags, name.qualname)
                for one in functions_named(module, name)
            ]
            reason = reasons[0] if reasons and all(reasons) else ""
        if reason:
            raise InvalidTarget(f"the target {name.text!r} cannot be recorded: {reason}")


def _is_written_in_c(module: str) -> bool:
    spec = _spec_without_import(module)
    if spec is None:
        return False
    loader: object = spec.loader
    return loader is BuiltinImporter or isinstance(loader, ExtensionFileLoader)


def _spec_without_import(module: str) -> ModuleSpec | None:
    parent = module.rpartition(".")[0]
    if parent and parent not in sys.modules:
        return None  # WHY: finding it would import the package it is in
    try:
        return importlib.util.find_spec(module)
    except (ImportError, AttributeError, ValueError):
        return None
