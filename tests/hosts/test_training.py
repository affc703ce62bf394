# SPDX-License-Identifier: MIT
"""Facts of hand-written training: every program of tests/hosts/training says what must be known of it.

`#> a; b` at the end of a line lists the steps of training that stand on that line, and the loop that
begins there. Both ways: what is written must be known, and nothing else may be. The last comment lines
tell models, optimisers and schedulers as JSON. `python test_training.py FILE` prints what is known in
the same words, for a new program: read it before believing it.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = sorted((Path(__file__).parent / "training").glob("*.py"))
USUAL = {"forward", "loss", "backward", "zero_grad", "step", "train", "eval", "clip_grad_norm_", None}
HEADERS = ("models", "optimizers", "schedulers")


def program_of(path: Path) -> dict:
    from eoslint import _core
    from eoslint._sessions import parse

    return json.loads(_core.model(parse(path.read_bytes()), path.name, "json"))


# ---- what is known, in the words of the markers ----


def say_mode(step: dict) -> str:
    mode, later = step["mode"] or "?", step["later_mode"] or "?"
    if mode != later:
        return f" mode:{mode},{later}"
    return f" mode:{mode}" if mode != "initial" else ""


def say_step(step: dict) -> str:
    text = step["what"]
    if step["name"]:
        text += f" {step['name']}"
    if step["what"] == "loss":
        text += f" {step['loss']}"
    if step["method"] not in USUAL and step["what"] != "move":
        text += f" by:{step['method'].replace(' ', '')}"
    if step["what"] == "forward":
        text += say_mode(step)
    if step["what"] == "backward":
        reached = sorted(step["reaches"], key=str)
        text += " reaches:" + (",".join(str(name) for name in reached) or "nothing")
        text += "" if step["reaches_no_other"] else ",?"
        if step["cut_by"]:
            text += f" cut:{step['cut_by']}@{step['cut_line']}"
    if "value" in step and step["what"] == "scheduler_step":
        text += " value"
    if step["presence"] == "maybe":
        text += " maybe"
    if step["gradient"] != "on":
        text += " no_grad" if step["gradient"] else " grad?"
    return text


def say_loop(loop: dict) -> str:
    text = f"loop {loop['role']}"
    for key in ("rounds", "batch_size", "shuffle", "drop_last"):
        if loop[key] is not None:
            text += f" {key}:{json.dumps(loop[key])}"
    for key in ("open", "conditional"):
        if loop[key]:
            text += f" {key}"
    return text


def lines_of(program: dict) -> dict[int, list[str]]:
    said: dict[int, list[str]] = {}
    for loop in program["loops"]:
        if loop["kind"] != "none":
            said.setdefault(loop["line"], []).append(say_loop(loop))
        for step in loop["steps"]:
            if step["loop"] == loop["ordinal"]:
                said.setdefault(step["line"], []).append(say_step(step))
    return said


def say_data(data: dict | None) -> list | None:
    return data and [data[key] for key in ("shape", "minimum", "maximum", "scaled_by")]


def say_model(model: dict) -> dict:
    out = {
        "learners": [
            [one["optimizer"]["name"], one["optimizer"]["learning_rate"], one["loss"]["name"]]
            for one in model["learners"]
        ]
    }
    for training in model["trainings"]:
        out["training"] = {key: training[key] for key in ("method", "batch_size", "epochs", "shuffle")}
        out["labels"] = [training["labels"][key] for key in ("encoding", "classes", "source")]
        out["inputs"], out["targets"] = say_data(training["inputs"]), say_data(training["targets"])
    return out


def headers_of(program: dict) -> dict[str, dict]:
    kinds = {one["object"]: one["name"] for one in program["optimizers"]}
    return {
        "models": {model["name"]: say_model(model) for model in program["models"]},
        "optimizers": {
            f"{one['name']} {one['line']}": {
                "kind": one["kind"],
                "rate": one["learning_rate"],
                "known": one["owners_known"],
                "owners": [[owner["model"], owner["line"], owner["whole"]] for owner in one["owners"]],
            }
            for one in program["optimizers"]
        },
        "schedulers": {
            str(one["name"]): [one["kind"], kinds.get(one["optimizer"]), one["unit"], one["period"], one["interval"]]
            for one in program["schedulers"]
        },
    }


# ---- the tests ----


def read_markers(path: Path) -> tuple[dict[str, dict], dict[int, list[str]]]:
    headers: dict[str, dict] = {key: {} for key in HEADERS}
    marked: dict[int, list[str]] = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        kind, _, value = line.removeprefix("# ").partition(" ")
        if line.startswith("# ") and kind in HEADERS:
            name, _, facts = value.partition(": ")
            headers[kind][name] = json.loads(facts)
            continue
        _, marker, items = line.partition("#> ")
        if marker:
            marked[number] = sorted(item.strip() for item in items.split(";"))
    return headers, marked


def test_there_are_enough_programs():
    assert len(PROGRAMS) >= 25


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
def test_exactly_what_is_marked_is_known(path):
    import jsonschema

    program = program_of(path)
    schema = json.loads((ROOT / "schemas" / "metamodel.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(program)
    headers, marked = read_markers(path)
    known = {line: sorted(items) for line, items in lines_of(program).items()}
    assert known == marked
    assert headers_of(program) == headers


PICTURES = json.loads((Path(__file__).parent / "transforms.json").read_text())
PROGRAM_OF_PICTURES = """
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

data = datasets.FakeData(64, {size}, 7, transform={transform})
model = nn.Sequential(nn.Flatten(), nn.LazyLinear(7))
for x, y in DataLoader(data, batch_size=16):
    nn.functional.cross_entropy(model(x), y).backward()
"""


@pytest.mark.parametrize("one", PICTURES, ids=[f"{one['size'][1]}-{one['transform']}"[:60] for one in PICTURES])
def test_claims_about_pictures_hold(one, tmp_path):
    """transforms.json is what torchvision really gave (tests/live/dump_transforms.py)."""
    path = tmp_path / "pictures.py"
    path.write_text(PROGRAM_OF_PICTURES.format(size=tuple(one["size"]), transform=one["transform"]))
    (training,) = program_of(path)["models"][0]["trainings"]
    claim, (low, high) = training["inputs"], one["bounds"]
    if claim["shape"] is not None:
        sizes = [size if size is not None else real for size, real in zip(claim["shape"][1:], one["shape"])]
        assert len(claim["shape"]) == 4 and sizes == one["shape"]
    assert claim["minimum"] is None or claim["minimum"] <= low + 1e-4
    assert claim["maximum"] is None or claim["maximum"] >= high - 1e-4
    is_unknown = "Lambda" in one["transform"]
    assert (claim["shape"] is None) == is_unknown


def annotate(path: Path) -> str:
    """The program with what is known of it as markers, in place of those it has."""
    program = program_of(path)
    starts = tuple(f"# {kind} " for kind in HEADERS)
    lines = [line.partition("  #> ")[0] for line in path.read_text().splitlines()]
    lines = [line for line in lines if not line.startswith(starts)]
    for number, items in lines_of(program).items():
        lines[number - 1] += "  #> " + "; ".join(items)
    for kind, facts in headers_of(program).items():
        lines += [f"# {kind} {name}: {json.dumps(value)}" for name, value in facts.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(annotate(Path(sys.argv[1])), end="")
