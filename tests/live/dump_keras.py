# SPDX-License-Identifier: MIT
"""Runs programs with the live Keras and prints what networks they built, as JSON; a process per program.

    KERAS_BACKEND=torch python dump_keras.py PROGRAM...   ->  {"<stem>": {"<variable>": model or null}}

A model is {"total": parameters, "layers": [...]}; a layer {"kind", "shapes": one output per call, "parameters",
"layers": those of a nested model}. What the library itself does not know (not built yet) is null. Layers stand in
the order of their first call: Keras numbers its symbolic tensors, so the number of a call's output tells it.
`tensorflow` need not be there: `tf.keras` is Keras, and that is all that the programs use of it.
"""
from __future__ import annotations

import os
import re
import sys
import types

from fork import execute, run_each

os.environ.setdefault("KERAS_BACKEND", "torch")


def stand_in_for_tensorflow() -> None:
    import keras
    from keras.src.utils import module_utils

    if module_utils.tensorflow.available:  # asked before the stand-in, so that Keras does not take it for real
        return
    tensorflow = types.ModuleType("tensorflow")
    tensorflow.keras = keras
    tensorflow.nn = types.SimpleNamespace(relu=keras.activations.relu, softmax=keras.activations.softmax)
    sys.modules["tensorflow"] = tensorflow
    sys.modules["tensorflow.keras"] = keras
    for name in ("layers", "models", "optimizers", "losses", "regularizers", "utils", "applications"):
        sys.modules[f"tensorflow.keras.{name}"] = getattr(keras, name)
    sys.modules["tensorflow.keras.applications.resnet50"] = keras.applications.resnet50


def leave_weights_out() -> None:
    """weights="imagenet" downloads nothing: trained weights are the ones that a model begins with."""
    import keras
    from keras.src.utils import file_utils

    load = keras.Model.load_weights
    file_utils.get_file = lambda *_, **__: ""
    keras.Model.load_weights = lambda self, path, *rest, **named: (
        None if path == "" else load(self, path, *rest, **named))


def shape_of(tensor) -> list | None:
    return None if tensor is None else [size if size is None else int(size) for size in tensor.shape[1:]]


def count_of(layer) -> int | None:
    try:
        return int(layer.count_params())
    except ValueError:  # not built
        return None


def number_of(node) -> int:
    return min(int(re.search(r"(\d+)$", tensor.name)[1]) if re.search(r"\d$", tensor.name) else 0
               for tensor in node.output_tensors)


def layers_of(model) -> list:
    import keras

    calls: dict[int, list] = {}
    found = []
    if isinstance(model, keras.Sequential):
        found = [(layer, [shape_of(getattr(layer, "output", None)) if model.built else None]) for layer in model.layers]
    elif not isinstance(model, keras.src.models.Functional):  # a subclass: what it calls is not recorded
        found = [(layer, [None]) for layer in model.layers]
    else:
        nodes = [node for nodes in model._nodes_by_depth.values() for node in nodes]
        for node in sorted(nodes, key=number_of):
            layer = node.operation
            if not isinstance(layer, keras.layers.Layer):
                continue  # x + y: an operation, not a layer
            if id(layer) not in calls:
                calls[id(layer)] = []
                found.append((layer, calls[id(layer)]))
            calls[id(layer)].append(shape_of(node.output_tensors[0]))
    result = []
    for layer, shapes in found:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        one = {"kind": type(layer).__name__, "shapes": shapes, "parameters": count_of(layer)}
        if isinstance(layer, keras.Model):
            one["layers"] = layers_of(layer)
        result.append(one)
    return result


def run(path: str) -> dict:
    import keras

    names = execute(path)
    models, seen = {}, set()
    # `model` first: another variable of the same network adds nothing
    for name, value in sorted(names.items(), key=lambda pair: pair[0] != "model"):
        if isinstance(value, keras.Model) and id(value) not in seen and not name.startswith("_"):
            seen.add(id(value))
            models[name] = {"total": count_of(value), "layers": layers_of(value)}
    return models


def main(paths: list[str]) -> int:
    import keras  # noqa: F401  before the forks: it is slow

    stand_in_for_tensorflow()
    leave_weights_out()
    run_each(paths, run)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
