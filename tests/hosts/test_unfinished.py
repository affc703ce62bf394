# SPDX-License-Identifier: MIT
"""Programs that do not parse: `eoslint check` judges what does, says the rest, and claims nothing that the
broken part may have made wrong. Each case is a program, what is found in it, and what is said of it."""
from __future__ import annotations

import ast
import random
import time

import pytest
from conftest import BUGGY, BUGGY_LINE, FIXED, ROOT, flake8_findings, validated
from eoslint.unfinished import parse_unfinished

HEAD = """\
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(16, input_dim=8, activation="relu"))
"""
TAIL = """\
model.add(Dense(1, activation="softmax"))
model.compile(loss="binary_crossentropy", optimizer="adam")
"""


def check(project, text, name="net.py") -> tuple[set, list]:
    path = project.folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    done = project.eoslint("check", "--no-history", "--format", "json", name)
    assert "Traceback" not in done.stderr
    report = validated(done.stdout)
    assert done.returncode == (2 if report["errors"] else 1 if report["findings"] else 0)
    errors = [(error["line"], error["message"]) for error in report["errors"]]
    return {(f["line"], f["code"]) for f in report["findings"]}, errors


FOUND_BEHIND = [  # (what stands in front of BUGGY, part of the one message, its line)
    ("def f(:\n    return 1\n", "syntax error", 1),
    ("x = 1 1\n", "syntax error", 1),
    ("if True\n    x = 1\n", "expected ':'", 1),
    ("for i in range(3):\n", "expected an indented block", 1),
    ("x = (1,\ny = 2\n", "was never closed", 1),
    ("x = [1, 2\n\n\n", "was never closed", 1),
    ("d = {'a': 1]\n", "does not match", 1),
    ("x = 'abc\n", "unterminated string", 1),
    ("class A(:\n    def f(self): pass\n", "syntax error", 1),
    ("class A:\n    def f(self, x:\n        return x\n    def g(self):\n        return 1\n", "syntax error", 2),
    ("try:\n    x = 1\n", "expected 'except' or 'finally'", None),
    ("else:\n    x = 1\n", "syntax error", 1),
    ("@foo(\ndef f():\n    pass\n", "was never closed", 1),
    ("x = 1\n    y = 2\n", "unexpected indent", 2),
    ("print 'hello'\n", "1 print statement", 1),
    ("try:\n    f()\nexcept ValueError, e:\n    print e\n", "1 except clause, 1 print statement", 3),
    ("print `x`, 0777, 10L\n", "1 backtick pair", 1),
    ("if a: raise ValueError, 'no'\n", "1 raise statement", 1),
    ("if a <> b: exec 'x = 1'\n", "1 exec statement", 1),
    ("x = ur'abc'\n", "1 old string", 1),
    ("model.cuda(async=True)\n", "argument named async", 1),
    ("if a:\n\tx = 1\n        y = 2\n", "tabs and blanks", 3),
    ("x = '\0'\n", "NUL bytes", 1),
    ("<<<<<<< HEAD\n", "syntax error", 1),
]


each_break = pytest.mark.parametrize(
    ("before", "words", "line"), FOUND_BEHIND, ids=[case[0][:24] for case in FOUND_BEHIND]
)


@each_break
def test_what_stands_behind_is_judged(project, before, words, line):
    found, errors = check(project, before + BUGGY)
    assert (BUGGY_LINE + before.count("\n"), "EOS102") in found
    assert len(errors) == 1 and words in errors[0][1]
    assert line is None or errors[0][0] == line


@each_break
def test_what_stands_in_front_is_judged(project, before, words, line):
    found, errors = check(project, BUGGY + before)
    assert (BUGGY_LINE, "EOS102") in found and errors
    assert not any(code == "EOS900" for _, code in found)


@pytest.mark.parametrize(
    "broken",
    [
        "model.add(Dense(1, activation='sigmoid')\n",
        "model.add(Dense(1 activation='sigmoid'))\n",
        "model.add(Dense(1, activation='sigmoid)\n",
        "model.pop()); model.add(Dense(1))\n",
        "for unit in (1, 2:\n    model.add(Dense(unit))\n",
        "if x = 1:\n    model.add(Dense(3))\n",
    ],
)
def test_a_model_that_a_broken_line_may_have_changed_is_not_claimed(project, broken):
    """The head is not what stands last when a line that does not parse touched the model."""
    text = HEAD + TAIL.splitlines(True)[0] + broken + TAIL.splitlines(True)[1]
    found, errors = check(project, text)
    assert not any(code == "EOS102" for _, code in found), found
    assert errors


def test_a_broken_line_elsewhere_does_not_hide_the_model(project):
    found, errors = check(project, HEAD + "import foo bar\nx = compute(1 2)\n" + TAIL)
    assert (7, "EOS102") in found and [line for line, _ in errors] == [5, 6]


def test_a_broken_case_costs_that_statement():
    text = "match x:\n    case 1:\n        y = = 2\n        w = 4\n    case _:\n        z = 3\n"
    tree, problems = parse_unfinished([(1, text)])
    assert ast.unparse(tree).count("case ") == 2 and "w = 4" in ast.unparse(tree)
    assert [problem.line for problem in problems] == [3]


def test_a_broken_method_is_unknown_and_the_class_is_read():
    tree, problems = parse_unfinished(
        [(1, "class A:\n    x = 1\n    def f(self:\n        return 1\n    def g(self):\n        return 2\n")]
    )
    assert [(p.line, p.message.partition(":")[0]) for p in problems] == [(3, "syntax error")]
    names = [getattr(node, "name", None) or ast.unparse(node) for node in tree.body[0].body]
    assert names == ["x = 1", "f = __eoslint_unread__", "g"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks(project, ending, bom):
    found, errors = check(project, bom + ("x = = 1\n" + BUGGY).replace("\n", ending).encode())
    assert (BUGGY_LINE + 1, "EOS102") in found and [line for line, _ in errors] == [1]


def test_bytes_that_are_no_text(project):
    found, errors = check(project, b"name = '\xe9'\n" + BUGGY.encode())
    assert (BUGGY_LINE + 1, "EOS102") in found
    assert errors == [(1, "cannot be decoded as utf-8: invalid continuation byte")]


def test_a_snippet_that_stands_indented(project):
    found, errors = check(project, "".join(f"    {line}" for line in BUGGY.splitlines(True)))
    assert (BUGGY_LINE, "EOS102") in found and errors == [(1, "syntax error: unexpected indent")]


def test_a_session_with_prompts(project):
    text = "".join(f">>> {line}" for line in BUGGY.splitlines(True)) + "<keras.History>\n"
    found, errors = check(project, text)
    assert (BUGGY_LINE, "EOS102") in found and len(errors) == 1 and "prompts" in errors[0][1]


def test_columns_are_those_of_the_file(project):
    project.write(net__py="if True:\n\tprint 'a'\n" + "".join(f"\t{line}" for line in BUGGY.splitlines(True)))
    done = project.eoslint("check", "--no-history", "net.py")
    plain = "if True:\n\tx = 1\n" + "".join(f"\t{line}" for line in BUGGY.splitlines(True))
    project.write(net__py=plain)
    assert done.stdout == project.eoslint("check", "--no-history", "net.py").stdout


def test_one_unclosed_bracket_does_not_swallow_the_file():
    body = "".join(f"x{n} = f({n})\n" for n in range(300))
    tree, problems = parse_unfinished([(1, f"a = (1,\n{body}b = [\n{body}")])
    assert len(tree.body) == 602 and [p.line for p in problems] == [1, 302]


@pytest.mark.parametrize("ending", ["", "\n", "\\", '"""', "(", "@", "else", "    x", "lambda (a, b): a"])
def test_odd_ends(ending):
    tree, problems = parse_unfinished([(1, f"x = 1\n{ending}")])
    assert ast.unparse(tree).startswith("x = 1")
    assert bool(problems) == (ending not in ("", "\n", "    x"[:0]))


def test_prose_costs_little_and_is_not_told_line_by_line():
    text = "This is a sentence, and no program at all.\n" * 5000
    began = time.monotonic()
    _, problems = parse_unfinished([(1, text)])
    assert time.monotonic() - began < 10
    assert len(problems) <= 21


@pytest.mark.parametrize("seed", range(40))
def test_programs_with_a_piece_torn_out_give_a_tree(seed):
    """Whatever is missing: a tree comes back, lines stand where they stood, nothing is raised."""
    chance = random.Random(seed)
    text = (BUGGY + "def f(a):\n    if a:\n        return {1: [2, (3)]}\n    else:\n        raise E\n" + TAIL) * 2
    start = chance.randrange(len(text))
    torn = text[:start] + chance.choice(["", "(", "'", '"""', ":", "\t", "\\"]) + text[start + chance.randrange(9) :]
    tree, _ = parse_unfinished([(1, torn)])
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            assert 1 <= node.lineno <= torn.count("\n") + 1 and node.col_offset >= 0


def test_flake8_and_the_history(repo):
    """E999 is flake8's; a finding is not resolved by a line that does not parse."""
    repo.write(net__py=BUGGY)
    repo.commit()
    assert len(repo.check("net.py")["findings"]) >= 1
    repo.write(net__py=HEAD + "model.add(Dense(1, activation='softmax')\n")
    repo.commit()
    done = repo.flake8("--select", "E9,EOS", "net.py")
    assert {code for _, _, _, code, _ in flake8_findings(done)} == {"E999"}
    repo.check("net.py", ok=(2,))
    assert [row["code"] for row in repo.sql("SELECT code FROM open_findings")] == ["EOS102"]
    repo.write(net__py=FIXED)
    repo.commit()
    repo.check("net.py", ok=(0, 1))
    assert "EOS102" not in [row["code"] for row in repo.sql("SELECT code FROM open_findings")]


def test_old_programs_import_old_ones(repo):
    """Python 2 in an imported file loses nothing; a file that is broken is not followed."""
    helper = "from keras.layers import Dense\ndef add_head(model, n):\n    {}\n"
    helper += "    model.add(Dense(n, activation='softmax'))\n"
    text = "from heads import add_head\n" + HEAD + "print 'go'\nadd_head(model, 1)\n"
    text += TAIL.splitlines(True)[1]
    for line, is_found in (("print 'head', n", True), ("if n = 1: return", False)):
        repo.write(heads__py=helper.format(line), net__py=text)
        found = {f["code"] for f in repo.check("--no-history", "net.py", ok=(2,))["findings"]}
        assert ("EOS102" in found) is is_found


def test_the_command_for_models(project):
    project.write(net__py="x = = 1\n" + BUGGY)
    done = project.eoslint("model", "net.py")
    assert done.returncode == 2 and "net.py:1: syntax error" in done.stderr and "softmax" in done.stdout


# ---- missing imports: the same findings as with them ----

SNIPPETS = {
    "functional": (
        "from keras.layers import Input, Dense\nfrom keras.models import Model\n",
        """\
inputs = Input(shape=(8,))
x = Dense(16, activation="relu")(inputs)
model = Model(inputs, Dense(1, activation="softmax")(x))
model.compile(loss="binary_crossentropy", optimizer="adam")
""",
    ),
    "modules": (
        "import keras\nfrom keras import layers, models, optimizers\n",
        """\
inputs = keras.Input(shape=(8,))
x = layers.Dense(16, activation="relu")(inputs)
model = models.Model(inputs, layers.Dense(1, activation="softmax")(x))
model.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=optimizers.SGD(learning_rate=0.9))
""",
    ),
    "tf.keras": (
        "import tensorflow as tf\n",
        """\
model = tf.keras.Sequential([tf.keras.layers.Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.Adam(0.5))
""",
    ),
    "subclass": (
        "from keras.models import Model\nfrom keras.layers import Dense\n",
        """\
class Net(Model):
    def __init__(self):
        super().__init__()
        self.a = Dense(8, activation="relu")
        self.b = Dense(1, activation="softmax")
    def call(self, x):
        return self.b(self.a(x))
net = Net()
net.compile(loss="binary_crossentropy", optimizer="adam")
""",
    ),
    "torch": (
        "import torch\nfrom torch import nn, optim\nimport torch.nn.functional as F\n",
        """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(784, 100)
        self.fc2 = nn.Linear(100, 10)
    def forward(self, x):
        return F.softmax(self.fc2(F.relu(self.fc1(x))), dim=1)
net = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.01)
for x, y in loader:
    optimizer.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
""",
    ),
    "torch sequential": (
        "import torch\nfrom torch import nn\n",
        """\
model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1), nn.Softmax(dim=1))
loss = nn.BCELoss()(model(torch.randn(4, 8)), y)
""",
    ),
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_missing_imports_change_nothing(project, name):
    imports, snippet = SNIPPETS[name]
    with_imports, errors = check(project, imports + snippet)
    shift = imports.count("\n")
    assert with_imports and not errors
    assert check(project, snippet) == ({(line - shift, code) for line, code in with_imports}, [])


# ---- right before loud ----


def findings_of(session, text, tree, problems=()) -> list[str]:
    if session.scan("/nowhere/net.py", text) != 2:
        return []
    for problem in problems:
        session.add_problem(problem.line, problem.message)
    session.judge(tree)
    return sorted(finding[4] for finding in session.findings())


def test_a_lost_bracket_or_quote_invents_nothing():
    """Signs taken out of the corpus' programs: hardly ever may a finding come that the whole program lacks.

    The few that may are names cut in two, which nothing can tell from other names.
    """
    from eoslint import _core

    session = _core.Session('{"history":false,"profile":"strict","host":"cli"}')
    chance = random.Random(7)
    programs = [path.read_text() for path in sorted((ROOT / "corpus" / "programs").glob("*/fixed.py"))]
    whole = {text: findings_of(session, text, ast.parse(text)) for text in programs}
    broken, invented, kept = 0, [], 0
    for _ in range(600):
        text = chance.choice(programs)
        at = chance.choice([i for i, sign in enumerate(text) if sign in "()[]:,\"'="])
        torn = text[:at] + text[at + 1 :]
        tree, problems = parse_unfinished([(1, torn)])
        if not problems:
            continue
        broken += 1
        found = findings_of(session, torn, tree, problems)
        more = [code for code in found if found.count(code) > whole[text].count(code)]
        invented += [(at, code, text.count("\n", 0, at) + 1) for code in more]
        kept += len(found)
    assert broken > 300 and kept > 0
    assert len(invented) <= broken // 100, invented
