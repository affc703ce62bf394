# SPDX-License-Identifier: MIT
"""The API tables: embed.py refuses mistakes, and the tables agree with the installed libraries.

The tests marked `live` import keras (torch backend), torch and scikit-learn and are skipped with a
reason where they are missing or of another version than the tables: a signature is a fact of one
version.
"""

import importlib.util
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

API = Path(__file__).resolve().parents[2] / "schemas" / "api"
FILES = sorted(path for path in API.glob("*.json") if not path.name.startswith("builders_"))


def load(name):
    return json.loads((API / name).read_text(encoding="utf-8"))


def module_from(name):
    spec = importlib.util.spec_from_file_location("eoslint_api_" + name, API / (name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def embed(files, out):
    command = [sys.executable, str(API / "embed.py"), "--out", str(out), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# ---- the generator ------------------------------------------------------------------------------


def test_output_does_not_depend_on_order(tmp_path):
    one, two = tmp_path / "one.c", tmp_path / "two.c"
    assert embed(FILES, one).returncode == 0
    assert embed(reversed(FILES), two).returncode == 0
    assert one.read_bytes() == two.read_bytes()


MISTAKES = {
    "alias to a missing parameter": (
        {"aliases": {"wrong": {"old": "nowhere"}},
         "entries": {"keras.layers.Dense": {"aliases": ["wrong"]}}},
        "keras.layers.Dense",
    ),
    "unknown detail": (
        {"entries": {"keras.layers.Dense": {"family": "layer", "detail": "densest"}}},
        "densest",
    ),
    "unknown family": ({"entries": {"keras.layers.Dense": {"family": "none"}}}, "none"),
    "unknown key": ({"entires": {}}, "entires"),
    "meaning of nothing": ({"entries": {"keras.layers.Dens": {}}}, "keras.layers.Dens"),
    "layer without meaning": ({"signatures": {"keras.layers.New": "class ()"}}, "keras.layers.New"),
    "given twice": ({"signatures": {"keras.Input": "function ()"}}, "keras.Input"),
    "rewrite turns round": ({"rewrites": {"keras.a": "keras.b", "keras.b": "keras.a"}}, "keras.a"),
    "string to nothing": ({"strings": {"losses": {"x": "keras.losses.x"}}}, "keras.losses.x"),
    "unreadable signature": ({"signatures": {"keras.x": "function (a"}}, "keras.x"),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mistakes_are_build_errors(name, tmp_path):
    content, told = MISTAKES[name]
    extra, out = tmp_path / "extra.json", tmp_path / "out.c"
    extra.write_text(json.dumps(content), encoding="utf-8")
    files = FILES
    if set(content) & {"entries"}:  # a second record of one entry would be a mistake of its own
        (path,) = content["entries"]
        meaning = load("keras_meaning.json")
        meaning["entries"].pop(path, None)
        changed = tmp_path / "keras_meaning.json"
        changed.write_text(json.dumps(meaning), encoding="utf-8")
        files = [changed if file.name == changed.name else file for file in FILES]
    result = embed([*files, extra], out)
    assert result.returncode == 1
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()


def test_rank_is_in_the_name():
    """Conv2D has rank 2: the record of every class that names its dimensions says the same."""
    for name in ("keras_meaning.json", "torch_meaning.json"):
        for path, record in load(name)["entries"].items():
            found = re.search(r"([123])[dD](Transpose)?$", path)
            spatial = record.get("family") == "layer" and record["detail"].startswith(
                ("conv", "pool", "pad", "crop", "upsample", "dropout_spatial")
            )
            if found and spatial:
                assert record.get("rank") == int(found[1]), path


# ---- the libraries ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def harvest():
    os.environ.setdefault("KERAS_BACKEND", "torch")
    return module_from("harvest")


def need(library, harvest):
    from importlib.metadata import PackageNotFoundError

    wanted = load(library + ".json")["versions"]
    try:
        have = harvest.versions_of(library)
    except PackageNotFoundError as missing:
        pytest.skip(f"{missing} is not installed")
    if have != wanted:
        pytest.skip(f"tables are of {wanted}, installed is {have}")


@pytest.mark.live
@pytest.mark.parametrize("library", ["keras", "torch", "sklearn"])
def test_signatures_are_those_of_the_library(library, harvest):
    need(library, harvest)
    table, live = load(library + ".json")["signatures"], harvest.signatures_of(library)
    wrong = {p: (table.get(p), live.get(p)) for p in table.keys() | live.keys()
             if table.get(p) != live.get(p)}
    assert not wrong


def resolve(path):
    """The live object behind a canonical path."""
    parts = path.split(".")
    value = importlib.import_module(parts[0])
    for at, part in enumerate(parts[1:], 2):
        try:
            value = getattr(value, part)
        except AttributeError:
            value = importlib.import_module(".".join(parts[:at]))
    return value


@pytest.mark.live
@pytest.mark.parametrize(
    "space", ["activations", "losses", "metrics", "optimizers", "initializers"]
)
def test_strings_mean_what_get_says(space, harvest):
    need("keras", harvest)
    keras = importlib.import_module("keras")
    strings = load("keras.json")["strings"][space]
    assert len(strings) >= 15
    abstract = {"Metric", "MeanMetricWrapper", "Loss", "Initializer", "Optimizer"}
    for name, path in strings.items():
        expected = resolve(path)
        if expected.__name__ in abstract:
            continue
        try:
            live = getattr(keras, space).get(name)
        except (TypeError, KeyError):  # a class that needs arguments: get() found it
            continue
        except ValueError as error:
            assert "arguments" in str(error) or "could not be deserialized" in str(error), name
            continue
        same = live is expected or (inspect.isclass(expected) and isinstance(live, expected))
        assert same, name


@pytest.mark.live
def test_hand_written_numpy_signatures(harvest):
    """Where Python can read numpy's own signature, ours has the same leading parameters."""
    np = pytest.importorskip("numpy", reason="numpy is not installed")
    checked = 0
    for path, text in load("arrays.json")["signatures"].items():
        if not path.startswith("numpy.") or not text.startswith("function "):
            continue
        try:
            live = list(inspect.signature(resolve(path)).parameters.values())
        except (ValueError, TypeError):
            continue
        names = [p.name for p in live if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        code = compile(f"def f{text[9:]}: pass".replace("...", "None"), path, "exec")
        space = {}
        exec(code, space)
        ours = inspect.signature(space["f"]).parameters.values()
        mine = [p.name for p in ours if p.kind is p.POSITIONAL_OR_KEYWORD]
        if any(p.kind is p.VAR_POSITIONAL for p in live):
            continue
        if path.rsplit(".", 1)[1] in ("abs", "exp", "log", "sqrt", "sin", "cos", "matmul", "arange",
                                      "where", "dot", "float32", "float64", "int32", "int64",
                                      "uint8"):
            continue  # written by hand on purpose: positions that ufuncs and C code accept
        assert mine == names[: len(mine)], path
        checked += 1
    assert checked > 30 and np


@pytest.mark.live
def test_activation_kinds_by_their_values(harvest):
    need("torch", harvest)
    need("keras", harvest)
    import torch

    points = torch.tensor([-6.0, -1.0, 0.0, 0.25, 6.0])
    exact = {
        "linear": points,
        "relu": points.clamp(min=0),
        "sigmoid": 1 / (1 + torch.exp(-points)),
        "tanh": torch.tanh(points),
        "softplus": torch.log1p(torch.exp(points)),
        "softsign": points / (1 + points.abs()),
        "exponential": torch.exp(points),
        "log_sigmoid": -torch.log1p(torch.exp(-points)),
        "softmax": torch.exp(points) / torch.exp(points).sum(),
        "log_softmax": points - torch.logsumexp(points, 0),
    }
    checked = 0
    for name in ("keras_meaning.json", "torch_meaning.json"):
        for path, record in load(name)["entries"].items():
            kind = record.get("activation") or (
                record["detail"] if record.get("family") == "activation" else None
            )
            if kind is None or path.startswith(("torch.Tensor.", "keras.layers.ThresholdedReLU")):
                continue
            function = resolve(path)
            if inspect.isclass(function):
                if path in ("torch.nn.Threshold", "torch.nn.GLU", "torch.nn.Softmax2d"):
                    continue
                needs_axis = path in ("torch.nn.Softmax", "torch.nn.LogSoftmax", "torch.nn.Softmin")
                function = function(**({"dim": -1} if needs_axis else {}))
            extra = (-1,) if path.startswith("torch") and "softmax" in path.split(".")[-1] else ()
            if path.endswith(("prelu", "threshold", "glu", "softmin", "gumbel_softmax")):
                continue
            value = torch.as_tensor(function(points.clone(), *extra)).detach()
            if kind in exact:
                assert torch.allclose(value, exact[kind], atol=1e-5), path
            elif kind == "hard_sigmoid":
                assert value[0] == 0 and value[2] == 0.5 and value[4] == 1, path
            elif kind == "relu_like":  # identity far right, far below it far left
                assert abs(value[4] - 6) < 0.5 and value[0] > -3 and value[0] < 0.5, path
            else:
                assert kind == "other" and not torch.allclose(value, points), path
            checked += 1
    assert checked > 60


@pytest.mark.live
def test_data_set_facts(harvest):
    need("sklearn", harvest)
    import numpy as np

    for path, facts in load("datasets.json")["datasets"].items():
        if not path.startswith("sklearn.datasets.load_"):
            continue
        bunch = resolve(path)()
        assert list(bunch.data.shape) == [facts["train"], *facts["shape"]], path
        assert str(bunch.data.dtype) == facts["dtype"], path
        assert bunch.target.ndim == facts["label_rank"], path
        if not facts.get("regression"):
            assert len(np.unique(bunch.target)) == facts["classes"], path
        if "range" in facts:
            assert [bunch.data.min(), bunch.data.max()] == facts["range"], path


# ---- the networks that libraries build ----------------------------------------------------------

BUILDERS = [API / "builders_keras.json", API / "builders_torch.json"]


def embed_builders(keras, torch, out):
    command = [sys.executable, str(API / "embed_builders.py"), "--out", str(out), str(keras), str(torch)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_builders_are_embedded(tmp_path):
    done = embed_builders(*BUILDERS, tmp_path / "out.c")
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / "out.c").read_text(encoding="ascii")
    assert '{"VGG16", "vgg16"' in text and '{"resnet18", ' in text


@pytest.mark.parametrize("path", BUILDERS, ids=lambda path: path.name)
def test_builders_stay_small(path):
    assert path.stat().st_size < 400_000, "share what is the same"


def broken(document, mistake):
    if mistake == "a layer before its input":
        document["builders"]["keras.applications.VGG16"]["layers"][0] = [0, "", [2]]
    elif mistake == "an order that is none":
        document["builders"]["keras.applications.ResNet50"]["order"][0] += 1
    elif mistake == "a call that is none":
        document["kinds"][0] = "keras.layers.Dense"
    elif mistake == "a child that comes later":
        row = next(one for one in document["modules"] if isinstance(one, list) and one[2:] and one[2])
        row[2][0] = 60000
    elif mistake == "a node that comes later":
        document["graphs"][0] = [["x"], ["m", "a", ["%7"]], ["o", "", ["%1"]]]
    return document


@pytest.mark.parametrize("library, mistake", [
    (0, "a layer before its input"), (0, "an order that is none"), (0, "a call that is none"),
    (1, "a child that comes later"), (1, "a node that comes later"),
])  # fmt: skip
def test_mistakes_in_builders_are_build_errors(library, mistake, tmp_path):
    files = list(BUILDERS)
    document = broken(json.loads(files[library].read_text(encoding="utf-8")), mistake)
    files[library] = tmp_path / "broken.json"
    files[library].write_text(json.dumps(document), encoding="utf-8")
    done = embed_builders(*files, tmp_path / "out.c")
    assert done.returncode == 1, mistake
    assert done.stderr.startswith("embed_builders.py: TableError"), done.stderr
