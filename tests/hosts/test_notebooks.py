# SPDX-License-Identifier: MIT
"""Notebooks in `eoslint check` and `eoslint model`: cells become one program, findings name cell and line."""
from __future__ import annotations

import ast
import json
import time

import pytest
from conftest import BUGGY, FIXED, validated
from eoslint.notebook import notebook_of

LINES = BUGGY.splitlines(True)
IMPORTS, BUILD, TRAIN = LINES[:2], LINES[3:6], LINES[6:]


def code(source, **more) -> dict:
    return {"cell_type": "code", "source": source, "outputs": [], "metadata": {}, **more}


def book(*cells, **more) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def python_of(*sources) -> str:
    return "".join(part for _, part in notebook_of(book(*map(code, sources))).code)


@pytest.fixture
def split_book(project):
    """The network in cell 2, compiled in cell 4."""
    project.write(
        nb__ipynb=book(
            {"cell_type": "markdown", "source": "# Title"},
            code(IMPORTS, id="imports"),
            code(["%%time\n", "\n", *BUILD], id="build"),
            {"cell_type": "raw", "source": "raw"},
            code(TRAIN, id="train"),
        )
    )
    return project


def check(project, *names, ok=(0, 1, 2)) -> dict:
    return project.check("--no-history", *names, ok=ok)


def only(document: dict, code: str = "EOS102") -> dict:
    found = [finding for finding in document["findings"] if finding["code"] == code]
    assert len(found) == 1, document
    return found[0]


def test_a_finding_names_cell_and_line(split_book):
    finding = only(check(split_book, "nb.ipynb"))
    assert finding["cell"] == {"index": 2, "id": "build"}
    assert (finding["line"], finding["column"], finding["end_line"]) == (5, 11, 5)
    loss = next(entry for entry in finding["evidence"] if entry["what"] == "loss")
    assert (loss["line"], loss["cell"]) == (1, {"index": 4, "id": "train"})
    fit = next(entry for entry in finding["related"] if entry["what"] == "fit call")
    assert (fit["line"], fit["cell"]["index"]) == (2, 4)
    assert "(line 1 of cell 4)" in finding["message"]


def test_the_text_report(split_book):
    lines = split_book.eoslint("check", "--no-history", "nb.ipynb").stdout.splitlines()
    assert lines[0].startswith("nb.ipynb:cell 2:5:11: EOS102 ")
    assert lines[1] == '    5 | model.add(Dense(1, activation="softmax"))'
    assert any(line.endswith("(cell 4 line 1)") for line in lines)


def test_a_folder_is_walked_for_notebooks(split_book):
    assert only(check(split_book, "."))["path"].endswith("nb.ipynb")


def test_the_command_for_models(split_book):
    done = split_book.eoslint("model", "--format", "json", "nb.ipynb")
    model = json.loads(done.stdout)["models"][0]
    assert [(layer["cell"], layer["line"]) for layer in model["layers"]] == [(2, 4), (2, 5)]
    assert "model (cell 2 line 3)" in split_book.eoslint("model", "nb.ipynb").stdout


def test_nbformat_3(project):
    cells = [
        {"cell_type": "heading", "source": "Title", "level": 1},
        {"cell_type": "code", "language": "python", "input": [*IMPORTS, *BUILD], "outputs": []},
        {"cell_type": "code", "language": "python", "input": "".join(TRAIN), "outputs": []},
    ]
    project.write(old__ipynb=json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}))
    finding = only(check(project, "old.ipynb"))
    assert finding["cell"] == {"index": 1, "id": None} and finding["line"] == 5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%matplotlib inline\nx = 1\n", "pass\nx = 1\n"),
        ("!pip install x \\\n   y\nx = 1\n", "pass\n\nx = 1\n"),
        ("if a:\n    !ls (\n    x = 1\n", "if a:\n    pass\n    x = 1\n"),
        ("help?\n?help\nmodel.fit??\nx = 1\n", "pass\npass\npass\nx = 1\n"),
        ("files = !ls *.py\n", "files = __eoslint_unread__\n"),
        ("home = %pwd\n", "home = __eoslint_unread__\n"),
        ("%time model.fit(x)\n", "if 1: model.fit(x)\n"),
        ("h = %time model.fit(x)\n", "h =       model.fit(x)\n"),
        ("%timeit -n 3 f(x)\n", "pass\n"),
        ("x = a \\\n% b\ny = (a\n% b)\n", "x = a \\\n% b\ny = (a\n% b)\n"),
        ('text = """\n%time\n!ls\n"""\n', 'text = """\n%time\n!ls\n"""\n'),
        ("x != y\nx == 3\nx %= 2\n", "x != y\nx == 3\nx %= 2\n"),
        ("%%time\nx = 1\n", "\nx = 1\n"),
        ("%%capture out\nx = 1\n", "out = __eoslint_unread__\nx = 1\n"),
        ("%%time\n%%capture\nx = 1\n", "\n\nx = 1\n"),
        ("    x = 1\n    if x:\n        y = 2\n", "x = 1\nif x:\n    y = 2\n"),
        ("await f()\n", "await f()\n"),
        ("display(x);", "display(x);\n"),
    ],
)
def test_what_python_reads_of_a_cell(source, expected):
    assert python_of(source) == expected
    assert expected.count("\n") == source.rstrip("\n").count("\n") + 1
    ast.parse(expected)


@pytest.mark.parametrize("magic", ["bash", "html", "javascript", "writefile a.py", "R", "sql", "script bash", "latex"])
def test_cells_of_other_languages_are_left_out(magic):
    assert python_of(f"%%{magic}\nx = (\n") == ""


@pytest.mark.parametrize(
    "cell",
    [
        {"cell_type": "code", "source": "x <- 1", "metadata": {"vscode": {"languageId": "r"}}},
        {"cell_type": "code", "source": ""},
        {"cell_type": "code", "source": "  \n\n"},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"source": "x = 1"},
        "no cell",
        None,
    ],
)
def test_cells_without_python(cell):
    assert notebook_of(book(cell)).code == []


def test_notebooks_of_other_languages():
    metadata = {"language_info": {"name": "R"}}
    assert notebook_of(book(code("x <- (1"), metadata=metadata)).code == []


def test_a_broken_cell_costs_that_cell(project):
    cells = [code([*IMPORTS, *BUILD]), code("x = '''\nfoo(\n", id="broken"), code(TRAIN)]
    project.write(nb__ipynb=book(*cells))
    document = check(project, "nb.ipynb", ok=(2,))
    assert only(document)["cell"]["index"] == 0
    assert [(e["cell"]["index"], e["cell"]["id"], e["line"]) for e in document["errors"]] == [(1, "broken", 1)]
    assert document["errors"][0]["message"].startswith("cell 1: syntax error: ")
    assert "nb.ipynb:cell 1:1: syntax error: " in project.eoslint("check", "--no-history", "nb.ipynb").stderr


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("keras {", "not a notebook: ", 1),
        ('{"keras":\n 1,\n', "not a notebook: ", 3),
        ("[]", "not a notebook: it has no list of cells", None),
        ('{"cells": 3}', "not a notebook: it has no list of cells", None),
        ("", "not a notebook: ", 1),
        ("[" * 100000, "not a notebook: nested too deep", None),
    ],
)
def test_files_that_are_no_notebooks(project, text, words, line):
    project.write(bad__ipynb=text, net__py=BUGGY)
    document = check(project, "bad.ipynb", "net.py", ok=(2,))
    only(document)
    assert len(document["errors"]) == 1
    assert document["errors"][0]["message"].startswith(words) and document["errors"][0]["line"] == line


def test_comments_suppress_in_cells(project):
    build = [*BUILD[:2], BUILD[2].rstrip() + "  # noqa: EOS102\n"]
    project.write(nb__ipynb=book(code(IMPORTS), code(build), code(TRAIN)))
    finding = only(check(project, "nb.ipynb"))
    assert finding["suppressed"] == {"by": "noqa", "line": 3, "reason": None}


def test_columns_of_dedented_cells(project):
    plain = code([*IMPORTS, *BUILD])
    moved = code([f"  {line}" for line in [*IMPORTS, *BUILD]])
    project.write(a__ipynb=book(plain, code(TRAIN)), b__ipynb=book(moved, code(TRAIN)))
    assert only(check(project, "b.ipynb"))["column"] == only(check(project, "a.ipynb"))["column"] + 2


def test_the_history_of_a_notebook(repo):
    def write(text):
        lines = text.splitlines(True)
        repo.write(nb__ipynb=book(*added, code(lines[:2]), code(lines[3:], id="net")))
        repo.commit()
        return repo.check("nb.ipynb")

    added = []
    first = only(write(BUGGY))
    assert first["status"] == "new"
    again = only(repo.check("nb.ipynb"))  # from the cache of judgements
    assert {**again, "status": None} == {**first, "status": None}
    added = [{"cell_type": "markdown", "source": "more"}, code("print(1)\n")]
    moved = only(write(BUGGY))
    assert moved["status"] == "open" and moved["fingerprint"] == first["fingerprint"]
    assert moved["cell"]["index"] == first["cell"]["index"] + 2 and moved["line"] == first["line"]
    write(FIXED)
    assert "EOS102" not in [row["code"] for row in repo.sql("SELECT code FROM open_findings")]


def test_outputs_cost_little(project):
    image = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo" * 2_000_000}, "metadata": {}}
    project.write(
        large__ipynb=book(code(IMPORTS), code(BUILD, outputs=[image]), code(TRAIN)),
        other__ipynb=book(code("x = 1", outputs=[image])),
    )
    began = time.monotonic()
    only(check(project, "."))
    assert time.monotonic() - began < 5


def test_imports_of_a_notebook_are_followed(repo):
    repo.write(
        heads__py="".join(IMPORTS) + "def add_head(model):\n    model.add(Dense(1, activation='softmax'))\n",
        nb__ipynb=book(code([*IMPORTS, "from heads import add_head\n"]), code([*BUILD[:2], "add_head(model)\n"]), code(TRAIN)),
    )
    finding = only(check(repo, "nb.ipynb"))
    assert finding["cell"]["index"] in (1, 2)


def test_the_report_is_valid(split_book):
    done = split_book.eoslint("check", "--no-history", "--format", "json", ".")
    validated(done.stdout)
