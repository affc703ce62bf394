# SPDX-License-Identifier: MIT
"""Sessions of the core, one per process and settings, shared by the three hosts.

A session holds C memory and database handles, so it lives here in the module and never on a checker
that a host may pickle; the key holds the process id, so a forked worker makes its own. Paths are made
absolute here, so that a host that changes its working directory confuses nobody.
"""
from __future__ import annotations

import os

from eoslint.config import ConfigError, Configuration

SKIP, CACHED, NEEDS_TREE = 0, 1, 2  # ORDER eos_scan_result

# what ast.parse raises for texts that are no program, or too much for CPython's parser
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError)

_sessions: dict[tuple[int, str], object] = {}
_by_folder: dict[tuple, object] = {}


class Finding:
    """Field numbers of the tuples that Session.findings() gives. ORDER finding_tuple, session_type.c"""

    LINE, COLUMN, END_LINE, END_COLUMN, CODE, SEVERITY, CONFIDENCE = range(7)
    MESSAGE, FIX, MODEL, IS_AT_LEVEL, SUPPRESSED_BY, NAME = range(7, 13)


def session_for(configuration: Configuration, path: str, record: bool = True):
    """The session whose settings hold for the path. Raises ConfigError for settings that are wrong."""
    folder_key = (os.getpid(), configuration, os.path.dirname(os.path.abspath(path)), record)
    session = _by_folder.get(folder_key)
    if session is None:
        settings, file = configuration.for_file(path, record)
        session = make_session(settings, file)
        if not os.path.isdir(path):
            _by_folder[folder_key] = session
    return session


def make_session(settings: str, file: str = ""):
    """The session of this process with exactly these settings (JSON)."""
    from eoslint import _core

    key = (os.getpid(), settings)
    session = _sessions.get(key)
    if session is None:
        try:
            session = _core.Session(settings)
        except _core.UsageError as error:
            raise ConfigError(str(error), file) from None
        _sessions[key] = session
    return session


def parse(text: str):
    """ast.parse without its warnings: they are the compiler's business, not ours to print."""
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def judge(session, path: str, text: str, tree=None, off: tuple[str, ...] = ()) -> list[tuple]:
    """Findings of one file; parses only when the core asks for a tree and the host has none.

    `off` are the codes that the host hides for this file.
    """
    wanted = session.scan(os.path.abspath(path), text, off)
    if wanted == SKIP:
        return []
    if wanted == NEEDS_TREE:
        session.judge(parse(text) if tree is None else tree)
    return session.findings()


def all_codes() -> tuple[str, ...]:
    """Every code of the register; read once per process."""
    if not _codes:
        from eoslint import _core

        _codes.extend(rule["code"] for rule in _core.rules())
    return tuple(_codes)


_codes: list[str] = []


def settle(configuration: Configuration, paths: list[str]) -> str | None:
    """End of a command, in its main process: settles the histories of all files seen and of `paths`.

    Answers what is to be said of the history, or None. Paths are needed because workers judge the
    files: the main process may have met none itself.
    """
    for path in {path if os.path.isdir(path) else os.path.dirname(path) or "." for path in paths}:
        try:
            session_for(configuration, path).add_path(os.path.abspath(path))
        except ConfigError:
            continue  # said where the file was judged
    trouble = None
    for (process, _), session in list(_sessions.items()):
        if process == os.getpid():
            trouble = session.settle() or trouble
    return trouble


def trouble_so_far() -> str | None:
    """What this process met with a history, for workers whose end nobody sees."""
    for (process, _), session in list(_sessions.items()):
        if process == os.getpid() and session.trouble():
            return session.trouble()
    return None


def close_sessions() -> str | None:
    """End of a worker: ends this process's sessions, which writes what they collected; answers trouble."""
    trouble = trouble_so_far()
    _by_folder.clear()
    for key in [key for key in _sessions if key[0] == os.getpid()]:
        _sessions.pop(key).close()
    return trouble


def failure_text(error: BaseException) -> str:
    """One line for EOS900: what broke, in words that fit a report of ours."""
    words = " ".join(str(error).split())[:200]
    name = type(error).__name__
    return (
        f"eoslint could not judge this file ({name}: {words}): please report it"
        if words
        else f"eoslint could not judge this file ({name}): please report it"
    )
