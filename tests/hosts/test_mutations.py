# SPDX-License-Identifier: MIT
"""Half-written programs: whatever a line less, a line twice or a missing name makes of a program, reading it ends.

A deterministic sample of mutations of every program under tests/live and corpus/programs. Each must give valid
JSON within a second; what it says of such a program is not asked here. Crashes show best under the sanitizers
(EOS_ASAN=1 tests/run.sh).
"""
from __future__ import annotations

import ast
import json
import random
import re
import time
import warnings

import pytest
from conftest import ROOT

PROGRAMS = sorted([*(ROOT / "tests/live/programs").glob("*.py"), *(ROOT / "corpus/programs").glob("*/*.py")])
TRIES = 60  # mutations per program; most that do not parse are passed over quickly
SECONDS = 1.0


def delete_line(lines, pick):
    at = pick.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def repeat_line(lines, pick):
    at = pick.randrange(len(lines))
    return lines[: at + 1] + lines[at:]


def swap_lines(lines, pick):
    a, b = pick.randrange(len(lines)), pick.randrange(len(lines))
    lines = list(lines)
    lines[a], lines[b] = lines[b], lines[a]
    return lines


def cut_tail(lines, pick):
    return lines[: pick.randrange(len(lines))]


def replace_one(pattern, words):
    def replace(lines, pick):
        text = "\n".join(lines)
        places = list(re.finditer(pattern, text))
        if not places:
            return lines
        place = pick.choice(places)
        return (text[: place.start()] + pick.choice(words) + text[place.end() :]).split("\n")

    return replace


name_for_number = replace_one(r"\b\d+\b", ["unknown_name", "None", "-1", "0", "2**70", "'3'", "()", "1e308", "model"])
other_name = replace_one(r"\b[a-z_]+\b", ["x", "model", "layers", "len", "self", "range"])
other_bracket = replace_one(r"\(\)", ["", "([])", "(*x)", "(**x)"])
KINDS = [delete_line, repeat_line, swap_lines, cut_tail, name_for_number, other_name, other_bracket]


def mutations(text: str, seed: str):
    pick = random.Random(seed)
    for _ in range(TRIES):
        lines = text.split("\n")
        for _ in range(pick.choice((1, 1, 2, 3))):
            lines = pick.choice(KINDS)(lines, pick) or [""]
        yield "\n".join(lines)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_mutations(path):
    from eoslint import _core

    parsed = 0
    for text in mutations(path.read_text(encoding="utf-8"), path.name):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        parsed += 1
        began = time.process_time()
        answer = _core.model(tree, "mutant.py", format="json")
        taken = time.process_time() - began
        assert taken < SECONDS, f"{taken:.1f} s for\n{text}"
        assert json.loads(answer)["models"] is not None
    assert parsed > 0
