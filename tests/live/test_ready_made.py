# SPDX-License-Identifier: MIT
"""The tables of networks that libraries build themselves, held against what the libraries build.

A program that calls `resnet18()` or `VGG16()` and nothing else is read, so the network comes from the tables
(schemas/api/builders_*.json), and is compared with truth_builders.json, the same truth that the libraries' source is
held against (test_builders.py). Besides, the number of parameters of every way to build that the harvest counted.
Where the libraries are there (EOS_KERAS_PYTHON, EOS_TORCH_PYTHON), a few networks are harvested anew: the tables must be
what the installed libraries build.
"""
from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
API = HERE.parents[1] / "schemas" / "api"
sys.path.insert(0, str(HERE))
from compare import Comparison, compare_layers, compare_number  # noqa: E402
from dump_builders import TRUTH, builders, key_of, unpack  # noqa: E402

BUILDERS = [builder for builder in builders() if builder["library"] in ("keras", "torchvision")]
# only the libraries' source tells what these make of it
NOT_IN_TABLES = ("alpha=", "width_mult=", "replace_stride")
# their attention is one operation of unknown shape, or joins a token to the patches
NOT_ALL_KNOWN = ("vit_", "swin_")


def tables(library: str) -> dict:
    return json.loads((API / f"builders_{library}.json").read_text(encoding="utf-8"))["builders"]


def read(program: str) -> dict:
    from eoslint import _core

    return json.loads(_core.model(ast.parse(program), "program.py", "json"))


def program_of(builder: dict) -> str:
    if builder["library"] == "keras":
        return f"from keras.applications import *\nmodel = {builder['call']}\n"
    module = builder["file"].removesuffix(".py").replace("/", ".")
    name = builder["call"].partition("(")[0]
    return f"import torch\nfrom {module} import {name}\nmodel = {builder['call']}\nmodel({builder['input']})\n"


@pytest.mark.parametrize("builder", BUILDERS, ids=key_of)
def test_network(builder):
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))["builders"][key_of(builder)]
    models = read(program_of(builder))["models"]
    comparison = Comparison()
    if any(text in builder["call"] for text in NOT_IN_TABLES):
        assert [model for model in models if model["complete"]] == []
        return
    assert len(models) == 1
    compare_layers(comparison, "model", models[0]["layers"], unpack(truth), models[0]["complete"])
    compare_number(comparison, "in all", models[0]["parameter_count"], truth["total"])
    assert comparison.wrong == []
    assert models[0]["parameter_count"] == truth["total"]
    if not builder["call"].startswith(NOT_ALL_KNOWN):
        assert comparison.unknown == []


@pytest.mark.parametrize("path", sorted(tables("keras")))
def test_keras_counts(path):
    name, (whole, base) = path.rpartition(".")[2], tables("keras")[path]["count"]
    program = f"from keras.applications import {name}\nmodel = {name}()\nbase = {name}(include_top=False, weights=None)\n"
    found = {model["name"]: (model["parameter_count"], model.get("pretrained")) for model in read(program)["models"]}
    assert found["base"] == (base, None)
    assert found["model"] == (whole, True)


def given(when: dict) -> str:
    return ", ".join(f"{key}={'%r' % value if key != 'weights' else repr('DEFAULT')}" for key, value in when.items())


@pytest.mark.parametrize("name", sorted(tables("torch")))
def test_torch_counts(name):
    """Also of networks whose forward is not known: what they hold is registered by a program's own module."""
    for row in tables("torch")[name]["variants"]:
        program = ("import torch\nimport torchvision\n\nclass Net(torch.nn.Module):\n    def __init__(self):\n"
                   "        super().__init__()\n        self.first = torch.nn.Linear(2, 3)\n"
                   f"        self.body = torchvision.models.get_model({name!r}, {given(row['when'])})\n\n"
                   "    def forward(self, x):\n        return self.first(x)\n\nnet = Net()\n")  # fmt: skip
        found = [model for model in read(program)["models"] if model["name"] == "net"]
        assert [model["parameter_count"] for model in found] == [row["count"] + 9], row["when"]


def test_arguments_that_are_not_understood_claim_nothing():
    for call in ("VGG16(weights=w)", "VGG16(input_shape=(None, n, 3), include_top=k)", "MobileNet(alpha=0.5)",
                 "VGG16(**options)", "MobileNetV3Small(minimalistic=True)", "VGG16(pooling=p)"):
        program = f"from keras.applications import *\nfrom settings import w, n, k, p, options\nmodel = {call}\n"
        for model in read(program)["models"]:
            if call != "VGG16(weights=w)":  # its layers do not depend on it
                assert not model["complete"] and model["parameter_count"] is None, call
            assert "pretrained" not in model
    for call in ("resnet18(norm_layer=f)", "resnet18(**options)", "googlenet(weights=w)", "inception_v3(aux_logits=w)"):
        program = f"from torchvision.models import *\nfrom settings import f, w, options\nmodel = {call}\n"
        assert [model for model in read(program)["models"] if model["complete"]] == [], call


HARVEST = """
import json, sys
sys.path.insert(0, {folder!r})
import {module} as harvest
found, failed = harvest.harvest({names!r})
print(json.dumps([failed, {{name: one[{key!r}] for name, one in found["builders"].items()}}]))
"""


@pytest.mark.live
@pytest.mark.parametrize("library, names, key", [
    ("keras", ["VGG16", "MobileNetV2", "MobileNetV3Small"], "count"),
    ("torch", ["resnet18", "googlenet", "efficientnet_b0", "deeplabv3_resnet50"], "variants"),
])  # fmt: skip
def test_live(library, names, key):
    python = os.environ.get(f"EOS_{library.upper()}_PYTHON")
    if python is None:
        pytest.skip(f"EOS_{library.upper()}_PYTHON names no interpreter")
    code = HARVEST.format(folder=str(API), module=f"harvest_{library}_builders", names=names, key=key)
    run = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-3000:]
    failed, found = json.loads(run.stdout)
    assert failed == []
    committed = {name: one for name, one in tables(library).items() if name.rpartition(".")[2] in names}
    assert sorted(found) == sorted(committed)
    for name, one in committed.items():
        if library == "keras":
            assert found[name] == one[key]
        else:  # places of modules differ with what else is harvested
            drop = [{k: v for k, v in row.items() if k != "module"} for row in one[key]]
            assert [{k: v for k, v in row.items() if k != "module"} for row in found[name]] == drop
