# SPDX-License-Identifier: MIT
"""Notebooks (nbformat 3 and 4) as programs: the code cells, one below the other, as IPython reads them.

Magics and shell lines become lines that do nothing, on their line; `%%time` and its like keep the cell they
time; cells in other languages are left out. Outputs are never looked at: they are skipped with the JSON
that holds them.
"""
from __future__ import annotations

import re

from eoslint.source import SourceError
from eoslint.stand_in import UNREAD
from eoslint.statements import TOKEN

# cell magics whose body is Python that runs here; the bodies of all others are left out
PYTHON_CELLS = frozenset(
    "capture debug heat lprun memit mprun notify prun pyinstrument scalene snakeviz time timeit wandb".split()
)
HEADER = re.compile(r"[ \t]*%%(\w*)")
ESCAPED = re.compile(r"([ \t]*)([%!])(.*)", re.DOTALL)
HELP = re.compile(
    r"([ \t]*)(?:\?{1,2}[ \t]*[\w.*%]+|%{0,2}[^\W\d][\w.*]*(?:\[[^\]\n]*\])?\?{1,2})[ \t]*;?[ \t]*$"
)
ASSIGNED = re.compile(r"([ \t]*[^\W\d][\w.,\[\] \t]*?=[ \t]*)([%!])(.*)", re.DOTALL)
RUN = re.compile(r"%(?:time|prun)(?=[ \t]+[^\W\d(\[{'\"-])")  # as long as `if 1:`


class Notebook:
    """`text` as the cells have it, `code` as Python reads it, line for line; `cells` are (first line, index,
    id)."""

    def __init__(self) -> None:
        self.text = ""
        self.code: list[tuple[int, str]] = []  # (first line, code) of each cell
        self.cells: list[tuple[int, int, str | None]] = []
        self.dedents: list[tuple[int, int]] = []  # (line, blanks that the code has less at its start)


# ---- one cell ----


def _without_magic(line: str) -> str | None:
    """What Python is to read instead of a line of IPython's own; None for Python."""
    match = HELP.match(line)
    if match:
        return f"{match[1]}pass"
    match = ESCAPED.match(line)
    if match:
        if RUN.match(line, len(match[1])):
            return f"{match[1]}if 1:{line[len(match[1]) + 5 :]}"
        return f"{match[1]}pass"
    match = ASSIGNED.match(line)
    if not match:
        return None
    if match[2] == "%" and RUN.match(line, len(match[1])):
        return f"{match[1]}     {line[len(match[1]) + 5 :]}"
    return f"{match[1]}{UNREAD}"


def _end_of_statement(text: str, start: int) -> int:
    """Behind the newline that ends the logical line, or the end of the text."""
    depth = 0
    for match in TOKEN.finditer(text, start):
        kind = match.lastgroup
        depth += (kind == "open") - (kind == "close" and depth > 0)
        if kind == "newline" and depth == 0:
            return match.end()
    return len(text)


def _python_of(text: str) -> str:
    """The cell's text with IPython's own lines replaced, line for line."""
    if not any(sign in text for sign in "%!?"):
        return text
    parts, at = [], 0
    while at < len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        while text[at:stop].endswith("\\") and text[at:stop].lstrip()[:1] in ("%", "!"):
            following = text.find("\n", stop + 1)
            stop = len(text) if following < 0 else following
            if stop == len(text):
                break
        line = text[at:stop]
        instead = _without_magic(line)
        if instead is None:
            end = _end_of_statement(text, at)
            parts.append(text[at:end])
        else:
            end = min(stop + 1, len(text))
            first = instead.split("\n")[0]
            parts.append(first + "\n" * text.count("\n", at, end))
        at = end
    return "".join(parts)


def _cut_header(text: str) -> str | None:
    """The cell without the line of a cell magic; None when its body is no Python that runs here."""
    lead = len(text) - len(text.lstrip("\n"))
    match = HEADER.match(text, lead)
    if not match:
        return text
    if match[1] not in PYTHON_CELLS:
        return None
    line, newline, rest = text[lead:].partition("\n")
    body = _cut_header(rest)
    if body is None:
        return None
    name = re.search(r"\s([^\W\d]\w*)\s*$", line) if match[1] == "capture" else None
    return f"{text[:lead]}{f'{name[1]} = {UNREAD}' if name else ''}{newline}{body}"


def _dedent(notebook: Notebook, code: str, first: int) -> str:
    """A cell that stands indented as a whole is moved to the margin, as IPython does."""
    lines = code.split("\n")
    start = next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")
    indent = start[: len(start) - len(start.lstrip(" \t"))]
    if not indent:
        return code
    for i, line in enumerate(lines):
        if line.startswith(indent):
            lines[i] = line[len(indent) :]
            notebook.dedents.append((first + i, len(indent)))
    return "\n".join(lines)


def _is_python(cell: dict) -> bool:
    if cell.get("cell_type") != "code":
        return False
    language = cell.get("language")  # nbformat 3
    metadata = cell.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    if isinstance(editor, dict):
        language = editor.get("languageId", language)
    return not isinstance(language, str) or language.lower().startswith(("python", "ipython"))


def _text_of(cell: dict) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        return ""
    source = source.encode("utf-8", "replace").decode()  # lone surrogates of broken escapes
    return source.replace("\r\n", "\n").replace("\r", "\n")


# ---- the notebook ----


def _cells_of(document) -> list:
    cells = document.get("cells") if isinstance(document, dict) else None
    if cells is None and isinstance(document, dict) and isinstance(document.get("worksheets"), list):
        cells = []
        for sheet in document["worksheets"]:
            if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
                cells += sheet["cells"]
    if not isinstance(cells, list):
        raise SourceError("not a notebook: it has no list of cells")
    return cells


def _is_python_notebook(document: dict) -> bool:
    metadata = document.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for key, name in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(key)
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return part[name].lower().startswith(("python", "ipython"))
    return True


def notebook_of(text: str) -> Notebook:
    """The program in a notebook's JSON; raises SourceError for what is none."""
    import json

    try:
        document = json.loads(text)
    except ValueError as error:
        message = getattr(error, "msg", str(error))
        raise SourceError(f"not a notebook: {message}", getattr(error, "lineno", 0)) from None
    except RecursionError:
        raise SourceError("not a notebook: nested too deep") from None
    notebook = Notebook()
    cells = _cells_of(document)
    if not _is_python_notebook(document):
        return notebook
    parts, line = [], 1
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict) or not _is_python(cell):
            continue
        text = _text_of(cell)
        code = _cut_header(text)
        if code is None or not code.strip():
            continue
        end = "" if text.endswith("\n") else "\n"
        identity = cell.get("id")
        notebook.cells.append((line, index, identity if isinstance(identity, str) else None))
        notebook.code.append((line, _dedent(notebook, _python_of(code), line) + end))
        parts.append(text + end)
        line += parts[-1].count("\n")
    notebook.text = "".join(parts)
    return notebook
