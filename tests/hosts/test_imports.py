# SPDX-License-Identifier: MIT
"""Imports of other files of the repository: what they mean, where findings go, what a cached result rests on.

Every program here is wrong in one way that shows only when another file is followed.
"""
from __future__ import annotations

import json
import os
import sys

import pytest

HEAD = """\
from keras.models import Sequential
from keras.layers import Dense
"""
BUILDER = (
    HEAD
    + """\

def add_head(model, units):
    model.add(Dense(units, activation="softmax"))
"""
)
# a head of one unit with softmax, made in another file; the contradiction is met at line 6
TRAIN = HEAD + """\
{imports}
model = Sequential([Dense(4, input_dim=8, activation="relu")])
{head}
model.compile(loss="binary_crossentropy", optimizer="adam")
"""
COMPILE_LINE = 6


def train(imports: str, head: str = "add_head(model, 1)") -> str:
    return TRAIN.format(imports=imports, head=head)


def found(document: dict) -> list[tuple]:
    return sorted((f["path"], f["line"], f["code"]) for f in document["findings"])


def expect_head(repo, path="train.py") -> None:
    document = repo.check("--no-history", path)
    assert found(document) == [(path, COMPILE_LINE, "EOS102")], document
    assert document["errors"] == []


# ---- where files lie ----


def test_a_file_beside_the_program(repo):
    repo.write(heads__py=BUILDER, train__py=train("from heads import add_head"))
    expect_head(repo)


@pytest.mark.parametrize(
    ("imports", "head"),
    [
        ("from lib.heads import add_head", "add_head(model, 1)"),
        ("from lib import heads", "heads.add_head(model, 1)"),
        ("import lib.heads", "lib.heads.add_head(model, 1)"),
        ("import lib.heads as h", "h.add_head(model, 1)"),
        ("import lib", "lib.heads.add_head(model, 1)"),
        ("from lib import add_head", "add_head(model, 1)"),
        ("from lib import add_head as put", "put(model, 1)"),
        ("from lib import *", "add_head(model, 1)"),
        ("import lib", "lib.add_head(model, 1)"),
    ],
)
def test_a_package_and_what_it_hands_on(repo, imports, head):
    repo.write(
        lib__heads__py=BUILDER,
        lib____init____py="",
        train__py=train(imports, head),
    )
    (repo.folder / "lib" / "__init__.py").write_text("from .heads import add_head\nfrom . import heads\n")
    expect_head(repo)


def test_a_folder_without_init(repo):
    repo.write(lib__heads__py=BUILDER, train__py=train("from lib import heads", "heads.add_head(model, 1)"))
    expect_head(repo)


def test_a_source_folder(repo):
    repo.write(src__heads__py=BUILDER, jobs__train__py=train("from heads import add_head"))
    expect_head(repo, "jobs/train.py")


@pytest.mark.parametrize(
    "imports", ["from ..heads import add_head", "from .. import add_head", "from app.heads import add_head"]
)
def test_relative_to_the_package(repo, imports):
    repo.write(app__heads__py=BUILDER, app__jobs__train__py=train(imports))
    (repo.folder / "app" / "__init__.py").write_text("from .heads import add_head\n")
    (repo.folder / "app" / "jobs" / "__init__.py").write_text("")
    expect_head(repo, "app/jobs/train.py")


def test_never_outside_of_the_root(repo):
    (repo.folder.parent / "heads.py").write_text(BUILDER)
    (repo.folder / "linked.py").symlink_to(repo.folder.parent / "heads.py")
    repo.write(
        one__py=train("from ..heads import add_head"),
        two__py=train("from linked import add_head"),
    )
    assert found(repo.check("--no-history", "one.py", "two.py")) == []


def test_outside_of_any_repository(project):
    project.write(heads__py=BUILDER, train__py=train("from heads import add_head"))
    document = project.check(project.folder / "train.py")
    assert [f["code"] for f in document["findings"]] == ["EOS102"]


def test_a_library_is_the_library_whatever_lies_beside(repo):
    repo.write(keras__py="Dense = None\n", train__py=train("", 'model.add(Dense(1, activation="softmax"))'))
    codes = [f["code"] for f in repo.check("--no-history", "train.py")["findings"]]
    assert codes == ["EOS102"]


# ---- what they hold ----


def test_constants_name_their_file_and_line(repo):
    repo.write(
        config__py="# settings\nUNITS = 1\nLR = 7.5\n",
        train__py=HEAD
        + """\
from keras.optimizers import SGD
from config import LR
import config
model = Sequential([Dense(16, input_dim=8, activation="relu")])
model.add(Dense(config.UNITS, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=SGD(learning_rate=LR))
""",
    )
    (finding,) = repo.check("--no-history", "train.py")["findings"]
    assert finding["code"] == "EOS601"
    assert (finding["path"], finding["line"]) == ("train.py", 8)
    first = finding["evidence"][0]
    assert (first["value"], first["path"], first["line"]) == ("7.5", "config.py", 3)
    assert "config.py" in finding["message"]


def test_a_setting_written_from_outside(repo):
    repo.write(
        config__py="UNITS = 3\n\ndef units():\n    return UNITS\n",
        heads__py=BUILDER,
        train__py=train(
            "import config; from heads import add_head", "config.UNITS = 1; add_head(model, config.units())"
        ),
    )
    expect_head(repo)


def test_a_class_of_another_file_subclassed(repo):
    repo.write(
        base__py="""\
import torch.nn as nn

class Base(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(8, hidden)

    def forward(self, x):
        return self.last(self.first(x))
""",
        net__py="""\
import torch.nn as nn
from base import Base

class Net(Base):
    def __init__(self):
        super().__init__(32)
        self.last = nn.Linear(32, 4)

net = Net()
""",
    )
    document = repo.check("--no-history", "net.py")
    assert found(document) == [("net.py", 9, "EOS201")], document


def test_main_of_another_file_is_not_run(repo):
    other = BUILDER + '\nif __name__ == "__main__":\n    add_head = None\n'
    repo.write(heads__py=other, train__py=train("from heads import add_head"))
    expect_head(repo)


def test_a_circle(repo):
    repo.write(
        a__py=BUILDER + "from b import UNITS, sizes\n",
        b__py="import a\nUNITS = 1\n\ndef sizes():\n    return a.UNITS\n",
        train__py=train("from a import add_head, sizes", "add_head(model, sizes())"),
    )
    expect_head(repo)


def test_two_files_that_import_each_other_are_judged_both(repo):
    repo.write(
        train__py=train("from heads import add_head") + "WIDTH = 1\n",
        heads__py=BUILDER + "from train import WIDTH\nimport heads\n",
    )
    assert found(repo.check("--no-history", ".")) == [("train.py", COMPILE_LINE, "EOS102")]


def test_names_that_lead_to_themselves_end(repo):
    repo.write(
        a__py="from b import x\nfrom b import *\n",
        b__py="from a import x\nfrom a import *\n",
        train__py=train("from a import x, y\nfrom b import *\nprint(x, y, z)", "pass"),
    )
    assert repo.check("--no-history", "train.py")["errors"] == []


def test_first_needed_in_a_branch(repo):
    """The file runs once, outside of the branch that needs it first."""
    repo.write(
        heads__py=BUILDER + "layers = []\nlayers.append(1)\nUNITS = len(layers)\n",
        train__py=train(
            "import sys, heads", "units = heads.UNITS if len(sys.argv) > 3 else heads.UNITS; heads.add_head(model, units)"
        ),
    )
    expect_head(repo)


def test_deep_chains_end(repo):
    count = 120
    for number in range(count):
        (repo.folder / f"m{number}.py").write_text(f"from m{number + 1} import value\n")
    (repo.folder / f"m{count}.py").write_text("value = 1\n")
    repo.write(train__py=train("from m0 import value", "model.add(Dense(value))"))
    document = repo.check("--no-history", "train.py")
    assert document["errors"] == []
    assert any("imported files" in entry["reason"] for entry in document["not_judged"])


# ---- where findings go ----


def test_each_finding_once_when_both_files_are_linted(repo):
    repo.write(
        net__py=HEAD
        + """\

def build():
    model = Sequential()
    model.add(Dense(64, input_dim=8))
    model.add(Dense(32))
    model.add(Dense(10, activation="softmax"))
    return model
""",
        train__py="from net import build\nimport keras\nmodel = build()\n"
        'model.compile(loss="categorical_crossentropy", optimizer="adam")\n',
    )
    both = repo.check("--no-history", ".")
    alone = repo.check("--no-history", "net.py")
    assert both["findings"] and {f["path"] for f in both["findings"]} == {"net.py"}
    assert found(both) == found(alone)


def test_flake8_and_pylint_say_the_same(repo):
    from conftest import flake8_findings, pylint_findings

    repo.write(heads__py=BUILDER, train__py=train("from heads import add_head"))
    options = ("--select=EOS", "train.py", "--eos-history=false")
    (flake,) = flake8_findings(repo.flake8(*options))
    done = repo.pylint("--load-plugins=eoslint.pylint", "--disable=all", "--enable=eoslint", "train.py")
    (lint,) = pylint_findings(done)
    assert flake == lint
    assert flake[:2] == ("train.py", COMPILE_LINE)


# ---- what cannot be followed ----


def test_a_missing_file_is_said_where_it_matters(repo):
    repo.write(
        app__train__py=train("from .gone import add_head, version\nfrom ._version import unused")
    )
    document = repo.check("--no-history", "app/train.py")
    assert document["findings"] == []
    gaps = [(g["line"], g["what"]) for g in document["not_judged"] if "import" in g["what"]]
    assert gaps == [(3, "import of .gone")]


def test_a_syntax_error_in_an_imported_file(repo):
    repo.write(heads__py="def add_head(:\n", train__py=train("from heads import add_head"))
    document = repo.check("--no-history", "train.py")
    assert document["findings"] == [] and document["errors"] == []
    (gap,) = [g for g in document["not_judged"] if "heads.py" in g["what"]]
    assert gap["line"] == 3
    assert "line 1" in gap["reason"]


def test_odd_files(repo):
    for name, data in {
        "latin": b'# -*- coding: latin-1 -*-\nACT = "softmax" # \xe9\n',
        "bom": b'\xef\xbb\xbfACT = "softmax"\r\n',
        "broken": b'ACT = "softmax"; TEXT = "\xff"\n',
        "zeros": b'ACT = "softmax"\0\n',
        "empty": b"",
        "deep": b"ACT = " + b"(" * 5000 + b"1" + b")" * 5000,
    }.items():
        (repo.folder / f"{name}.py").write_bytes(data)
    os.mkfifo(repo.folder / "pipe.py")
    for name in ("latin", "bom", "broken", "zeros", "empty", "deep", "pipe"):
        head = f'model.add(Dense(1, activation={name}.ACT))'
        (repo.folder / f"use_{name}.py").write_text(train(f"import {name}", head))
    document = repo.check("--no-history", *[f"use_{n}.py" for n in ("latin", "bom", "broken", "zeros")])
    assert [f["path"] for f in document["findings"]] == ["use_latin.py", "use_bom.py"]
    document = repo.check("--no-history", *[f"use_{n}.py" for n in ("empty", "deep", "pipe")])
    assert document["findings"] == [] and document["errors"] == []


# ---- the cache ----

CACHED, NEEDS_TREE = 1, 2


def scan(repo, path: str) -> int:
    """What a new process is told of the file: judged before, or to be parsed."""
    code = (
        "import sys; from eoslint import _core;"
        "print(_core.Session('{}').scan(sys.argv[1], open(sys.argv[1]).read()))"
    )
    done = repo.run(sys.executable, "-c", code, repo.folder / path)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)



def test_a_changed_dependency_is_judged_again(repo):
    repo.write(sizes__py='ACT = "softmax"\n', heads__py="from sizes import ACT\n" + BUILDER.replace('"softmax"', "ACT"))
    repo.write(train__py=train("from heads import add_head"))
    repo.commit()
    expected = [("train.py", COMPILE_LINE, "EOS102")]
    assert found(repo.check("train.py")) == expected
    assert scan(repo, "train.py") == CACHED
    assert found(repo.check("train.py")) == expected
    repo.write(sizes__py='ACT = "sigmoid"\n')
    assert scan(repo, "train.py") == NEEDS_TREE
    assert found(repo.check("train.py")) == []
    repo.write(sizes__py='ACT = "softmax"\n')
    assert found(repo.check("train.py")) == expected
    assert scan(repo, "train.py") == CACHED
    judged = repo.sql("SELECT count(*) AS n FROM judgement")[0]["n"]
    assert judged == 2  # the third state is the first one again


def test_a_file_that_appears_is_found(repo):
    repo.write(app__train__py=train("from .heads import add_head"))
    repo.commit()
    assert found(repo.check("app/train.py")) == []
    repo.write(app__heads__py=BUILDER)
    assert found(repo.check("app/train.py")) == [("app/train.py", COMPILE_LINE, "EOS102")]
    (repo.folder / "app" / "heads.py").unlink()
    assert found(repo.check("app/train.py")) == []


def test_equal_programs_with_different_neighbours(repo):
    program = train("from .heads import add_head", "add_head(model)")
    one = BUILDER.replace(", units", "").replace("units", "1")
    repo.write(a__train__py=program, b__train__py=program, a__heads__py=one)
    repo.write(b__heads__py=one.replace("softmax", "sigmoid"))
    repo.commit()
    for _ in range(2):
        assert found(repo.check(".")) == [("a/train.py", COMPILE_LINE, "EOS102")]


def test_files_without_imports_of_ours_store_no_dependency(repo):
    repo.write(net__py=train("import os, json, numpy", 'model.add(Dense(1, activation="softmax"))'))
    repo.commit()
    repo.check("net.py")
    (row,) = repo.sql("SELECT base, body FROM judgement_cache")
    assert row["base"] is None
    assert '"files"' not in row["body"]


# ---- names ----


def test_python_s_own_modules_are_all_known(repo):
    """A module of the standard library is looked for nowhere, so nothing rests on it."""
    names = sorted(n for n in sys.stdlib_module_names if not n.startswith("_") and n not in
                   ("this", "antigravity", "idlelib"))
    repo.write(net__py=train("import " + ", ".join(names), "pass"))
    repo.commit()
    repo.check("net.py")
    (row,) = repo.sql("SELECT body FROM judgement_cache")
    assert '"files"' not in row["body"]


# ---- eoslint model ----


def test_the_model_command_follows_imports(repo):
    repo.write(heads__py=BUILDER, train__py=train("from heads import add_head"))
    done = repo.eoslint("model", "train.py", "--format", "json")
    assert done.returncode == 0, done.stderr
    (model,) = json.loads(done.stdout)["models"]
    assert [layer["kind"] for layer in model["layers"]] == ["Dense", "Dense"]


# ---- a library's own source ----

# what keras looks like inside: a builder, a helper that the API tables do not know, and layers that they do
LIBRARY = {
    "keras/__init__.py": "",
    "keras/src/__init__.py": "",
    "keras/src/layers.py": "class Dense:\n    pass\n",
    "keras/src/applications/__init__.py": "",
    "keras/src/applications/sizes.py": "def width_of(classes):\n    return classes * 4\n",
    "keras/src/applications/tiny.py": """\
from keras.src import layers
from keras.src.applications import sizes
from keras.src.models import Functional


def Tiny(classes=10):
    inputs = layers.Input((8,))
    x = layers.Dense(sizes.width_of(classes))(inputs)
    return Functional(inputs, layers.Dense(classes)(x))
""",
}


def widths(repo, path: str, *more: str) -> list:
    document = json.loads(repo.eoslint("model", path, "--format", "json", *more).stdout)
    return [[layer["output_shape"] for layer in model["layers"]] for model in document["models"]]


def write_library(repo) -> None:
    for path, text in LIBRARY.items():
        target = repo.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def test_a_called_builder_of_a_library_is_read_with_its_helpers(repo):
    write_library(repo)
    assert widths(repo, "keras/src/applications/tiny.py", "--call", "Tiny(3)") == [[[12], [3]]]


def test_a_program_beside_a_library_does_not_read_its_source(repo):
    write_library(repo)
    repo.write(train__py=LIBRARY["keras/src/applications/tiny.py"])
    assert widths(repo, "train.py", "--call", "Tiny(3)") == [[[None], [3]]]


# ---- programs that only train ----

NET = """\
from keras.models import Sequential
from keras.layers import Dense

def build():
    return Sequential([Dense(8, input_dim=4, activation="relu"), Dense(1, activation="softmax")])
"""
FIT = '{imports}\nmodel = {build}()\nmodel.compile(loss="binary_crossentropy", optimizer="adam")\nmodel.fit(x, y)\n'


@pytest.mark.parametrize(
    ("imports", "build"),
    [
        ("from net import build", "build"),
        ("import os, net as n", "n.build"),
        ("from pack.net import build", "build"),
        ("import pack.net", "pack.net.build"),
        ("from pack import net", "net.build"),
        ("from pack import (\n    other,  # first\n    net,\n)", "net.build"),
        ("from gather import build", "build"),
        ("from gather import *", "build"),
        ("if True:\n    from net import build", "build"),
        ("try:\n    from .net import build\nexcept ImportError:\n    from net import build", "build"),
    ],
)
def test_a_file_that_only_trains_is_read_when_it_imports_a_network(repo, imports, build):
    repo.write(net__py=NET, pack__net__py=NET, pack__other__py="x = 1\n")
    repo.write(gather__impl__py=NET)
    (repo.folder / "gather" / "__init__.py").write_text("from .impl import build\n")
    text = FIT.format(imports=imports, build=build)
    repo.write(train__py=text)
    document = repo.check("--no-history", "train.py")
    lines = {f["line"] for f in document["findings"] if f["code"] == "EOS102"}
    assert lines == {text.count("\n", 0, text.index("model.compile")) + 1}, document
    assert document["models"] == 1


@pytest.mark.parametrize("imports", ["import re", "from plain import build", "from nowhere import build", "import json, os"])
def test_a_file_that_trains_something_else_is_left(repo, imports):
    repo.write(plain__py="def build():\n    return Forest()\n", train__py=FIT.format(imports=imports, build="build"))
    document = repo.check("--no-history", "train.py")
    assert document["models"] == 0 and document["not_judged"] == []


def test_packages_that_import_each_other_end(repo):
    repo.write(train__py=FIT.format(imports="from a import build", build="build"))
    for name, other in (("a", "b"), ("b", "a")):
        (repo.folder / name).mkdir()
        (repo.folder / name / "__init__.py").write_text(f"from {other} import build\nfrom . import x\n")
    assert repo.check("--no-history", "train.py")["models"] == 0
