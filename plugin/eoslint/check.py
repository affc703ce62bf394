# SPDX-License-Identifier: MIT
"""`eoslint check`: files and folders in, findings out as text or JSON (schemas/finding.schema.json).

One file after the other: read, byte scan, cached judgement or parse and judge, report. What cannot be read
becomes an entry of `errors` and everything else goes on: other files, and the rest of the same one. A file
that does not concern us is not parsed, unless it was named itself: then its syntax errors are told too.
"""
from __future__ import annotations

import os
import sys

from eoslint._sessions import NEEDS_TREE, SKIP, Finding, failure_text, session_for, settle
from eoslint.config import ConfigError, Configuration, absolute_dataset, history_option
from eoslint.program import load
from eoslint.source import SourceError
from eoslint.walk import program_files


class Outcome:
    """What one call adds up. `is_found`: something at or above min_severity, not suppressed."""

    def __init__(self, wants_json: bool) -> None:
        self.wants_json = wants_json
        self.findings: list[dict] = []
        self.not_judged: list[dict] = []
        self.errors: list[dict] = []
        self.models = 0
        self.files = 0
        self.shown = 0
        self._given: dict[str, str] = {}

    def add_error(self, shown: str, message: str, line: int = 0, given: str | None = None) -> None:
        """An entry of `errors`; told once. JSON has the path in the repository, text the given one."""
        error = {"path": shown, "line": line or None, "message": message}
        if error not in self.errors:
            self.errors.append(error)
            self._given[shown] = shown if given is None else given

    def take_errors(self, errors: list[dict], given: str) -> None:
        """Entries of the core; one in a notebook names its cell."""
        for error in errors:
            self._given[error["path"]] = given
            if "cell" in error:
                error["message"] = f"cell {error['cell']['index']}: {error['message']}"
        self.errors += errors

    def print_errors(self) -> None:
        for error in self.errors:
            place = self._given.get(error["path"], error["path"])
            message = error["message"]
            if "cell" in error:
                cell, _, message = message.partition(": ")
                place = f"{place}:{cell}"
            words = [place, str(error["line"] or ""), f" {message}"]
            print(":".join(word for word in words if word), file=sys.stderr)

    @property
    def exit_code(self) -> int:
        return 2 if self.errors else 1 if self.shown else 0


def _files_of(paths: list[str]) -> list[tuple[str, bool]]:
    """(path, whether it was named itself) of every file, each once."""
    files: dict[str, tuple[str, bool]] = {}
    for path in paths:
        is_folder = os.path.isdir(path) and not path.rstrip("/").endswith((".py", ".ipynb"))
        for file in program_files(path) if is_folder else [path]:
            files.setdefault(os.path.abspath(file), (file, not is_folder))
    return list(files.values())


def _check_file(session, path: str, is_named: bool, outcome: Outcome) -> None:
    from eoslint import _core

    program = load(path, None if is_named else _core.concerns_us)
    outcome.files += 1
    if program is None:
        return
    wanted = session.scan(os.path.abspath(path), program.text, (), program.cells)
    if wanted == SKIP:
        if is_named or program.trouble:
            _tell_problems(session, path, program, is_named, outcome)
        return
    if wanted == NEEDS_TREE:
        tree, problems = program.tree()
        for line, message in problems:
            session.add_problem(line, message)
        session.judge(tree)
    _take_judgement(session, path, outcome)


def _tell_problems(session, path: str, program, is_named: bool, outcome: Outcome) -> None:
    """Of a program that does not concern us."""
    shown = session.shown_path(os.path.abspath(path))
    problems = program.tree()[1] if is_named else [program.trouble]
    for line, message in problems:
        if program.cells and line:
            cell, line = program.place_of(line)
            message = f"cell {cell}: {message}"
        outcome.add_error(shown, message, line, path)


def _take_judgement(session, path: str, outcome: Outcome) -> None:
    import json

    report = json.loads(session.report(os.path.abspath(path)))
    outcome.findings += report["findings"]
    outcome.not_judged += report["not_judged"]
    outcome.take_errors(report["errors"], path)
    outcome.models += report["models"]
    shown = [
        finding
        for finding in session.findings()
        if finding[Finding.IS_AT_LEVEL] and finding[Finding.SUPPRESSED_BY] is None
    ]
    outcome.shown += len(shown)
    if shown and not outcome.wants_json:
        sys.stdout.write(session.report(path, format="text"))


def _check(configuration: Configuration, path: str, is_named: bool, outcome: Outcome) -> None:
    shown = path
    try:
        session = session_for(configuration, path)
        shown = session.shown_path(os.path.abspath(path))
        _check_file(session, path, is_named, outcome)
    except SourceError as error:
        outcome.add_error(shown, str(error), error.line, path)
    except ConfigError as error:
        outcome.add_error(error.file, error.message)
    except Exception as error:  # one file's trouble is not the others'
        outcome.add_error(shown, failure_text(error), 0, path)


def _configuration_of(arguments) -> Configuration:
    datasets = [absolute_dataset(value, os.getcwd()) for value in arguments.datasets]
    history = False if arguments.no_history else history_option(arguments.history, os.getcwd())
    return Configuration(
        "cli",
        {
            "profile": arguments.profile,
            "min_severity": arguments.min_severity,
            "history": history,
            "datasets": datasets or None,
        },
    )


def _print_json(outcome: Outcome) -> None:
    import json

    from eoslint import _core

    document = {
        "version": _core.__version__,
        "findings": outcome.findings,
        "models": outcome.models,
        "not_judged": outcome.not_judged,
        "errors": outcome.errors,
    }
    sys.stdout.write(json.dumps(document) + "\n")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _print_summary(outcome: Outcome) -> None:
    words = [_count(outcome.shown, "finding"), _count(outcome.models, "model")]
    text = f"eoslint: {', '.join(words)} in {_count(outcome.files, 'file')}"
    if outcome.not_judged:
        places = _count(len(outcome.not_judged), "place")
        text += f"; {places} not judged (--format json tells which)"
    if outcome.errors:
        text += f"; {_count(len(outcome.errors), 'error')}"
    print(text, file=sys.stderr)


def _print_unread_data(outcome: Outcome) -> None:
    """Data sets that rules went without: once for each, however many programs wanted it."""
    told = {
        f"{entry['what']}: {entry['reason']}"
        for entry in outcome.not_judged
        if entry["reason"].startswith("not read yet") or "eoslint traits" in entry["reason"]
    }
    for text in sorted(told):
        print(f"eoslint: {text}", file=sys.stderr)


def _check_all(arguments, outcome: Outcome) -> str | None:
    """Judges everything; answers what is to be said of the history."""
    try:
        configuration = _configuration_of(arguments)
    except ConfigError as error:
        outcome.add_error(error.file, error.message)
        return None
    for path, is_named in _files_of(arguments.paths):
        _check(configuration, path, is_named, outcome)
    return settle(configuration, [path for path in arguments.paths if os.path.exists(path)])


def run(arguments) -> int:
    outcome = Outcome(arguments.format == "json")
    trouble = _check_all(arguments, outcome)
    if outcome.wants_json:
        _print_json(outcome)
    sys.stdout.flush()  # findings before what goes to stderr, when both end in one place
    outcome.print_errors()
    _print_unread_data(outcome)
    if not outcome.wants_json:
        _print_summary(outcome)
    if trouble:
        print(f"eoslint: {trouble}", file=sys.stderr)
    return outcome.exit_code
