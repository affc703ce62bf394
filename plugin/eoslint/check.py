# SPDX-License-Identifier: MIT
"""`eoslint check`: files and folders in, findings out as text or JSON (schemas/finding.schema.json).

One file after the other: read, byte scan, cached judgement or parse and judge, report. What cannot be read
becomes an entry of `errors` and everything else goes on: other files, and the rest of the same one. A file
that does not concern us is not parsed, unless it was named itself: then its syntax errors are told too.
"""
from __future__ import annotations

import os
import sys

from eoslint._sessions import settle
from eoslint.config import ConfigError, Configuration, absolute_dataset, history_option
from eoslint.judging import FileToJudge, Judge
from eoslint.walk import program_files
from eoslint.workers import jobs_for, judge_all


class Outcome:
    """What one call adds up; `shown`: findings at or above min_severity, not suppressed."""

    def __init__(self, wants_json: bool) -> None:
        self.wants_json = wants_json
        self.findings: list[dict] = []
        self.not_judged: list[dict] = []
        self.errors: list[dict] = []
        self.models = 0
        self.files = 0
        self.shown = 0
        self._given: dict[str, str] = {}

    def add_error(self, error: dict, given: str) -> None:
        """An entry of `errors`; told once. JSON has the path in the repository, text the given one."""
        if error not in self.errors:
            self.errors.append(error)
            self._given[error["path"]] = given

    def add(self, record: dict) -> None:
        """What there is to say of one file."""
        for error, given in record["errors"]:
            self.add_error(error, given)
        self.findings += record["findings"]
        self.not_judged += record["not_judged"]
        self.models += record["models"]
        self.files += record["files"]
        self.shown += record["shown"]
        if not self.wants_json:
            sys.stdout.write(record["text"])

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


def _files_of(paths: list[str]) -> list[FileToJudge]:
    """Every file once."""
    files: dict[str, FileToJudge] = {}
    for path in paths:
        is_folder = os.path.isdir(path) and not path.rstrip("/").endswith((".py", ".ipynb"))
        for file in program_files(path) if is_folder else [path]:
            one = FileToJudge(file, not is_folder)
            files.setdefault(one.absolute, one)
    return list(files.values())


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
        entry = {"path": error.file, "line": None, "message": error.message}
        outcome.add_error(entry, error.file)
        return None
    files = _files_of(arguments.paths)
    judge = Judge(configuration, not outcome.wants_json)
    told: list[str] = []
    for record in judge_all(judge, files, jobs_for(arguments.jobs, len(files)), told):
        outcome.add(record)
    trouble = settle(configuration, [path for path in arguments.paths if os.path.exists(path)])
    return trouble or next(iter(told), None)


def run(arguments) -> int:
    import gc

    outcome = Outcome(arguments.format == "json")
    thresholds = gc.get_threshold()
    gc.set_threshold(500_000, 10, 10)  # a syntax tree is many objects and no cycle
    try:
        trouble = _check_all(arguments, outcome)
    finally:
        gc.set_threshold(*thresholds)
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
