# SPDX-License-Identifier: MIT
# What the extension has; tests/hosts/test_cli.py holds this file to it.
import ast
from collections.abc import Sequence
from typing import Any

__version__: str

class Error(Exception):
    """Trouble of the core; `code` is the short name of its status ("io", "limit" ...)."""

    code: str
    path: str  # "" = not about a file
    line: int  # 0 = not about a line

class UsageError(Error):
    """A setting, option or name that does not exist; the message names the nearest right one."""

class Session:
    """Judges files under one set of settings. One thread at a time, one process."""

    def __init__(self, settings: str) -> None:
        """`settings` is JSON: the keys of schemas/config.schema.json, and root, record, host."""
    def scan(
        self,
        path: str,
        text: str,
        off: Sequence[str] = (),
        cells: Sequence[tuple[int, int, str | None]] = (),
    ) -> int:
        """0 = does not concern us, 1 = judged before, 2 = call judge(tree) or give_up(reason).

        `cells` of a notebook: line of the text that each begins at, its index, its id.
        """
    def add_problem(self, line: int, message: str) -> None: ...
    def judge(self, tree: ast.Module) -> None: ...
    def give_up(self, reason: str) -> None: ...
    def findings(self) -> list[
        tuple[
            int,  # line, from 1
            int,  # column, from 1, in characters
            int,  # end line
            int,  # end column, exclusive
            str,  # code
            str,  # severity: error, warning, info
            str,  # confidence: certain, likely, heuristic
            str,  # message
            str | None,  # fix
            str | None,  # model
            bool,  # severity is at or above min_severity
            str | None,  # suppressed by: noqa, pylint, config
            str,  # name of the rule
        ]
    ]: ...
    def report(self, path: str, format: str = "json") -> str: ...
    def shown_path(self, path: str) -> str: ...
    def add_path(self, path: str) -> None: ...
    def settle(self) -> str | None: ...
    def trouble(self) -> str | None: ...
    def close(self) -> None: ...
    def history_query(
        self, path: str, sql: str, parameters: Sequence[None | int | float | str] = ()
    ) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]: ...

def traits(path: str, target: str | None = None) -> str:
    """What a data file is ("traits") and the labels in it ("labels"), as JSON; Error when it cannot be read."""

def concerns_us(text: str) -> bool: ...
def rules() -> list[dict[str, Any]]:
    """code, name, summary, category, severity, confidence, profiles, thresholds, documentation."""

def model(tree: ast.Module, path: str, format: str = "json", file: str | None = None) -> str:
    """The meta-models of a program: schemas/metamodel.schema.json, or text."""

def nearest_rule(word: str) -> str | None: ...
def lower_json(tree: ast.Module, scopes: bool = False) -> str: ...
def reload_json(text: str) -> str: ...
