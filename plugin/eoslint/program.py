# SPDX-License-Identifier: MIT
"""A file as a program to judge: its text, the notebook's cells when it is one, and its tree.

The tree is what Python's parser gives; where that refuses, unfinished.py reads what can be read. What
could not be read goes beside the tree, never lost.
"""
from __future__ import annotations

from eoslint._sessions import PARSE_ERRORS, parse
from eoslint.source import read_bytes, text_of

TYPE_CHECKING = False  # the modules ast and typing cost more to import than all of this
if TYPE_CHECKING:
    import ast


class Program:
    """`text` is what findings count lines in; `cells` are (first line, index, id) of a notebook's cells."""

    def __init__(self, text: str, trouble: tuple[int, str] | None = None) -> None:
        self.text = text
        self.trouble = trouble
        self.cells: list[tuple[int, int, str | None]] = []
        self.notebook = None

    def tree(self) -> tuple[ast.Module, list[tuple[int, str]]]:
        """The tree, and (line, message) of what could not be read of the program; line 0 = none."""
        told = [self.trouble] if self.trouble else []
        code = self.text
        if self.notebook is not None:
            code = "".join(part for _, part in self.notebook.code)
        try:
            tree, problems = parse(code), []
        except PARSE_ERRORS:
            from eoslint.unfinished import parse_unfinished

            tree, problems = parse_unfinished(
                [(1, code)] if self.notebook is None else self.notebook.code
            )
        if self.notebook is not None and self.notebook.dedents:
            from eoslint.unfinished import move_back

            move_back(tree, self.notebook.dedents)
        return tree, told + [(problem.line, problem.message) for problem in problems]

    def place_of(self, line: int) -> tuple[int, int]:
        """(index of the cell, line in it) for a line of the joined program of a notebook."""
        found = (0, line)
        for first, index, _ in self.cells:
            if first > line:
                break
            found = (index, line - first + 1)
        return found


def parse_import(data: bytes) -> ast.Module:
    """The tree of a file that a program imports; raises what ast.parse raises.

    Python 2 counts as what it means, for old programs import old ones; a file with parts that cannot be
    read at all is not followed.
    """
    try:
        return parse(data)
    except PARSE_ERRORS:
        from eoslint.unfinished import parse_unfinished

        text, trouble = text_of(data)
        tree, problems = parse_unfinished([(1, text)])
        if trouble or not all(problem.is_whole for problem in problems):
            raise
        return tree


def load(path: str, wanted=None) -> Program | None:
    """The program in a file; SourceError when there is none. `wanted(text)` may decline a notebook's JSON
    before it is taken apart: then None."""
    text, trouble = text_of(read_bytes(path))
    if not path.endswith(".ipynb"):
        return Program(text, trouble)
    from eoslint.notebook import notebook_of

    if wanted is not None and not wanted(text):
        return None
    notebook = notebook_of(text)
    program = Program(notebook.text, trouble)
    program.notebook = notebook
    program.cells = notebook.cells
    return program
