# SPDX-License-Identifier: MIT
"""What is read instead of a statement that does not parse: one line that makes unknown what it may have bound
or changed, `model = __eoslint_unread__(layers)`.

Questionable: objects are told from what is only called by their place in the text. A name in front of a
bracket is called and keeps what it means; every other one may have been changed and is handed to the
unknown call, which costs what was known of it.
"""
from __future__ import annotations

import builtins
import keyword

from eoslint.statements import Statement, Token, statements_of

UNREAD = "__eoslint_unread__"  # a name that no program has: unknown to the interpreter
NAME_LIMIT = 64  # names that a stand-in mentions

CLAUSES = ("elif", "else", "except", "finally")
BLOCKS = ("if", "for", "while", "with", "try", "async", "match", "case", *CLAUSES)
# a header is tried with these around it; {} stands for it
FRAMES = {
    "elif": "if 1:\n pass\n{}",
    "else": "if 1:\n pass\n{}",
    "except": "try:\n pass\n{}",
    "finally": "try:\n pass\n{}",
    "try": "{}\nfinally:\n pass",
    "case": "match 1:\n {}",
    "match": "{}\n case _: pass",
    "@": "{}\ndef f(): pass",
}


def header_word(statement: Statement) -> str:
    words = statement.words()
    if not words:
        return ""
    if words[0].text == "async" and len(words) > 1:
        return words[1].text
    return words[0].text


def code_of(statement: Statement) -> str:
    """The statement without indentation and comments; blank lines stay."""
    return "".join(token.text for token in statement.tokens if token.kind != "comment").strip()


def ends_with_colon(statement: Statement) -> bool:
    words = statement.words()
    return bool(words) and words[-1].text == ":"


def framed(statement: Statement, text: str) -> str:
    """The statement as a program of its own, with a body for a header and what it cannot stand without."""
    word = header_word(statement)
    body = " pass" if text.endswith(":") and word != "match" else ""
    return FRAMES.get(word, "{}").replace("{}", text + body)


def _is_open(word: Token) -> bool:
    """A string whose end is missing."""
    quoted = word.text.lstrip("rRbBuUfF")
    return word.kind == "string" and (len(quoted) < 2 or quoted[-1] != quoted[0])


def _readings(statement: Statement) -> list[list[Token]]:
    """The words; when a string has no end, also those of the same text without any quotes."""
    words = statement.words()
    if not any(_is_open(word) for word in words):
        return [words]
    text = statement.text.replace("'", "").replace('"', "")
    return [words, [part for one in statements_of(text) for part in one.words()]]


def _roots(statement: Statement) -> list[str]:
    """Names of objects in the statement: neither attributes nor what is only called, nor argument names."""
    found: dict[str, None] = {}
    for words in _readings(statement):
        found.update(dict.fromkeys(_objects_of(words)))
    return list(found)[:NAME_LIMIT]


def _objects_of(words: list[Token]) -> list[str]:
    found: dict[str, None] = {}
    for i, word in enumerate(words):
        before = words[i - 1].text if i else ""
        behind = words[i + 1].text if i + 1 < len(words) else ""
        is_object = word.kind == "name" and before not in (".", "def", "class") and behind not in ("(", "=")
        if is_object and not keyword.iskeyword(word.text) and not hasattr(builtins, word.text):
            found[word.text] = None
    return list(found)


def _bound(statement: Statement) -> list[str]:
    """Names that the statement gives a value, or would have."""
    found: dict[str, None] = {}
    for words in _readings(statement):
        names = _imported(words) if words and words[0].text in ("import", "from") else _assigned(words)
        found.update(dict.fromkeys(name for name in names if not keyword.iskeyword(name)))
    return list(found)[:NAME_LIMIT]


def _imported(words: list[Token]) -> list[str]:
    texts = [word.text for word in words]
    behind = words[texts.index("import") + 1 :] if "import" in texts else []
    return [word.text for word in behind if word.kind == "name"]


def _assigned(words: list[Token]) -> list[str]:
    """Targets in front of the first `=`; without one, a first name with another word behind it."""
    depth, found = 0, []
    for i, word in enumerate(words):
        depth += (word.kind == "open") - (word.kind == "close")
        if depth or (word.kind != "name" and word.text not in (",", ".", "=", ")", "]")):
            continue
        if word.text == "=":
            return found
        behind = words[i + 1].text if i + 1 < len(words) else ""
        if word.kind == "name" and behind in ("=", ",") and (i == 0 or words[i - 1].text != "."):
            found.append(word.text)
    if len(words) > 1 and words[0].kind == "name" and words[1].kind in ("name", "string", "number"):
        return [words[0].text]
    return []


def stand_in(statement: Statement) -> str:
    """What is read instead of a statement that does not parse; one line without indentation."""
    words = statement.words()
    word = header_word(statement)
    if word in ("def", "class"):
        names = [w.text for w in words[1:3] if w.kind == "name" and not keyword.iskeyword(w.text)]
        return f"{names[0]} = {UNREAD}" if names else "pass"
    if word == "@":
        return f"@{UNREAD}"
    call = f"{UNREAD}({', '.join(_roots(statement))})"
    if word == "for" and len(words) > 1 and words[1].kind == "name" and not keyword.iskeyword(words[1].text):
        return f"for {words[1].text} in {call}:"
    if word in BLOCKS and word not in ("match", "case"):
        return f"if {call}:"
    bound = _bound(statement)
    return " = ".join([*bound, call])
