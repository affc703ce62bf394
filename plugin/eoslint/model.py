# SPDX-License-Identifier: MIT
"""`eoslint model FILE`: the networks that a program builds, as text or as JSON in the form of
schemas/metamodel.schema.json."""
from __future__ import annotations

import ast
import os
import sys

from eoslint._sessions import PARSE_ERRORS, parse, session_for
from eoslint.check import error_of
from eoslint.config import Configuration
from eoslint.source import SourceError, read


CALLED_NAME = "__eoslint_call__"  # native/flow/flow.h: EOS_CALLED_NAME


def add_call(tree: ast.Module, expression: str) -> None:
    """Appends the expression to the program, as the value of a name that the core looks for."""
    value = ast.parse(expression, mode="eval").body
    target = ast.Name(CALLED_NAME, ast.Store())
    tree.body.append(ast.fix_missing_locations(ast.Assign([target], value)))


def run(arguments) -> int:
    from eoslint import _core

    path = arguments.file
    try:
        tree = parse(read(path))
    except SourceError as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    except PARSE_ERRORS as error:
        message, line = error_of(error)
        print(f"{path}:{line}: {message}" if line else f"{path}: {message}", file=sys.stderr)
        return 2
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
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0
