# SPDX-License-Identifier: MIT
"""Programs cut into statements without a parser: for texts that Python's own parser refuses.

One pass with one regular expression. A statement ends with its line unless a bracket is open, a string
over several lines is, or a backslash stands last. A bracket that was never closed would swallow the rest
of the program, so a line that can only be the start of a statement ends the one before all the same.

Questionable: such a line may stand inside brackets after all (`f(` and below it `g(x),` at the margin).
The statement is then cut in two and says so in `is_cut`; who parses it tries both parts together.
"""
from __future__ import annotations

import re

TOKEN = re.compile(
    r"""
    (?P<string>(?i:[rbuf]{0,2})(?:
        '''(?:[^\\]|\\.)*?(?:'''|\Z) | \"""(?:[^\\]|\\.)*?(?:\"""|\Z)
      | '(?:[^\\\n']|\\.)*'? | "(?:[^\\\n"]|\\.)*"?))
  | (?P<comment>\#[^\n]*)
  | (?P<name>[^\W\d]\w*)
  | (?P<number>(?:\d|\.\d)(?:[eE][+-]\d|[\w.])*)
  | (?P<open>[(\[{]) | (?P<close>[)\]}])
  | (?P<newline>\n) | (?P<joined>\\\n) | (?P<space>[ \t\f]+)
  | (?P<other>->|:=|<>|\*\*=?|//=?|>>=?|<<=?|[-+*/%&|^@=<>!]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
KEYWORD_START = re.compile(
    r"(?:def|class|import|while|with|try|return|raise|del|assert|global|nonlocal|pass|break|continue)\b"
    r"|from\s+[\w.]+\s+import\b|(?:if|for|elif|else|except|finally)\b[^\n]*:[ \t]*(?:\#[^\n]*)?(?:\n|\Z)|@\w"
)
HEADER_WORDS = ("if", "for", "while", "with", "def", "class", "elif", "except", "async")
# starts of statements when they stand no deeper than the statement whose bracket is open
LIKELY_START = re.compile(r"[^\W\d][\w.]*(?:\[[^\]\n]*\])?[ \t]*(?:=(?!=)|\()")
BLANK = ("space", "comment", "newline", "joined")


class Token:
    """`kind` is the name of a group of TOKEN; `start` the place in the program's text."""

    __slots__ = ("kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start


class Statement:
    """Lines [first, last) of the program (from 1), a header of a block without the block."""

    __slots__ = ("first", "indent", "is_cut", "last", "text", "tokens")

    def __init__(self, first: int, indent: str) -> None:
        self.first = first
        self.last = first
        self.indent = indent
        self.tokens: list[Token] = []
        self.text = ""
        self.is_cut = False

    @property
    def width(self) -> int:
        """Columns of its indentation; a tab goes to the next multiple of eight."""
        return len(self.indent.rpartition("\f")[2].expandtabs(8))

    def words(self) -> list[Token]:
        """Tokens without blanks and comments."""
        return [token for token in self.tokens if token.kind not in BLANK]


def _is_start(text: str, at: int, indent: str, opener: Statement, before: str) -> bool:
    """Does the line at this place start a statement, although a bracket of `opener` is open? `before` is
    the last word in front of it."""
    if before == ":" and opener.tokens[0].text in HEADER_WORDS and len(indent) > len(opener.indent):
        return True  # the block of a header
    if KEYWORD_START.match(text, at):
        return len(indent) <= len(opener.indent) or not text.startswith(("if", "for", "else"), at)
    return len(indent) <= len(opener.indent) and LIKELY_START.match(text, at) is not None


def statements_of(text: str) -> list[Statement]:
    """All statements in order; blank lines and comments belong to the statement before them."""
    found: list[Statement] = []
    current: Statement | None = None
    depth, line, indent, is_fresh, before = 0, 1, "", True, ""
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        word = match.group()
        if kind == "space" and is_fresh:
            indent = word
        elif kind not in BLANK and is_fresh:
            is_open = depth > 0
            if current is None or not is_open or _is_start(
                text, match.start(), indent, current, before
            ):
                if current is not None and is_open:
                    current.is_cut = True
                depth = 0
                current = Statement(line, indent)
                found.append(current)
            is_fresh = False
        if current is not None and not (is_fresh and kind == "space"):
            current.tokens.append(Token(kind, word, match.start()))
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "newline":
            is_fresh, indent = True, ""
        if kind not in BLANK:
            before = word
        line += word.count("\n")
    for number, statement in enumerate(found, 1):
        statement.last = found[number].first if number < len(found) else line + 1
        statement.text = "".join(token.text for token in statement.tokens)
    return found
