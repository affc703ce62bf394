# SPDX-License-Identifier: MIT
"""Runs programs with the live Keras and prints what networks they built, as JSON; a process per program.

    KERAS_BACKEND=torch python dump_keras.py PROGRAM...   ->  {"<stem>": {"<variable>": model or null}}

A model is {"total": parameters, "layers": [...]}; a layer {"kind", "shapes": one output per call, "parameters",
"layers": those of a nested model}. What the library itself does not know (not built yet) is null. Layers stand in
the order of their first call: Keras numbers its symbolic tensors, so the number of a call's output tells it.
`tensorflow` need not be there: `tf.keras` is Keras, and that is all that the programs use of it.
"""
from __future__ import annotations

import json
import os
import re
import sys
import traceback
import types

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
    for name in ("layers", "models", "optimizers", "losses", "regularizers", "utils"):
        sys.modules[f"tensorflow.keras.{name}"] = getattr(keras, name)


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

    with open(path, encoding="utf-8") as file:
        text = file.read()
    space = {"__name__": "__main__", "__file__": path}
    module = types.ModuleType("__main__")
    module.__dict__.update(space)
    sys.modules["__main__"] = module  # dataclasses look for it
    sys.argv = [path]
    exec(compile(text, path, "exec"), module.__dict__)
    models, seen = {}, set()
    # `model` first: another variable of the same network adds nothing
    for name, value in sorted(module.__dict__.items(), key=lambda pair: pair[0] != "model"):
        if isinstance(value, keras.Model) and id(value) not in seen and not name.startswith("_"):
            seen.add(id(value))
            models[name] = {"total": count_of(value), "layers": layers_of(value)}
    return models


def main(paths: list[str]) -> int:
    import keras  # noqa: F401  before the forks: it is slow

    stand_in_for_tensorflow()
    result = {}
    for path in paths:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            sys.stdout = sys.stderr
            try:
                answer = {"models": run(path)}
            except BaseException:
                answer = {"error": traceback.format_exc(limit=-3)}
            with os.fdopen(writer, "w") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            result[os.path.splitext(os.path.basename(path))[0]] = json.loads(pipe.read() or '{"error": "died"}')
        os.waitpid(child, 0)
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
