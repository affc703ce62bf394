# SPDX-License-Identifier: MIT
"""`eoslint model FILE`: the networks that a program builds, as text or as JSON in the form of
schemas/metamodel.schema.json.

Questionable: lines of a notebook become cells and lines in the printed result, not in the core. The core
prints models for tests and the history too, which know one joined program and no cells.
"""
from __future__ import annotations

import ast
import os
import re
import sys

from eoslint._sessions import session_for
from eoslint.config import Configuration
from eoslint.program import Program, load
from eoslint.source import SourceError

CALLED_NAME = "__eoslint_call__"  # native/flow/flow.h: EOS_CALLED_NAME
LINE = re.compile(r"\bline (\d+)\b")


def add_call(tree: ast.Module, expression: str) -> None:
    """Appends the expression to the program, as the value of a name that the core looks for."""
    value = ast.parse(expression, mode="eval").body
    target = ast.Name(CALLED_NAME, ast.Store())
    tree.body.append(ast.fix_missing_locations(ast.Assign([target], value)))


def _place_all(program: Program, value) -> None:
    """Every `line` in the JSON document becomes the one in its cell, with `cell` beside it."""
    if isinstance(value, list):
        for item in value:
            _place_all(program, item)
    elif isinstance(value, dict):
        for item in value.values():
            _place_all(program, item)
        if isinstance(value.get("line"), int):
            value["cell"], value["line"] = program.place_of(value["line"])


def _placed(program: Program, text: str, wants_json: bool) -> str:
    if not program.cells:
        return text
    if wants_json:
        import json

        document = json.loads(text)
        _place_all(program, document)
        return json.dumps(document)

    def say(match: re.Match) -> str:
        cell, line = program.place_of(int(match[1]))
        return f"cell {cell} line {line}"

    return LINE.sub(say, text)


def _tell(path: str, program: Program, problems: list[tuple[int, str]]) -> None:
    for line, message in problems:
        place = path
        if line and program.cells:
            cell, line = program.place_of(line)
            place = f"{path}:cell {cell}"
        print(f"{place}:{line}: {message}" if line else f"{place}: {message}", file=sys.stderr)


def run(arguments) -> int:
    from eoslint import _core

    path = arguments.file
    try:
        program = load(path)
    except SourceError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    tree, problems = program.tree()
    if arguments.call:
        try:
            add_call(tree, arguments.call)
        except SyntaxError as error:
            print(f"--call {arguments.call}: {error.msg}", file=sys.stderr)
            return 2
    session = session_for(Configuration("cli", {"history": False}), path)
    try:
        place = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
        text = _core.model(tree, session.shown_path(place), arguments.format, place)
    except _core.Error as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    text = _placed(program, text, arguments.format == "json")
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()
    _tell(path, program, problems)
    return 2 if problems else 0
