# SPDX-License-Identifier: MIT
"""Runs programs with the live PyTorch and prints what networks they built, as JSON; a process per program.

    python dump_torch.py PROGRAM...   ->  {"<stem>": {"models": {"<variable>": model}}}

A program says what its networks are called on: `# example: <variable> <arguments of the call>`. A model is
{"total": parameters, "layers": [...], "registered": {class name: count}}. A layer is a module that is called and has
no modules inside, or a module of the library, which is not looked into, but for containers. Its "shapes" are one per
call, without the first axis, null when the result is not one tensor; "parameters" are its own. Layers stand in the
order of their first call. Models are called in training mode, as they are made.
"""
from __future__ import annotations

import sys
from collections import Counter

from fork import execute, run_each

CONTAINERS = ("Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict")


def examples(path: str) -> list[list[str]]:
    with open(path, encoding="utf-8") as file:
        return [line.split(maxsplit=3)[2:] for line in file if line.startswith("# example: ")]


def is_leaf(module) -> bool:
    if type(module).__name__ in CONTAINERS:
        return False
    return type(module).__module__.startswith("torch.nn.") or next(module.children(), None) is None


def leaves(module) -> list:
    """Layers in the order of their registration."""
    if is_leaf(module):
        return [module]
    found = []
    for child in module.children():
        found += [leaf for leaf in leaves(child) if not any(leaf is one for one in found)]
    return found


def shape_of(result) -> list | None:
    import torch

    if isinstance(result, tuple):  # recurrent layers and attention: the first is the output
        result = result[0]
    return [int(size) for size in result.shape[1:]] if isinstance(result, torch.Tensor) else None


def read_model(model, arguments) -> dict:
    registered = leaves(model)
    kinds = {id(leaf): type(leaf).__name__ for leaf in registered}  # as written: a lazy layer turns into another
    called: dict[int, dict] = {}

    def note(module, _, result) -> None:
        one = called.setdefault(id(module), {"kind": kinds[id(module)], "shapes": [], "parameters": 0})
        one["shapes"].append(shape_of(result))

    hooks = [leaf.register_forward_hook(note) for leaf in registered]
    model(*arguments)
    for hook in hooks:
        hook.remove()
    for leaf in registered:  # counted after the call: a lazy layer has none before
        if id(leaf) in called:
            called[id(leaf)]["parameters"] = sum(p.numel() for p in leaf.parameters())
    return {
        "total": sum(p.numel() for p in model.parameters()),
        "layers": list(called.values()),
        "registered": dict(sorted(Counter(kinds.values()).items())),
    }


def import_torchvision() -> None:
    """torchvision without its compiled part, which does not load beside every PyTorch, and without downloads:
    trained weights are the ones that a model begins with."""
    import torch

    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    KEPT.append(library)
    import torchvision

    load = torch.nn.Module.load_state_dict
    torchvision.models.WeightsEnum.get_state_dict = lambda self, *_, **__: None
    torch.nn.Module.load_state_dict = lambda self, state, *rest, **named: (
        None if state is None else load(self, state, *rest, **named))


KEPT: list = []  # a library of operators lasts as long as its object


def run(path: str) -> dict:
    import torch

    with open(path, encoding="utf-8") as file:
        if "torchvision" in file.read():
            import_torchvision()

    torch.manual_seed(0)
    names = execute(path)
    models = {}
    for variable, arguments in examples(path):
        model = names[variable].train()
        with torch.no_grad():
            models[variable] = read_model(model, eval(f"({arguments},)", {"torch": torch}))
    return models


def main(paths: list[str]) -> int:
    import torch  # before the forks: it is slow

    torch.set_num_threads(1)
    run_each(paths, run)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
