# SPDX-License-Identifier: MIT
"""What is known of the arrays that reach fit: shape, bounds, label encoding, batch size.

Each tests/golden/model/data_*.py is a small program whose first comments say what must be known, no more and
no less. Those marked `# live` need nothing but numpy, scikit-learn and pandas (keras is a stand-in that keeps
what fit is given): they are executed, and the claims are compared with the arrays that really arrive. A claim
that the arrays contradict is a defect; a bound that is wider than the data is not.
"""
from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "model"
PROGRAMS = sorted(GOLDEN.glob("data_*.py"))
NEEDED = ("numpy", "sklearn", "pandas")
EXTRA = ("standardised", "scaled_by", "source")

# Stands for keras: Sequential keeps a copy of what the first fit is given and prints its traits at exit.
STAND_IN = """
import atexit, json, sys, types
import numpy

seen = []


class Sequential:
    def add(self, layer): pass
    def compile(self, **options): pass
    def fit(self, x, y):
        seen.append((numpy.array(x), numpy.array(y)))


def to_categorical(x, num_classes=None):
    ids = numpy.array(x, dtype="int64")
    if ids.ndim > 1 and ids.shape[-1] == 1:
        ids = ids.reshape(ids.shape[:-1])
    return numpy.eye(num_classes or int(ids.max()) + 1)[ids]


for name, content in {
    "keras": {},
    "keras.models": {"Sequential": Sequential},
    "keras.layers": {"Dense": lambda *sizes, **options: None},
    "keras.utils": {"to_categorical": to_categorical},
}.items():
    module = sys.modules[name] = types.ModuleType(name)
    vars(module).update(content)


def traits(values):
    values = values.astype("float64")
    told = {"shape": values.shape, "minimum": float(values.min()), "maximum": float(values.max())}
    told["distinct"] = len(numpy.unique(values))
    told["whole"] = bool((values == numpy.floor(values)).all())
    told["bits"] = bool(numpy.isin(values, (0, 1)).all())
    if values.ndim == 2:
        told["one_each"] = bool((values.sum(axis=1) == 1).all())
        told["mean"] = float(abs(values.mean(axis=0)).max())
        told["deviation"] = float(abs(values.std(axis=0) - 1).max())
    return told


exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), {"__name__": "__main__"})
print(json.dumps([traits(part) for part in seen[0]]))
"""


def expectation(path: Path) -> dict:
    found = {"live": False}
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line[1:].strip().partition(": ")
        found[key] = json.loads(value) if value and key != "SPDX-License-Identifier" else True
    return found


def training_of(path: Path) -> dict:
    from eoslint import _core
    from eoslint._sessions import parse

    program = json.loads(_core.model(parse(path.read_bytes()), path.name, "json"))
    (model,) = program["models"]
    return model["trainings"][0]


each_program = pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])


def compare(known, wanted) -> None:
    if wanted is None:
        assert known is None
        return
    assert known is not None, "nothing is known"
    for key in ("shape", "minimum", "maximum", "exact"):
        assert known[key] == wanted[key] or known[key] == pytest.approx(wanted[key]), key
    for key in EXTRA:
        if key in wanted:
            assert known[key] == wanted[key], key


def test_there_are_enough_programs():
    assert len(PROGRAMS) >= 60


@each_program
def test_what_reaches_fit_is_known(path):
    wanted, training = expectation(path), training_of(path)
    compare(training["inputs"], wanted["inputs"])
    compare(training["targets"], wanted["targets"])
    labels = wanted["targets"] or {"encoding": None, "classes": None}
    assert training["labels"]["encoding"] == labels["encoding"]
    assert training["labels"]["classes"] == labels["classes"]
    assert training["batch_size"] == wanted["batch_size"]


def contradictions(known, real) -> list[str]:
    """Claims about one array that the array itself denies."""
    said = []
    near = {"rel": 1e-6, "abs": 1e-6}
    if known["shape"] is not None:
        sizes = [size if size is not None else have for size, have in zip(known["shape"], real["shape"])]
        if len(known["shape"]) != len(real["shape"]) or sizes != real["shape"]:
            said.append(f"shape {known['shape']}, really {real['shape']}")
    low, high = known["minimum"], known["maximum"]
    if low is not None and real["minimum"] < low and real["minimum"] != pytest.approx(low, **near):
        said.append(f"minimum {low}, really {real['minimum']}")
    if high is not None and real["maximum"] > high and real["maximum"] != pytest.approx(high, **near):
        said.append(f"maximum {high}, really {real['maximum']}")
    if known["exact"] and [low, high] != pytest.approx([real["minimum"], real["maximum"]], **near):
        said.append(f"exactly {low}..{high}, really {real['minimum']}..{real['maximum']}")
    if known["standardised"] and not (real["mean"] < 1e-6 and real["deviation"] < 1e-6):
        said.append("not standardised")
    return said


def label_contradictions(labels, known, real) -> list[str]:
    said = []
    encoding, classes = labels["encoding"], labels["classes"]
    if encoding in ("one-hot", "multi-hot"):
        if not real["bits"] or (encoding == "one-hot" and not real["one_each"]):
            said.append(f"no {encoding} rows")
        if classes is not None and classes != real["shape"][-1]:
            said.append(f"{classes} columns, really {real['shape'][-1]}")
    if encoding == "integer":
        if not real["whole"]:
            said.append("no whole numbers")
        if classes is not None and (real["distinct"] > classes or (known["exact"] and real["distinct"] < classes)):
            said.append(f"{classes} classes, really {real['distinct']}")
    return said


@pytest.mark.parametrize(
    "path", [p for p in PROGRAMS if expectation(p)["live"]], ids=lambda path: path.stem
)
def test_the_libraries_agree(path, tmp_path):
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    runner = tmp_path / "run.py"
    runner.write_text(STAND_IN)
    done = subprocess.run(
        [sys.executable, runner, path], capture_output=True, text=True, timeout=120, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    inputs, targets = json.loads(done.stdout.splitlines()[-1])
    training = training_of(path)
    said = contradictions(training["inputs"], inputs) if training["inputs"] else []
    if training["targets"]:
        said += contradictions(training["targets"], targets)
        said += label_contradictions(training["labels"], training["targets"], targets)
    assert said == []
