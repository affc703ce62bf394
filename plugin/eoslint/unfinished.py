# SPDX-License-Identifier: MIT
"""Programs that do not parse: what does parse is read, the rest is said.

First Python 2 is written as Python 3 and mixed tabs as blanks; most old snippets are whole then. What still
does not parse is cut into statements and blocks, and the smallest ones that fail are replaced on their
line by a stand-in: names that they would have bound, and objects that they may have changed, become
unknown (`model = __eoslint_unread__(layers)`), so that nothing is claimed which the broken line may have
made wrong. Lines stay where they are; columns that moved are moved back in the tree.

Cost: each statement is parsed at most once per level of its block, and a program beyond the limits
below is not repaired.
"""
from __future__ import annotations

import ast
import re

from eoslint._sessions import PARSE_ERRORS, parse
from eoslint.python2 import changes_of, told
from eoslint.stand_in import CLAUSES, code_of, ends_with_colon, framed, header_word, stand_in
from eoslint.statements import Statement, statements_of

SIZE_LIMIT = 4 << 20  # characters of a program that is repaired
TOLD_LIMIT = 20  # broken statements that are told one by one
DEPTH_LIMIT = 40  # nested blocks that are looked into
JOIN_LIMIT = 8  # statements tried together when a bracket was cut
RETRY_LIMIT = 20  # repairs of what parses in parts and not as a whole

RELATIVE = re.compile(r" on line \d+| \(detected at line \d+\)")  # of a part of the program only
PROMPT_START = re.compile(r"(?m)^[ \t]*(?:>>>|In \[\d+\]:) ")
PROMPT = re.compile(r"[ \t]*(?:(?:>>>|\.\.\.|In \[\d+\]:|\.\.\.+:) ?)")
INDENTED = re.compile(r"(?m)^(?: *\t|\t+ )[ \t]*")


def message_of(error: BaseException) -> str:
    """What parsing raised, in words."""
    if isinstance(error, SyntaxError):
        return f"syntax error: {RELATIVE.sub('', error.msg)}"
    if isinstance(error, (RecursionError, MemoryError)):
        return "nested too deep for Python's own parser"
    return f"not a program: {error}"


class Problem:
    """A place that was not read as it stands. `line` is 0 when there is none; `is_whole`: nothing of
    what was meant is lost."""

    __slots__ = ("is_whole", "line", "message")

    def __init__(self, line: int, message: str, is_whole: bool = False) -> None:
        self.line = line
        self.message = message
        self.is_whole = is_whole


def _failure(text: str) -> BaseException | None:
    try:
        parse(text)
    except PARSE_ERRORS as error:
        return error.with_traceback(None)  # frames and what they hold would stay as long as it
    return None


class _Columns:
    """Where a line was changed: (byte column in the new line, bytes that it has more from there on)."""

    def __init__(self) -> None:
        self.shifts: dict[int, list[tuple[int, int]]] = {}

    def add(self, line: int, column: int, more: int) -> None:
        if more:
            self.shifts.setdefault(line, []).append((column, more))

    def restore(self, tree: ast.AST) -> None:
        """Moves the nodes back to the columns of the program as it was written."""
        if not self.shifts:
            return
        for node in ast.walk(tree):
            if hasattr(node, "lineno"):
                node.col_offset = self._old(node.lineno, node.col_offset)
                node.end_col_offset = self._old(node.end_lineno, node.end_col_offset)

    def _old(self, line: int, column: int) -> int:
        for start, more in reversed(self.shifts.get(line, ())):
            if column >= start:
                column = max(column - more, start - max(more, 0))
        return column


# ---- Python 2 ----


def _modernise(text: str, columns: _Columns) -> tuple[str, Problem | None]:
    """The text with Python 2 statements rewritten; what was done, or None."""
    counts: dict[str, int] = {}
    first, done, parts = 0, 0, []
    for statement in statements_of(text):
        for change in changes_of(statement):
            if change.kind:
                counts[change.kind] = counts.get(change.kind, 0) + 1
                first = first or statement.first
            parts += [text[done : change.start], change.text]
            done = change.end
            _note(columns, text, change)
    if not counts:
        return text, None
    return "".join(parts) + text[done:], Problem(first, told(counts), True)


def _without_prompts(text: str, columns: _Columns, problems: list[Problem]) -> str:
    """A session of the interpreter, copied with its prompts: they go, and so does what was printed."""
    if not PROMPT_START.search(text):
        return text
    lines = text.split("\n")
    first = 0
    for i, line in enumerate(lines):
        match = PROMPT.match(line)
        if match:
            first = first or i + 1
            lines[i] = line[match.end() :]
            columns.add(i + 1, 0, -match.end())
        else:
            lines[i] = ""
    problems.append(Problem(first, "prompts of an interpreter, left away"))
    return "\n".join(lines)


def _note(columns: _Columns, text: str, change) -> None:
    line = text.count("\n", 0, change.start) + 1 if change.start else 1
    column = len(text[text.rfind("\n", 0, change.start) + 1 : change.start].encode())
    earlier = sum(more for _, more in columns.shifts.get(line, ()))
    columns.add(line, column + earlier, len(change.text) - (change.end - change.start))


def _expand_tabs(text: str, columns: _Columns) -> str:
    """Indentation of the statements in blanks."""
    lines = text.split("\n")
    for statement in statements_of(text):
        number = statement.first
        if "\t" in statement.indent:
            wide = " " * statement.width
            lines[number - 1] = wide + lines[number - 1][len(statement.indent) :]
            columns.add(number, 0, len(wide) - len(statement.indent))
    return "\n".join(lines)


# ---- blocks ----


class _Repair:
    """Lines of the program, changed in place until all of it parses."""

    def __init__(self, text: str, columns: _Columns) -> None:
        self.lines = text.split("\n")
        self.columns = columns
        self.problems: list[Problem] = []
        self.replaced: set[int] = set()  # first lines of statements that have a stand-in

    def text_of(self, statements: list[Statement]) -> str:
        return "\n".join(self.lines[statements[0].first - 1 : statements[-1].last - 1])

    def replace(self, statement: Statement, text: str) -> None:
        first, last = statement.first - 1, statement.last - 1
        kept = " " * statement.width if "\f" in statement.indent else statement.indent
        self.lines[first:last] = [kept + text if text else ""] + [""] * (last - first - 1)
        self.replaced.add(statement.first)

    def tell(self, statement: Statement, error: BaseException, before: int) -> None:
        line = getattr(error, "lineno", None) or before + 1
        line = statement.first + max(0, min(line - 1 - before, statement.last - statement.first - 1))
        self.problems.append(Problem(line, message_of(error)))

    def blank(self, statements: list[Statement], error: BaseException) -> None:
        """A whole group goes; the first line binds what the group would have bound."""
        self.tell(statements[0], error, 0)
        for statement in statements[1:]:
            self.replace(statement, "")
        text = stand_in(statements[0])
        self.replace(statements[0], f"{text} pass" if text.endswith(":") else text or "pass")

    # -- a sequence of statements at one level, each with the deeper ones behind it --

    def repair(self, statements: list[Statement], depth: int) -> None:
        base = statements[0].width
        groups: list[list[Statement]] = []
        for statement in statements:
            is_clause = header_word(statement) in CLAUSES and statement.width == base
            is_deeper = statement.width > base and bool(groups)
            is_decorated = bool(groups) and header_word(groups[-1][-1]) == "@" and not is_deeper
            if groups and (is_deeper or is_decorated or (is_clause and self._takes_clause(groups[-1]))):
                groups[-1].append(statement)
            else:
                groups.append([statement])
        self._align(groups, depth)
        i = 0
        while i < len(groups):
            i += self._repair_group(groups, i, depth)

    @staticmethod
    def _takes_clause(group: list[Statement]) -> bool:
        return header_word(group[0]) in ("if", "for", "while", "try", *CLAUSES)

    def _align(self, groups: list[list[Statement]], depth: int) -> None:
        """Groups of one block stand at one column, that of the first; some were typed elsewhere."""
        indent = groups[0][0].indent if depth else ""
        if depth == 0 and groups[0][0].indent.strip("\f"):
            self.tell(groups[0][0], IndentationError("unexpected indent"), 0)
        for group in groups:
            if group[0].indent == indent:
                continue
            old = group[0].indent
            for statement in group:
                if statement.indent.startswith(old):
                    self._indent(statement, indent + statement.indent[len(old) :])

    def _indent(self, statement: Statement, indent: str) -> None:
        at = statement.first - 1
        self.lines[at] = indent + self.lines[at][len(statement.indent) :]
        self.columns.add(statement.first, 0, len(indent) - len(statement.indent))
        statement.indent = indent

    def _parses(self, group: list[Statement]) -> BaseException | None:
        text = self.text_of(group)
        if not group[0].indent:
            return _failure(text)
        is_case = header_word(group[0]) == "case" and ends_with_colon(group[0])
        return _failure(f"{'match 1' if is_case else 'if 1'}:\n{text}")

    def _repair_group(self, groups: list[list[Statement]], i: int, depth: int) -> int:
        """Answers how many groups were dealt with."""
        group = groups[i]
        error = self._parses(group)
        if error is None:
            return 1
        if group[-1].is_cut:
            for count in range(2, JOIN_LIMIT + 1):
                together = [statement for part in groups[i : i + count] for statement in part]
                if self._parses(together) is None:
                    return count
                if i + count >= len(groups) or not together[-1].is_cut and count > 2:
                    break
        if depth >= DEPTH_LIMIT:
            self.blank(group, error)
            return 1
        known = len(self.problems)
        self._repair_parts(group, depth)
        if self._parses(group) is not None:
            del self.problems[known:]
            self.blank(group, error)
        return 1

    def _repair_parts(self, group: list[Statement], depth: int) -> None:
        """The headers of a group one by one, and the blocks below them."""
        base = group[0].width
        i = 0
        while i < len(group):
            header = group[i]
            i += 1
            block = i
            while i < len(group) and group[i].width > base:
                i += 1
            self._repair_header(header, group[block:i], group[:block - 1])
            if block < i and header.first in self.replaced and not self._is_open(header):
                for statement in group[block:i]:  # of a function whose head cannot be read
                    self.replace(statement, "")
            elif block < i:
                self.repair(group[block:i], depth + 1)

    def _is_open(self, header: Statement) -> bool:
        return self.lines[header.first - 1].rstrip().endswith(":")

    def _repair_header(self, header: Statement, block: list[Statement], before: list[Statement]) -> None:
        text = code_of(header)
        is_orphan = header_word(header) in CLAUSES and not before
        error = _failure(framed(header, text))
        frame = 2 if header_word(header) in CLAUSES else 0
        if error is None and block and not ends_with_colon(header):
            self._join_block(header, block)
            return
        if error is None and not is_orphan:
            if ends_with_colon(header) and not block and header_word(header) != "match":
                self.tell(header, IndentationError("expected an indented block"), 0)
                self.replace(header, f"{' '.join(text.split(chr(10)))} pass")
            return
        if block and not is_orphan and self._add_colon(header, text, error, frame):
            return
        self.tell(header, error or SyntaxError("invalid syntax"), frame)
        instead = stand_in(header)
        self.replace(header, f"{instead} pass" if instead.endswith(":") and not block else instead)

    def _add_colon(self, header: Statement, text: str, error, frame: int) -> bool:
        """A header whose colon was forgotten."""
        stem = code_of(header)
        if ends_with_colon(header) or _failure(framed(header, f"{stem}:")) is not None:
            return False
        self.tell(header, error, frame)
        self.replace(header, f"{stem}:".replace("\n", " "))
        return True

    def _join_block(self, header: Statement, block: list[Statement]) -> None:
        """A plain statement with deeper ones below it: they belong at its own level."""
        self.tell(block[0], IndentationError("unexpected indent"), 0)
        old = block[0].indent
        for statement in block:
            if statement.indent.startswith(old):
                self._indent(statement, header.indent + statement.indent[len(old) :])


def _tell_some(problems: list[Problem]) -> list[Problem]:
    problems.sort(key=lambda problem: problem.line)
    if len(problems) <= TOLD_LIMIT:
        return problems
    more = len(problems) - TOLD_LIMIT
    return [*problems[:TOLD_LIMIT], Problem(problems[TOLD_LIMIT].line, f"{more} more statements do not parse")]


def _last_repairs(repair: _Repair, error: BaseException) -> tuple[str, list[Problem]]:
    """What parses in parts and not as a whole goes statement by statement."""
    for _ in range(RETRY_LIMIT):
        text = "\n".join(repair.lines)
        trouble = _failure(text)
        if trouble is None:
            return text, _tell_some(repair.problems)
        line = getattr(trouble, "lineno", None) or 0
        at = [one for one in statements_of(text) if one.first <= line < one.last]
        if not at:
            break
        repair.tell(at[0], trouble, at[0].first - 1)
        repair.replace(at[0], "")
    return "", [_first_problem(error)]


def _first_problem(error: BaseException) -> Problem:
    return Problem(getattr(error, "lineno", None) or 0, message_of(error))


def _mend(text: str, columns: _Columns) -> tuple[str, list[Problem]]:
    """A text that parses, with as much of the given one as can be, line for line."""
    error = _failure(text)
    if error is None:
        return text, []
    if len(text) > SIZE_LIMIT:
        return "", [_first_problem(error)]
    problems = []
    if "\0" in text:
        problems.append(Problem(text.count("\n", 0, text.index("\0")) + 1, "NUL bytes, read as blanks"))
        text = text.replace("\0", " ")
    text = _without_prompts(text, columns, problems)
    text, problem = _modernise(text, columns)
    problems += [problem] if problem else []
    found = _failure(text)
    if found is not None and INDENTED.search(text):
        text = _expand_tabs(text, columns)
        if isinstance(found, TabError):
            message = "tabs and blanks mixed: a tab is read as in Python 2"
            problems.append(Problem(found.lineno or 0, message, True))
            found = _failure(text)
    if found is None:
        return text, problems
    repair = _Repair(text, columns)
    statements = statements_of(text)
    if statements:
        repair.repair(statements, 0)
    text, more = _last_repairs(repair, error)
    return text, problems + more or [_first_problem(error)]


def parse_unfinished(pieces: list[tuple[int, str]]) -> tuple[ast.Module, list[Problem]]:
    """The tree of what can be read of a program, and what could not, in order.

    `pieces` are (first line, text) of its parts, the cells of a notebook: a broken one spoils no other.
    Never raises what ast.parse raises; no problems means that all was read as it stands.
    """
    columns = _Columns()
    parts: list[str] = []
    problems: list[Problem] = []
    for first, text in pieces:
        own = _Columns()
        mended, found = _mend(text, own)
        missing = text.count("\n") - mended.count("\n")
        parts.append(mended + "\n" * max(0, missing))
        for problem in found:
            problem.line += first - 1 if problem.line else 0
        problems += found
        for line, shifts in own.shifts.items():
            columns.shifts[line + first - 1] = shifts
    try:
        tree = parse("".join(parts))
    except PARSE_ERRORS as error:
        return ast.Module([], []), [_first_problem(error)]
    columns.restore(tree)
    return tree, sorted(problems, key=lambda problem: problem.line)


def move_back(tree: ast.AST, dedents: list[tuple[int, int]]) -> None:
    """Columns of lines that had (line, blanks) taken away from their start."""
    columns = _Columns()
    for line, count in dedents:
        columns.add(line, 0, -count)
    columns.restore(tree)
