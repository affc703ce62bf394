# SPDX-License-Identifier: MIT
"""One file judged for `eoslint check`, in this process or in a worker: what there is to say of it.

A record is plain data (marshal writes it), because workers hand theirs to the main process. Trouble with
one file is an entry of its errors and never another file's.
"""
from __future__ import annotations

import os

from eoslint._sessions import NEEDS_TREE, SKIP, Finding, failure_text, session_for
from eoslint.config import ConfigError, Configuration
from eoslint.program import load
from eoslint.source import SourceError


class FileToJudge:
    """A path as given, the same absolute, and whether it was named itself (and not found in a folder)."""

    __slots__ = ("absolute", "is_named", "path")

    def __init__(self, path: str, is_named: bool, absolute: str | None = None) -> None:
        self.path = path
        self.is_named = is_named
        self.absolute = absolute or os.path.abspath(path)


def new_record() -> dict:
    """`errors` are (entry, path as given); `text` is what a text report prints."""
    return {"findings": [], "not_judged": [], "errors": [], "models": 0, "files": 0, "shown": 0, "text": ""}


def add_error(record: dict, shown: str, message: str, line: int, given: str) -> None:
    record["errors"].append(({"path": shown, "line": line or None, "message": message}, given))


def failed(file: FileToJudge, message: str) -> dict:
    """The record of a file whose judging broke."""
    record = new_record()
    add_error(record, file.path, message, 0, file.path)
    return record


class Judge:
    """Judges files under one configuration; `wants_text`: records hold the text report too."""

    def __init__(self, configuration: Configuration, wants_text: bool) -> None:
        self.configuration = configuration
        self.wants_text = wants_text

    def look(self, file: FileToJudge) -> dict | None:
        """The record when no tree is needed for it: what was judged before, does not concern us or
        cannot be read. None: `judge` is to be called, here or elsewhere."""
        return self._guarded(file, False)

    def judge(self, file: FileToJudge) -> dict:
        """The record, whatever it takes."""
        return self._guarded(file, True)

    def _guarded(self, file: FileToJudge, may_parse: bool) -> dict | None:
        record = new_record()
        path = shown = file.path
        try:
            session = session_for(self.configuration, file.absolute)
            shown = session.shown_path(file.absolute)
            return record if self._fill(session, file, record, may_parse) else None
        except SourceError as error:
            add_error(record, shown, str(error), error.line, path)
        except ConfigError as error:
            add_error(record, error.file, error.message, 0, error.file)
        except Exception as error:  # one file's trouble is not the others'
            add_error(record, shown, failure_text(error), 0, path)
        return record

    def _fill(self, session, file: FileToJudge, record: dict, may_parse: bool) -> bool:
        """False when a tree is needed and may not be made."""
        from eoslint import _core

        absolute = file.absolute
        program = load(file.path, None if file.is_named else _core.concerns_us)
        record["files"] = 1
        if program is None:
            session.scan(absolute, "")
            return True
        wanted = session.scan(absolute, program.text, (), program.cells)
        if wanted == SKIP:
            if file.is_named or program.trouble:
                _tell_problems(session, file, program, record)
            return True
        if wanted == NEEDS_TREE:
            if not may_parse:
                return False
            tree, problems = program.tree()
            for line, message in problems:
                session.add_problem(line, message)
            session.judge(tree)
        self._take(session, file, record)
        return True

    def _take(self, session, file: FileToJudge, record: dict) -> None:
        import json

        report = json.loads(session.report(file.absolute))
        for error in report["errors"]:
            if "cell" in error:
                error["message"] = f"cell {error['cell']['index']}: {error['message']}"
            record["errors"].append((error, file.path))
        record.update({key: report[key] for key in ("findings", "not_judged", "models")})
        record["shown"] = sum(
            finding[Finding.IS_AT_LEVEL] and finding[Finding.SUPPRESSED_BY] is None
            for finding in session.findings()
        )
        if record["shown"] and self.wants_text:
            record["text"] = session.report(file.path, format="text")


def _tell_problems(session, file: FileToJudge, program, record: dict) -> None:
    """Of a program that does not concern us."""
    shown = session.shown_path(file.absolute)
    problems = program.tree()[1] if file.is_named else [program.trouble]
    for line, message in problems:
        if program.cells and line:
            cell, line = program.place_of(line)
            message = f"cell {cell}: {message}"
        add_error(record, shown, message, line, file.path)
