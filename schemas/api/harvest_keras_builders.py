# SPDX-License-Identifier: MIT
"""Harvest the networks that keras.applications builds into schemas/api/builders_keras.json.

What this file gives: `python harvest_keras_builders.py [--out FILE] [NAME...]` builds every application
in each way that its arguments allow (with and without top, poolings, preprocessing, weights) and writes
one list of layers per application: kind, arguments, name, the layers before it, and when it is there.
`harvest(names)` is what the tests compare with the checked-in file.

It relies on keras with the torch backend, whose weights stay on the meta device; neither the build nor
eoslint itself ever runs it.

The questionable decision: a layer that is missing in some way to build counts as passing its input on.
All ways are built and compared with what the one list says of them, so a network of which that does not
hold fails here and is left out.
"""

import argparse
import difflib
import inspect
import itertools
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
import keras  # noqa: E402
from keras.src.applications import imagenet_utils  # noqa: E402

ABOUT = "Written by harvest_keras_builders.py from the installed libraries; do not edit by hand."
CLASSES, ACTIVATION, DROPOUT = 7919, "tanh", 0.12345
# what an option may be, first the value of a plain call; the order is that of EOS_BUILT_* in builders.h
OPTIONS = {"top": (True, False), "pooling": (None, "avg", "max"), "weights": (False, True),
           "preprocessing": (True, False), "open": (False, True)}
ANY = object()
SKIPPED = {"name", "dtype", "trainable", "autocast", "batch_input_shape", "input_dim", "data_format"}
SKIPPED_ENDS = ("_initializer", "_regularizer", "_constraint", "regularizer")


class Pad(tuple):
    """What correct_pad gives, with the kernel that it was reckoned for."""

    kernel = 0


class Elsewhere:
    """A backend module under another name: NASNet refuses the torch one, whose layers it builds all the same."""

    def __init__(self, module):
        self.module = module

    def backend(self):
        return "jax"

    def __getattr__(self, name):
        return getattr(self.module, name)


def note_pads():
    """ZeroPadding2D layers remember when their padding depends on the size of their input."""
    reckon, start = imagenet_utils.correct_pad, keras.layers.ZeroPadding2D.__init__

    def noted(inputs, kernel_size):
        pad = Pad(reckon(inputs, kernel_size))
        pad.kernel = kernel_size if isinstance(kernel_size, int) else kernel_size[0]
        return pad

    def made(self, padding=(1, 1), **keywords):
        start(self, padding, **keywords)
        self.kernel_of_pad = getattr(padding, "kernel", None)

    imagenet_utils.correct_pad, keras.layers.ZeroPadding2D.__init__ = noted, made


def plain(value):
    """An argument as source text; probes are names: `classes`, `dropout`, `classifier_activation`."""
    if isinstance(value, (tuple, list)):
        return "(" + "".join(plain(one) + "," for one in value) + ")"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {CLASSES: "classes", DROPOUT: "dropout"}.get(value, repr(value))
    if value is None or isinstance(value, (bool, str)):
        return "classifier_activation" if value == ACTIVATION else repr(value)
    raise ValueError(f"an argument {value!r}")


def call_of(layer):
    """`keras.layers.Dense(classes,activation='softmax')`: how the layer is made, but for its name."""
    if not isinstance(layer, keras.layers.Layer):  # x + y
        if type(layer) not in (keras.src.ops.numpy.Add, keras.src.ops.numpy.Multiply):
            raise ValueError(f"an operation {type(layer).__name__}")
        numbers = [one for one in layer._inbound_nodes[0].arguments.args if isinstance(one, (int, float))]
        if len(numbers) + len(layer._inbound_nodes[0].arguments.keras_tensors) != 2:
            raise ValueError(f"{layer.name}: an operation on something else than tensors and numbers")
        return f"operator.{type(layer).__name__.lower()}({','.join(map(plain, numbers))})"
    config, found = layer.get_config(), []
    if isinstance(layer, keras.Sequential):
        parts = [f"({call_of(one)},{name_of(one)!r})," for one in layer.layers]
        return f"keras.Sequential(layers=({''.join(parts)}))"
    for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
        if name in SKIPPED or name.endswith(SKIPPED_ENDS) or name not in config:
            continue
        value = config[name]
        if name == "axis" and isinstance(value, (list, tuple)) and len(value) == 1:
            value = value[0]
        if getattr(layer, "kernel_of_pad", None) and name == "padding":
            found.append(f"padding=pad({layer.kernel_of_pad})")
        elif parameter.default is parameter.empty:
            found.append(plain(value))
        elif value != parameter.default and (value, parameter.default) != ("linear", None):
            found.append(f"{name}={plain(value)}")
    return f"{path_of(layer)}({','.join(found)})"


def path_of(layer):
    kind = type(layer)
    if getattr(keras.layers, kind.__name__, None) is kind:
        return "keras.layers." + kind.__name__
    return kind.__module__.replace("keras.src.", "keras.") + "." + kind.__name__


def name_of(layer):
    """Its name; "" when the library made it up."""
    if not isinstance(layer, keras.layers.Layer):
        return ""
    automatic = keras.src.utils.naming.to_snake_case(type(layer).__name__)
    stem, _, number = layer.name.rpartition("_")
    return "" if layer.name == automatic or (stem == automatic and number.isdigit()) else layer.name


def read(model):
    """(own name, call, name as written, names of the layers before) of every layer in the order of the
    calls; their own names in the order of model.layers; the input; the number of parameters."""
    rows = []
    steps = [step for step in model.operations if not isinstance(step, keras.layers.InputLayer)]
    for layer in sorted(steps, key=number_of):
        if len(layer._inbound_nodes) != 1:
            raise ValueError(f"{layer.name}: called {len(layer._inbound_nodes)} times")
        before = [tensor._keras_history.operation.name
                  for tensor in layer._inbound_nodes[0].arguments.keras_tensors]
        rows.append((layer.name, call_of(layer), name_of(layer), before))
    names = [step.name for step in steps if isinstance(step, keras.layers.Layer)]
    return rows, names, [None if s is None else int(s) for s in model.input_shape[1:]], \
        model.count_params()


def number_of(layer):
    """Keras numbers its symbolic tensors, so the number of what a call gives tells its turn."""
    return min(int(tensor.name.rpartition("_")[2]) if tensor.name[-1].isdigit() else 0
               for tensor in layer._inbound_nodes[0].output_tensors)


def ways(parameters):
    """Combinations of options that are built; the others are taken to follow from them."""
    yield {}
    yield {"top": False}
    yield {"pooling": "avg"}
    yield {"top": False, "pooling": "avg"}
    yield {"top": False, "pooling": "max"}
    yield {"top": False, "open": True}
    yield {"weights": True}
    yield {"top": False, "weights": True}
    if "include_preprocessing" in parameters:
        yield {"preprocessing": False}
        yield {"top": False, "preprocessing": False}
        yield {"top": False, "preprocessing": False, "weights": True}


def build(function, way, size=None, probing=True):
    parameters = inspect.signature(function).parameters
    given = {"weights": "imagenet" if way.get("weights") else None, "include_top": way.get("top", True)}
    if probing and given["include_top"] and not way.get("weights"):
        given.update(classes=CLASSES, classifier_activation=ACTIVATION)
        for name in ("dropout", "dropout_rate"):
            if name in parameters:
                given[name] = DROPOUT
    if "preprocessing" in way:
        given["include_preprocessing"] = way["preprocessing"]
    if way.get("pooling"):
        given["pooling"] = way["pooling"]
    if size is not None and not way.get("open"):
        given["input_shape"] = size
    keras.backend.clear_session()
    with keras.device("meta"):
        return read(function(**given))


def merge(builds):
    """One list of layers in which each build is found again, and who has which layer."""
    merged = []  # [key, {way: name of the layer in it}]
    for number, rows in builds.items():
        keys = [json.dumps(row[1:3]) for row in rows]
        matcher = difflib.SequenceMatcher(None, [one[0] for one in merged], keys, autojunk=False)
        out = []
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                for one, row in zip(merged[a:b], rows[c:d]):
                    one[1][number] = row
                    out.append(one)
                continue
            out += merged[a:b]
            out += [[key, {number: row}] for key, row in zip(keys[c:d], rows[c:d])]
        merged = out
    return merged


def merge_orders(order, more):
    """Both lists in one: what only `more` has comes behind what it comes behind there."""
    out, behind = list(order), None
    for index in more:
        if index not in out:
            out.insert(0 if behind is None else out.index(behind) + 1, index)
        behind = index
    return out


def condition(present, all_ways):
    """[{"option": value}, ...]: the layer is there when one of them holds; [] = always."""
    choices = [[(name, value) for value in (ANY,) + values] for name, values in OPTIONS.items()]
    candidates = []
    for choice in sorted(itertools.product(*choices), key=lambda c: sum(v is not ANY for _, v in c)):
        wanted = {name: value for name, value in choice if value is not ANY}
        holds = frozenset(number for number, way in all_ways.items()
                          if all(way.get(name, OPTIONS[name][0]) == value for name, value in wanted.items()))
        if holds and all(holds != other for other, _ in candidates):
            candidates.append((holds, wanted))
    for holds, wanted in candidates:
        if holds == present:
            return [wanted] if wanted else []
    for (holds, wanted), (other, more) in itertools.combinations(candidates, 2):
        if holds | other == present:
            return [wanted, more]
    raise ValueError(f"a layer is there in the ways {sorted(present)}")


def harvest_one(function):
    parameters = inspect.signature(function).parameters
    all_ways = dict(enumerate(ways(parameters)))
    _, _, size, _ = build(function, {})
    top_shape = size
    open_shape = build(function, {"top": False, "open": True})[2]
    fixed = tuple(224 if one is None else one for one in size)
    raw = {number: build(function, way, fixed) for number, way in all_ways.items()}
    # ways that were built without probes get them back, so that equal layers are equal
    plain_rows = build(function, {}, fixed, probing=False)[0]
    probed = {json.dumps(row[1:3]): one[1] for row, one in zip(plain_rows, raw[0][0])}
    builds = {number: [(row[0], probed.get(json.dumps(row[1:3]), row[1]), row[2], row[3]) for row in rows]
              for number, (rows, _, _, _) in raw.items()}
    merged = merge(builds)
    out = []
    place = [{rows[0][3][0]: -1} for rows in builds.values()]  # the input layer
    for index, (_, there) in enumerate(merged):
        for number, row in there.items():
            place[number][row[0]] = index
    present = [{index for index, (_, there) in enumerate(merged) if number in there} for number in builds]
    for index, (_, there) in enumerate(merged):
        _, call, name, _ = there[min(there)]
        before = [inbound(out, index, there, place, present, position)
                  for position in range(len(there[min(there)][3]))]
        out.append([call, name, before, condition(frozenset(there), all_ways)])
    orders = {number: [place[number][name] for name in names] for number, (_, names, _, _) in raw.items()}
    order = []
    for one in orders.values():
        order = merge_orders(order, one)
    for number, one in orders.items():
        if [index for index in order if index in present[number]] != one:
            raise ValueError("the order of its layers does not follow")
        if max(present[number]) != one[-1]:
            raise ValueError("the last layer is not the output")
    odd = build(function, {"top": False}, tuple(one + 33 if one > 8 else one for one in fixed))[0]
    if [row[1:] for row in odd] != [row[1:] for row in raw[1][0]]:
        raise ValueError("its layers depend on the size of the input")
    return {"name": parameters["name"].default, "top": top_shape, "open": open_shape,
            "count": raw_count(function), "layers": out,
            "order": [] if order == sorted(order) else order + sorted(set(range(len(out))) - set(order))}


def raw_count(function):
    return [build(function, {}, probing=False)[3], build(function, {"top": False})[3]]


def inbound(out, index, there, place, present, position):
    """The latest layer before `index` that every way finds its input at, missing layers passing theirs on."""
    for candidate in range(index - 1, -2, -1):
        if all(settle(out, candidate, present[number]) == place[number][row[3][position]]
               for number, row in there.items()):
            return candidate
    raise ValueError(f"layer {index}: its inputs do not follow")


def settle(out, index, present):
    while index >= 0 and index not in present:
        index = out[index][2][0] if out[index][2] else -1
    return index


def harvest(names=None):
    note_pads()
    keras.utils.get_file = lambda *a, **k: None
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("keras.src.applications.") and hasattr(
                module, "file_utils"):
            module.file_utils.get_file = lambda *a, **k: ""
    nasnet = keras.src.applications.nasnet
    nasnet.backend = Elsewhere(nasnet.backend)
    keras.Model.load_weights = lambda *a, **k: None
    kinds, known, builders, failed = [], {}, {}, []
    for name in names or sorted(dir(keras.applications)):
        function = getattr(keras.applications, name)
        if not inspect.isfunction(function):
            continue
        try:
            found = harvest_one(function)
        except Exception as error:  # noqa: BLE001 - said, and left out
            failed.append(f"{name}: {type(error).__name__} {error}")
            continue
        for layer in found["layers"]:
            if layer[0] not in known:
                known[layer[0]] = len(kinds)
                kinds.append(layer[0])
            layer[0] = known[layer[0]]
        builders["keras.applications." + name] = found
    return {"kinds": kinds, "builders": builders}, failed


def compact(layers):
    """[kind, name, before, when]; before = distances back, [1] and [] left out at the end.

    A name "2~bn" begins with the first two parts, up to "_", of the last name that was not empty.
    """
    out, last = [], []
    for index, (kind, name, before, when) in enumerate(layers):
        parts = name.split("_")
        same = len(os.path.commonprefix([parts[:-1], last]))
        if name:
            last = parts
        name = f"{same}~{'_'.join(parts[same:])}" if same else name
        row = [kind, name, [index - one for one in before], when]
        while row and row[-1] in ([], [1], ""):
            row.pop()
        out.append(row)
    return out


def runs(order):
    """[first, count, first, count, ...] of numbers that follow each other."""
    out = []
    for number in order:
        if out and number == out[-2] + out[-1]:
            out[-1] += 1
        else:
            out += [number, 1]
    return out


def restored(path):
    """What another harvest wrote, as harvest() gives it but for the compact layers."""
    document = json.loads(path.read_text(encoding="utf-8"))
    for one in document["builders"].values():
        one["layers"] = [[document["kinds"][layer[0]]] + layer[1:] for layer in one["layers"]]
    return document["builders"]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "builders_keras.json")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    found, failed = harvest(options.names)
    print(*failed, sep="\n", file=sys.stderr)
    for one in found["builders"].values():
        one["layers"] = [[found["kinds"][layer[0]]] + layer[1:] for layer in compact(one["layers"])]
        one["order"] = runs(one["order"])
    if options.names:  # the others stay as they were
        found["builders"] = {**restored(options.out), **found["builders"]}
    found["kinds"] = sorted({layer[0] for one in found["builders"].values() for layer in one["layers"]})
    number = {kind: at for at, kind in enumerate(found["kinds"])}
    for one in found["builders"].values():
        one["layers"] = [[number[layer[0]]] + layer[1:] for layer in one["layers"]]
    kinds = ",\n".join("  " + json.dumps(one, separators=(",", ":")) for one in found["kinds"])
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}"
                      for name, one in sorted(found["builders"].items()))
    options.out.write_text(f'{{\n "about": {json.dumps(ABOUT)},\n "versions": {{"keras": "{keras.__version__}"}},\n'
                           f' "kinds": [\n{kinds}\n ],\n "builders": {{\n{rows}\n }}\n}}\n', encoding="utf-8")
    print(f"{len(found['builders'])} models, {len(found['kinds'])} kinds of layers", file=sys.stderr)


if __name__ == "__main__":
    main()
