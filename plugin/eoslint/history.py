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
# finding_history tells of committed work, open_findings of what stands in the work tree besides
SHOW = tuple(
    f"""
    SELECT * FROM {view} WHERE CAST(finding_id AS TEXT) = ?1 OR
        (length(?1) >= 6 AND substr(fingerprint, 1, length(?1)) = lower(?1))
    """
    for view in ("finding_history", "open_findings")
)
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


def _print_records(columns: tuple, rows: list[tuple]) -> None:
    """One finding under the other, a line for each value that is there."""
    width = max(map(len, columns))
    for number, row in enumerate(rows):
        print(end="\n" if number else "")
        for name, value in zip(columns, row, strict=True):
            if value is not None:
                print(f"{name:<{width}}  {''.join(c if c.isprintable() else ' ' for c in _text(value))}")


def _print_json(columns: tuple, rows: list[tuple]) -> None:
    import json

    records = [
        {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in zip(columns, row, strict=True)
        }
        for row in rows
    ]
    print(json.dumps(records))


def _print_csv(columns: tuple, rows: list[tuple]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(value) for value in row] for row in rows)


def _ask(session, arguments) -> tuple[tuple, list[tuple]]:
    root = os.path.abspath(arguments.root)
    if arguments.query == "open":
        return session.history_query(root, OPEN)
    if arguments.query == "sql":
        return session.history_query(root, arguments.statement)
    columns, rows = session.history_query(root, SHOW[0], (arguments.id,))
    return (columns, rows) if rows else session.history_query(root, SHOW[1], (arguments.id,))


def run(arguments) -> int:
    from eoslint import _core

    history = history_option(arguments.history, os.getcwd())
    session = session_for(Configuration("cli", {"history": history}), arguments.root)
    try:
        columns, rows = _ask(session, arguments)
    except (_core.Error, ValueError) as error:
        print(f"eoslint: {error}", file=sys.stderr)
        return 2
    if arguments.query == "show" and not rows:
        print(f"eoslint: no finding {arguments.id!r} in the history", file=sys.stderr)
        return 2
    table = _print_records if arguments.query == "show" else _print_table
    {"table": table, "json": _print_json, "csv": _print_csv}[arguments.format](columns, rows)
    return 0
