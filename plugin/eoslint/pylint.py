# SPDX-License-Identifier: MIT
"""The pylint plug-in: `--load-plugins=eoslint.pylint`.

EOS101 becomes E6101: the letter from the rule's severity (error E, warning W, info R), a 6 for eoslint,
then our digits. pylint wants the first two digits of a checker's messages to be equal, so there is one
checker object per hundred, made from the core's register; the first that is asked judges the file, the
others take their share of its findings.

With `-j N` checkers are pickled, so they hold plain data; sessions live in eoslint._sessions. The history
is settled in the main process: in `close` without workers, in `reduce_map_data` with them.
"""
from __future__ import annotations

import multiprocessing
import sys
from functools import lru_cache

from pylint.checkers import BaseRawFileChecker
from pylint.interfaces import HIGH, INFERENCE, UNDEFINED

from eoslint._sessions import Finding, failure_text, judge, session_for, settle, trouble_so_far
from eoslint.config import (
    PROFILES,
    SEVERITIES,
    ConfigError,
    Configuration,
    absolute_dataset,
    choice,
    history_option,
)
from eoslint.source import decode

LETTERS = {"error": "E", "warning": "W", "info": "R"}
CONFIDENCES = {"certain": HIGH, "likely": INFERENCE, "heuristic": UNDEFINED}
LEAD = 9  # the hundred whose checker settles and tells of failures: EOS900 is always there

# texts, not choices: wrong ones are told by load_configuration with pylint's usage code
OPTIONS = (
    (
        "eos-profile",
        {
            "type": "string",
            "default": "",
            "metavar": "<profile>",
            "help": "default (contradictions), theia (the paper's rules), strict (opinions too).",
        },
    ),
    (
        "eos-dataset",
        {
            "type": "csv",
            "default": (),
            "metavar": "<PATH[::TARGET]>",
            "help": "Training data of the programs in this call, comma separated.",
        },
    ),
    (
        "eos-history",
        {
            "type": "string",
            "default": "",
            "metavar": "<PATH|false>",
            "help": "File of the history of findings (default: .eoslint/history.db), or false.",
        },
    ),
    (
        "eos-min-severity",
        {
            "type": "string",
            "default": "",
            "metavar": "<severity>",
            "help": "Least severity that is reported: error, warning or info.",
        },
    ),
)


@lru_cache(maxsize=1)
def _messages() -> dict[int, dict[str, tuple[str, str, str]]]:
    """pylint's message table of each hundred: {1: {"E6101": ("%s", symbol, help)}}."""
    from eoslint import _core

    table: dict[int, dict[str, tuple[str, str, str]]] = {}
    for rule in _core.rules():
        digits = rule["code"][3:]
        documentation = rule["documentation"]
        text = " ".join(f"{documentation['what'] or rule['summary']} {documentation['why'] or ''}".split())
        messages = table.setdefault(int(digits[0]), {})
        messages[f"{LETTERS[rule['severity']]}6{digits}"] = ("%s", rule["name"], text)
    return table


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    return {f"EOS{msgid[2:]}": msgid for messages in _messages().values() for msgid in messages}


@lru_cache(maxsize=8)
def _configuration(profile, severity, history, datasets) -> Configuration:
    return Configuration(
        "pylint",
        {
            "profile": choice("--eos-profile", profile, PROFILES),
            "min_severity": choice("--eos-min-severity", severity, SEVERITIES),
            "history": history_option(history or None, "."),
            "datasets": [absolute_dataset(value, ".") for value in datasets] or None,
        },
    )


def _configuration_of(linter) -> Configuration:
    config = linter.config
    return _configuration(
        config.eos_profile, config.eos_min_severity, config.eos_history, tuple(config.eos_dataset)
    )


def _source_of(node) -> str:
    with node.stream() as stream:
        return decode(stream.read())


class EosChecker(BaseRawFileChecker):
    """The messages of one hundred of codes."""

    name = "eoslint"

    def __init__(self, linter, hundred: int) -> None:
        self.hundred = hundred
        self.msgs = _messages()[hundred]
        self.options = OPTIONS if hundred == LEAD else ()
        self.seen: list[str] = []
        super().__init__(linter)

    def process_module(self, node) -> None:
        self.seen.append(node.file)
        for finding in _findings_of(self.linter, node):
            line, column, end_line, end_column, code, confidence, message = finding
            if code[3] == str(self.hundred):
                self.add_message(
                    _symbols()[code],
                    line=line,
                    args=(message,),
                    confidence=CONFIDENCES[confidence],
                    col_offset=column - 1,
                    end_lineno=end_line,
                    end_col_offset=end_column - 1,
                )

    def close(self) -> None:
        if multiprocessing.parent_process() is None and self.seen:
            _settle(self.linter, self.seen)
        self.seen = []

    def get_map_data(self) -> tuple[list[str], str | None] | None:
        """Files of this worker since the last call, and its trouble; pylint asks after each file."""
        seen, self.seen = self.seen, []
        return (seen, trouble_so_far()) if self.hundred == LEAD else None

    def reduce_map_data(self, linter, data: list[tuple[list[str], str | None]]) -> None:
        if self.hundred == LEAD:
            trouble = next((said for _, said in data if said), None)
            _settle(linter, [path for paths, _ in data for path in paths], trouble)


# the last module and its findings: up to nine checkers ask for the same one
_last: list = [None, []]


def _findings_of(linter, node) -> list[tuple]:
    if _last[0] is not node:
        _last[:] = [node, _judge(linter, node)]
    return _last[1]


def _judge(linter, node) -> list[tuple]:
    try:
        session = session_for(
            _configuration_of(linter), node.file, record=not linter.config.from_stdin
        )
        off = [code for code, msgid in _symbols().items() if not linter.is_message_enabled(msgid)]
        found = judge(session, node.file, _source_of(node), off=tuple(off))
    except ConfigError as error:
        return [(1, 1, 1, 1, "EOS900", "certain", " ".join(str(error).split()))]
    except Exception as error:  # the host goes on, whatever breaks here
        return [(1, 1, 1, 1, "EOS900", "certain", failure_text(error))]
    return [
        (*finding[:5], finding[Finding.CONFIDENCE], finding[Finding.MESSAGE])
        for finding in found
        if finding[Finding.IS_AT_LEVEL]
    ]


def _settle(linter, paths: list[str], trouble: str | None = None) -> None:
    """End of a run, main process only: states of the histories; trouble is said once."""
    _last[:] = [None, []]
    try:
        trouble = settle(_configuration_of(linter), paths) or trouble
    except Exception as error:
        trouble = f"history not settled ({type(error).__name__})"
    if trouble and trouble not in _told:
        _told.add(trouble)
        print(f"eoslint: {trouble}", file=sys.stderr)


_told: set[str] = set()


def register(linter) -> None:
    """Called by pylint, in workers a second time: pylint forgets to remove the first checkers there
    when the plug-in was named on the command line, and every message would come twice."""
    if any(checker.name == EosChecker.name for checker in linter.get_checkers()):
        return
    for hundred in sorted(_messages()):
        linter.register_checker(EosChecker(linter, hundred))


def load_configuration(linter) -> None:
    """Wrong settings end the run with pylint's usage code before the first file."""
    if multiprocessing.parent_process() is not None:
        return
    try:
        session_for(_configuration_of(linter), ".")
    except ConfigError as error:
        print(f"eoslint: {error}", file=sys.stderr)
        sys.exit(32)
