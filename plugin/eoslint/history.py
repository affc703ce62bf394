# SPDX-License-Identifier: MIT
"""`eoslint history`: questions to the history, asked through the core.

The database is never opened with Python's sqlite3 module: two copies of SQLite in one process break each
other's locks. Values come as None, int, float, str or bytes and are printed as data, never as SQL.
"""
from __future__ import annotations

import os
import sys

from eoslint._sessions import session_for
from eoslint.config import Configuration, history_option

OPEN = """
SELECT finding_id, code, severity, path, line, model, state, message FROM open_findings
ORDER BY path, line, code, finding_id
"""
SHOW = """
SELECT * FROM finding_history WHERE CAST(finding_id AS TEXT) = ?1 OR
    (length(?1) >= 6 AND substr(fingerprint, 1, length(?1)) = lower(?1))
"""
WIDEST = 60  # characters of a column in a table; csv and json cut nothing


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _one_line(value) -> str:
    text = "".join(c if c.isprintable() else " " for c in _text(value))
    return text if len(text) <= WIDEST else text[: WIDEST - 3] + "..."


def _print_table(columns: tuple, rows: list[tuple]) -> None:
    cells = [[_one_line(value) for value in row] for row in rows]
    widths = [
        max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(columns)
    ]
    for row in [list(columns), ["-" * width for width in widths], *cells]:
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
        print(line.rstrip())


def _print_json(columns: tuple, rows: list[tuple]) -> None:
    import json

    records = [
        {name: value.hex() if isinstance(value, bytes) else value for name, value in zip(columns, row, strict=True)}
        for row in rows
    ]
    print(json.dumps(records))


def _print_csv(columns: tuple, rows: list[tuple]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)


def run(arguments) -> int:
    from eoslint import _core

    history = history_option(arguments.history, os.getcwd())
    session = session_for(Configuration("cli", {"history": history}), arguments.root)
    statement, parameters = OPEN, ()
    if arguments.query == "show":
        statement, parameters = SHOW, (arguments.id,)
    elif arguments.query == "sql":
        statement = arguments.statement
    try:
        columns, rows = session.history_query(os.path.abspath(arguments.root), statement, parameters)
    except (_core.Error, ValueError) as error:
        print(f"eoslint: {error}", file=sys.stderr)
        return 2
    if arguments.query == "show" and not rows:
        print(f"eoslint: no finding {arguments.id!r} in the history", file=sys.stderr)
        return 2
    {"table": _print_table, "json": _print_json, "csv": _print_csv}[arguments.format](columns, rows)
    return 0
