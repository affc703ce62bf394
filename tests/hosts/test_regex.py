# SPDX-License-Identifier: MIT
"""Regular expressions of programs, compared with Python's own re: what is said must be true, and the common
part must be said. Each result becomes the width of a layer, so the reading of the program tells it.
"""
from __future__ import annotations

import json
import re

TEXTS = ["ir_r2_k3_s2_e6_c24", "mlp16x2", "a1b22c", "aabcb", "x,y;;z", "", "ab\n", "]^-[", "{a}{1,2}", "a.b"]
PATTERNS = [
    r"(\d.*)", r"(\w+?)(\d+)x(\d+)$", r"(\d+)", r"a+?b|c", r"[,;]", r"(?=b)b(c|d)*", r"[^]x-z]{2,}", r"a|ab",
    r"\bmlp\b", r"^a", r"b$", r"[\d_]+", r"(?:a|b)+(c)?", r"\.", r"[-\]^[]", r"a{1,}", r"\{\w\}", r"(a)(?!1)", r"\S\s?",
]
# What means something else elsewhere, or nothing: no claim about them.
FOREIGN = [r"a{,2}", r"[[:alpha:]]", r"\Qa\E", r"\h+", r"\R", r"(?<n>a)", r"(?i)A", r"(*FAIL)", r"a++", r"\Z", r"(a)\1", r"a**"]

SHAPES = {
    "search": "(lambda m: 1 if m is None else 2 + len(m.group(0)))(re.search({p}, {t}))",
    "match": "(lambda m: 1 if m is None else 2 + len(m.group(0)))(re.match({p}, {t}))",
    "fullmatch": "(2 if re.fullmatch({p}, {t}) else 1)",
    "split": "1 + len(re.split({p}, {t}))",
    "findall": "1 + len(re.findall({p}, {t}))",
    "sub": "1 + len(re.sub({p}, '##', {t}))",
}


def widths(project, expressions: list[str]) -> list[int | None]:
    if len(expressions) > 50:  # a program has a budget
        return widths(project, expressions[:50]) + widths(project, expressions[50:])
    lines = ["import re", "from keras import Sequential", "from keras.layers import Dense", "model = Sequential([Dense(1, input_shape=(1,))])"]
    lines += [f"model.add(Dense({text}))" for text in expressions]
    project.write(net__py="\n".join(lines) + "\n")
    model = json.loads(project.eoslint("model", "net.py", "--format", "json").stdout)["models"][0]
    by_line = {layer["line"]: (layer["output_shape"] or [None])[-1] for layer in model["layers"]}
    return [by_line[line] for line in range(5, 5 + len(expressions))]


def test_what_is_said_is_what_python_says(project):
    cases = [
        SHAPES[name].format(p=repr(pattern), t=repr(text)) for name in SHAPES for pattern in PATTERNS for text in TEXTS
    ]
    said = widths(project, cases)
    wrong = [(case, width) for case, width in zip(cases, said) if width is not None and width != eval(case, {"re": re})]
    assert not wrong
    assert sum(width is not None for width in said) > 0.85 * len(cases)


def test_what_others_read_otherwise_is_not_understood(project):
    cases = [SHAPES["search"].format(p=repr(pattern), t=repr("aaA1{,2}")) for pattern in FOREIGN]
    assert widths(project, cases) == [None] * len(cases)


def test_a_search_without_end_is_given_up(project):
    assert widths(project, [SHAPES["fullmatch"].format(p=repr("(a|aa)+[bc]"), t=repr("a" * 60))]) == [None]
