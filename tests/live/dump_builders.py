# SPDX-License-Identifier: MIT
"""Builds every network of builders.json with its live library and writes truth_builders.json.

    python dump_builders.py [--library torchvision]   needs torch, torchvision, timm, keras (any backend)

PyTorch networks are built on the meta device and called in training mode, as they are made, so nothing is computed;
Keras tells the shapes itself. Per builder: all parameters, and the layers in the order of their first call, as in
dump_torch.py and dump_keras.py. A PyTorch layer is a module without modules inside, or a module of torch.nn that is
no container (attention has a part that nobody calls). Only called ones are listed.

The file holds each distinct layer of a builder once, as [kind, parameters, shape or list of shapes per call], and
their order as a list of numbers; `unpack` is the way back. A shape leaves out the batch axis, null = not one tensor.

Questionable: torchvision is imported without its compiled part, which does not load beside a CPU build of torch;
declaring the schemas of its operations is enough for networks that do not call them.
"""
from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
TRUTH = HERE / "truth_builders.json"


def key_of(builder: dict) -> str:
    return f"{builder['library']} {builder['call']}"


def builders() -> list[dict]:
    return json.loads((HERE / "builders.json").read_text(encoding="utf-8"))


def pack(layers: list[dict]) -> dict:
    rows, order, places = [], [], {}
    for layer in layers:
        row = [layer["kind"], layer["parameters"], layer["shapes"]]
        if "layers" in layer:
            row.append(pack(layer["layers"]))
        text = json.dumps(row)
        if text not in places:
            places[text] = len(rows)
            rows.append(row)
        order.append(places[text])
    return {"rows": rows, "order": order}


def unpack(packed: dict) -> list[dict]:
    layers = []
    for number in packed["order"]:
        kind, parameters, shapes, *inside = packed["rows"][number]
        layers.append({"kind": kind, "parameters": parameters, "shapes": shapes})
        if inside:
            layers[-1]["layers"] = unpack(inside[0])
    return layers


# ---- PyTorch ----


def declare_torchvision_operations():
    import torch

    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return library  # forgotten when it is collected


def read_torch(builder: dict) -> dict:
    import importlib

    import torch
    from dump_torch import is_leaf, shape_of

    file = importlib.import_module(builder["file"].removesuffix(".py").replace("/", "."))
    try:
        with torch.device("meta"):
            model = eval(builder["call"], dict(vars(file)))
    except (NotImplementedError, RuntimeError):  # its constructor computes with tensors
        model = eval(builder["call"], dict(vars(file))).to("meta")
    with torch.device("meta"):
        called: dict[int, dict] = {}

        def note(module, _, result) -> None:
            count = sum(p.numel() for p in module.parameters())
            one = called.setdefault(id(module), {"kind": type(module).__name__, "shapes": [], "parameters": count})
            one["shapes"].append(shape_of(result))

        inside = {id(part) for module in model.modules() if is_leaf(module)
                  for part in module.modules() if part is not module}
        for module in model.modules():
            if is_leaf(module) and id(module) not in inside:
                module.register_forward_hook(note)
        with torch.no_grad():
            model(*eval(f"({builder['input']},)", {"torch": torch}))
    return {"total": sum(p.numel() for p in model.parameters()), **pack(list(called.values()))}


def read_keras(builder: dict) -> dict:
    import importlib

    from dump_keras import count_of, layers_of

    file = importlib.import_module(builder["file"].removesuffix(".py").replace("/", "."))
    try:
        model = eval(builder["call"], dict(vars(file)))
    except ValueError as error:
        if "torch backend" not in str(error):
            raise
        # refused because it does not train there; building it works
        file.backend = types.SimpleNamespace(**{**vars(file.backend), "backend": lambda: "another"})
        model = eval(builder["call"], dict(vars(file)))
    return {"total": count_of(model), **pack(layers_of(model))}


def run_each(wanted: list[dict]) -> dict:
    """A process per builder: memory of large networks is given back."""
    found = {}
    for builder in wanted:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            read = read_keras if builder["library"] == "keras" else read_torch
            with os.fdopen(writer, "w") as pipe:
                pipe.write(json.dumps(read(builder)))
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            text = pipe.read()
        os.waitpid(child, 0)
        if not text:
            raise SystemExit(f"{key_of(builder)} does not build")
        found[key_of(builder)] = json.loads(text)
        print(f"{key_of(builder)}: {found[key_of(builder)]['total']} parameters", file=sys.stderr)
    return found


def main(arguments: list[str]) -> int:
    from importlib.metadata import version

    wanted = [b for b in builders() if not arguments or b["library"] == arguments[-1]]
    old = json.loads(TRUTH.read_text(encoding="utf-8")) if TRUTH.exists() else {"versions": {}, "builders": {}}
    libraries = {b["library"] for b in wanted}
    if libraries & {"torchvision", "timm"}:
        kept = declare_torchvision_operations()  # noqa: F841
        import torchvision  # noqa: F401  before the forks: it is slow
    if "keras" in libraries:
        os.environ.setdefault("KERAS_BACKEND", "torch")
        import keras  # noqa: F401
    truth = run_each(wanted)
    versions = {**old["versions"], **{library: version(library).split("+")[0] for library in libraries}}
    known = {**old["builders"], **truth}
    lines = ",\n".join(f"  {json.dumps(key_of(b))}: {json.dumps(known[key_of(b)], separators=(',', ':'))}"
                       for b in builders() if key_of(b) in known)
    text = f'{{\n "versions": {json.dumps(dict(sorted(versions.items())))},\n "builders": {{\n{lines}\n }}\n}}\n'
    TRUTH.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
