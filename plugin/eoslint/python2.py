# SPDX-License-Identifier: MIT
"""Statements of Python 2 written as Python 3, in place: no line moves, and what moves in a line is told.

Only what a parser stumbles over is rewritten: print and exec statements, `except X, e`, `raise X, "text"`,
backticks, `<>`, old numbers and string prefixes, and `async` as the name of an argument. It is the text
that eoslint reads, never the user's file. A word is replaced by one of the same length where that is
possible, so that most columns stay as they are.
"""
from __future__ import annotations

import re

from eoslint.statements import Statement, Token

OCTAL = re.compile(r"0[0-7]*[1-7][0-7]*[lL]?\Z")
LONG = re.compile(r"(?:0[xX][0-9a-fA-F]+|\d+)[lL]\Z")


class Change:
    """Replaces text[start:end] of the program."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, start: int, end: int, text: str) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text


def _parts(words: list[Token]) -> list[list[Token]]:
    """Simple statements of a logical line: cut at `;` and behind the colon of a header."""
    parts: list[list[Token]] = [[]]
    depth, is_header = 0, False
    for word in words:
        depth += (word.kind == "open") - (word.kind == "close")
        if not parts[-1] and word.text in ("if", "elif", "else", "for", "while", "with", "try", "except",
                                           "finally", "def", "class"):
            is_header = True
        if depth == 0 and word.text == ";":
            parts.append([])
            continue
        parts[-1].append(word)
        if depth == 0 and word.text == ":" and is_header:
            is_header = False
            parts.append([])
    return [part for part in parts if part]


def _end_of(token: Token) -> int:
    return token.start + len(token.text)


def _commas(part: list[Token]) -> list[Token]:
    """Commas outside of brackets."""
    found, depth = [], 0
    for word in part:
        depth += (word.kind == "open") - (word.kind == "close")
        if depth == 0 and word.text == ",":
            found.append(word)
    return found


def _as_call(part: list[Token], kind: str) -> list[Change]:
    """`print x` as `print(x)`: the bracket takes the place of the blank."""
    first, second = part[0], part[1]
    gap = second.start - _end_of(first)
    return [
        Change(kind, _end_of(first), _end_of(first) + min(gap, 1), "("),
        Change("", _end_of(part[-1]), _end_of(part[-1]), ")"),
    ]


def _changes_of_part(part: list[Token]) -> list[Change]:
    word = part[0].text
    if word in ("print", "exec") and len(part) > 1:
        second = part[1]
        is_word = second.kind in ("name", "string", "number") or second.text in "-+~`[{"
        if is_word and second.text not in ("is", "in", "and", "or", "if"):
            return _as_call(part, f"{word} statement")
    commas = _commas(part)
    if word == "except" and len(commas) == 1 and part[-1].text == ":":
        comma = commas[0]
        has_blank = part[part.index(comma) + 1].start > _end_of(comma)
        return [Change("except clause", comma.start, _end_of(comma), " as" if has_blank else " as ")]
    if word == "raise" and commas:
        end = _end_of(part[-1])
        return [
            Change("raise statement", commas[0].start, _end_of(commas[0]), "("),
            Change("", end, end, ")"),
        ]
    return []


def _change_of_word(word: Token, following: Token | None) -> Change | None:
    start, end, text = word.start, _end_of(word), word.text
    if text == "<>":
        return Change("<> operator", start, end, "!=")
    if word.kind == "number" and OCTAL.match(text):
        return Change("old number", start, end, f"0o{text[1:].rstrip('lL')}")
    if word.kind == "number" and LONG.match(text):
        return Change("old number", start, end, f"{text[:-1]} ")
    if word.kind == "string" and text[:2].lower() == "ur":
        return Change("old string", start, start + 1, " ")
    if text == "async" and following is not None and following.text == "=":
        return Change("argument named async", start, end, "asynk")
    return None


def changes_of(statement: Statement) -> list[Change]:
    """What is to be replaced in the statement, in order; a change without a kind belongs to the one before."""
    words = statement.words()
    found = [change for part in _parts(words) for change in _changes_of_part(part)]
    for word, following in zip(words, [*words[1:], None], strict=True):
        change = _change_of_word(word, following)
        if change:
            found.append(change)
    ticks = [word for word in words if word.text == "`"]
    if len(ticks) % 2 == 0:
        for opening, closing in zip(ticks[::2], ticks[1::2], strict=True):
            found.append(Change("backtick pair", opening.start, _end_of(opening), "repr("))
            found.append(Change("", closing.start, _end_of(closing), ")"))
    return sorted(found, key=lambda change: (change.start, change.end))


def told(counts: dict[str, int]) -> str:
    """One line about all that was rewritten."""
    words = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items()]
    return f"Python 2 syntax, read as Python 3: {', '.join(words)}"
