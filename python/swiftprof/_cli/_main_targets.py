"""Targets in the program itself, the module `__main__`, which no import brings."""

import ast
import warnings
from collections.abc import Callable
from types import CodeType

from .. import _session
from .._targets import TargetedRecording
from ._program import Program


def code_with_targets(program: Program) -> CodeType:
    """The program's code, to be run in the recording that is on, which finds its targets in it.

    It is known as `__main__`, and after -m by the module's own name as well.
    """
    recording = _session.targeted_recording()
    if recording is None:
        return program.code
    names = ["__main__"]
    if program.main.__spec__ is not None and program.main.__spec__.name != "__main__":
        names.append(program.main.__spec__.name)
    if recording.needs_functions:
        return _noticing_code(program, recording, names)
    for name in names:
        recording.look_at_code(name, program.code)
    return program.code


def _noticing_code(program: Program, recording: TargetedRecording, names: list[str]) -> CodeType:
    """The code with a look at the namespace after each definition that may be a target.

    WHY: a target must be found between its definition and its first call, and nothing else tells
    of that. Lines and names stay, and variables: what looks is a constant of the code.
    """
    wanted = [one for name in names for one in recording.names_in(name)]

    def may_be_target(name: str) -> bool:
        return any(one.may_be_defined_by(name) for one in wanted)

    def look() -> None:
        for name in names:
            recording.look_at_namespace(name, program.main)

    if program.source is None or not wanted:
        return program.code
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they were told when it was compiled before
        tree = compile(
            program.source, program.code.co_filename, "exec", ast.PyCF_ONLY_AST, dont_inherit=True
        )
        assert isinstance(tree, ast.Module)
        changed = ast.fix_missing_locations(_Noticing(may_be_target).visit(tree))
        code: CodeType = compile(changed, program.code.co_filename, "exec", dont_inherit=True)
    notice = _Notice(look)
    return code.replace(co_consts=tuple(notice if one == _MARK else one for one in code.co_consts))


_MARK = "<what swiftprof looks with>"


class _Notice:
    """Looks when its attribute is read: an expression without names, which needs no call."""

    def __init__(self, look: Callable[[], None]) -> None:
        self._look = look

    @property
    def look(self) -> None:
        self._look()


class _Noticing(ast.NodeTransformer):
    """Puts `notice.look` behind definitions, but not into functions and classes."""

    def __init__(self, is_wanted: Callable[[str], bool]) -> None:
        self._is_wanted = is_wanted

    def _after_definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    ) -> ast.stmt | list[ast.stmt]:
        if not self._is_wanted(node.name):
            return node
        look = ast.Expr(ast.Attribute(ast.Constant(_MARK), "look", ast.Load()))
        look.lineno = look.end_lineno = node.end_lineno or node.lineno
        look.col_offset = look.end_col_offset = node.end_col_offset or 0
        return [node, look]

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _after_definition

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        return node
