# SPDX-License-Identifier: MIT
"""Harvest the networks that torchvision.models builds into schemas/api/builders_torch.json.

What this file gives: `python harvest_torch_builders.py [--out FILE] [NAME...]` builds every model of
torchvision on the meta device and writes what it is made of: per distinct module its class, arguments,
children, own parameters, and what its forward does (torch.fx, one module deep, so that a head which a
program replaces is followed). `harvest(names)` is what the tests compare with the checked-in file.

It relies on torch and torchvision; neither the build nor eoslint itself ever runs it.

The questionable decision: arguments that a program may give (num_classes, dropout) are found by building
with values that occur nowhere else, instead of by reading the constructors. A model in which the value
turns up in another form (other than as a multiple) fails here and is left out.
"""

import argparse
import inspect
import json
import operator
import re
import sys
import warnings
from pathlib import Path

import torch
import torch.fx
import torch.nn.functional as functional

warnings.simplefilter("ignore")
LIBRARY = torch.library.Library("torchvision", "DEF")  # torchvision imports without its compiled part
for name in ("nms", "qnms"):
    LIBRARY.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

import torchvision  # noqa: E402

CLASSES, DROPOUT = 7919, 0.12345
CONTAINERS = {torch.nn.Sequential: "Sequential", torch.nn.ModuleList: "ModuleList",
              torch.nn.ModuleDict: "ModuleDict"}
PER_AXIS = ("kernel_size", "stride", "padding", "dilation", "output_size", "output_padding")
SWITCHES = ("aux_logits", "aux_loss")
# what leaves the shape as it is and would be unknown otherwise: only the input is kept
SAME_SHAPE = {"stochastic_depth", "shifted_window_attention"}
SAME_SHAPE_MODULES = {"FrozenBatchNorm2d"}
ABOUT = "Written by harvest_torch_builders.py from the installed libraries; do not edit by hand."


class Shallow(torch.fx.Tracer):
    """Looks at one module's own forward: its children are called, not looked into."""

    def is_leaf_module(self, module, name):
        return True


class Tables:
    """Distinct modules and graphs, each written once; children come before their parents."""

    def __init__(self):
        self.modules, self.graphs, self.known = [], [], {}

    def add(self, record, rows=None):
        rows = self.modules if rows is None else rows
        key = (id(rows), json.dumps(record, sort_keys=True))
        if key not in self.known:
            self.known[key] = len(rows)
            rows.append(record)
        return self.known[key]


def plain(value):
    """An argument as source text; probes are names, `num_classes`, `num_classes*4`, `dropout`."""
    if isinstance(value, int) and not isinstance(value, bool) and value and value % CLASSES == 0:
        return "num_classes" if value == CLASSES else f"num_classes*{value // CLASSES}"
    if isinstance(value, float) and value == DROPOUT:
        return "dropout"
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    if isinstance(value, (tuple, list, torch.Size)):
        return "(" + "".join(plain(item) + "," for item in value) + ")"
    if isinstance(value, torch.nn.Parameter):
        return "True"  # bias=
    return "unknown"


def layer_class(module):
    """The class of torch.nn that a layer is of, or is derived from; None for modules and containers."""
    for kind in type(module).__mro__:
        if kind in CONTAINERS or kind is torch.nn.Module:
            return None
        if kind.__module__.startswith("torch.nn."):
            return kind
    return None


def arguments_of(module):
    """The constructor's arguments, read back from the attributes of the same name; defaults left out."""
    found = {}
    kind = layer_class(module) or type(module)
    for name, parameter in inspect.signature(kind.__init__).parameters.items():
        if name in ("self", "device", "dtype") or parameter.kind is parameter.VAR_KEYWORD:
            continue
        if name == "bias":
            value = any(key.endswith("bias") for key, one in module._parameters.items() if one is not None)
        elif isinstance(module, torch.nn.MultiheadAttention) and name in ("add_bias_kv", "kdim", "vdim"):
            value = parameter.default
        elif hasattr(module, name):
            value = getattr(module, name)
        else:
            continue
        if isinstance(value, tuple) and len(value) > 1 and len(set(value)) == 1 and name in PER_AXIS:
            value = value[0]
        if parameter.default is parameter.empty or value != parameter.default:
            found[name] = plain(value)
    return found


def call_of(module):
    """`torch.nn.Linear(512, num_classes)`: how the module is made."""
    kind = layer_class(module)
    required = {name for name, one in inspect.signature(kind.__init__).parameters.items()
                if one.default is one.empty}
    given = [text if name in required else f"{name}={text}" for name, text in arguments_of(module).items()]
    return f"torch.nn.{kind.__name__}({','.join(given)})"


def function_name(target):
    name = getattr(target, "__name__", "?")
    for prefix, place in (("torch.", torch), ("torch.nn.functional.", functional),
                          ("operator.", operator), ("torchvision.ops.", torchvision.ops)):
        if getattr(place, name, None) is target:
            return prefix + name
    return "getattr" if target is getattr else f"{target.__module__}.{name}"


def node_argument(value, places):
    if isinstance(value, torch.fx.Node):
        return f"%{places[value]}"
    if isinstance(value, slice):
        return {"s": [node_argument(one, places) for one in (value.start, value.stop, value.step)]}
    if isinstance(value, dict):
        return {"d": [[key, node_argument(one, places)] for key, one in value.items()]}
    if isinstance(value, list):
        return {"l": [node_argument(one, places) for one in value]}
    if isinstance(value, tuple):
        return {"t": [node_argument(one, places) for one in value]}
    if value is Ellipsis:
        return {"e": 1}
    return value if value is None or isinstance(value, (bool, int, float, str)) else {"?": 1}


def graph_of(module):
    """[[op, target, arguments, keywords], ...], the output last; None when forward cannot be traced.

    "%3" is the result of node 3, counted from 0.
    Ops: x input, m child, f function, d method, a attribute, s keeps the shape, t tuple, o output.
    """
    if type(module).__name__ in SAME_SHAPE_MODULES:
        return [["x"], ["s", type(module).__name__, ["%0"]], ["o", "", ["%1"]]]
    defaults = {name: one.default for name, one in inspect.signature(module.forward).parameters.items()
                if one.default is not one.empty}
    try:
        graph = Shallow().trace(module, concrete_args=defaults)
    except Exception:  # noqa: BLE001 - whatever its code does with what is no tensor
        return None
    kinds = {"call_module": "m", "call_function": "f", "call_method": "d", "get_attr": "a", "output": "o"}
    places, found, called = {}, [], set()
    for node in graph.nodes:
        places[node] = len(found)
        if node.op == "call_module" or called.intersection(node.all_input_nodes):
            called.add(node)
        if node.op == "placeholder":
            found.append(["x"])
            continue
        target = function_name(node.target) if node.op == "call_function" else node.target
        given = [node_argument(one, places) for one in node.args]
        keywords = {key: node_argument(one, places) for key, one in node.kwargs.items()}
        if node.op == "call_function" and target.rpartition(".")[2] in SAME_SHAPE:
            # of the others only what children made: they are part of the network
            given = given[:1] + [f"%{places[one]}" for one in node.all_input_nodes[1:] if one in called]
            found.append(["s", target.rpartition(".")[2], given])
            continue
        is_tuple = isinstance(node.target, type) and issubclass(node.target, tuple)  # a named one
        found.append(["t" if is_tuple else kinds[node.op], "" if node.op == "output" else target, given]
                     + ([keywords] if keywords else []))
    return without_dead(found)


def references(value):
    """Numbers of the nodes that a value names."""
    if isinstance(value, str) and value.startswith("%"):
        yield int(value[1:])
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from references(one)


def renumber(value, places):
    if isinstance(value, str) and value.startswith("%"):
        return f"%{places[int(value[1:])]}"
    if isinstance(value, dict):
        return {key: renumber(one, places) for key, one in value.items()}
    return [renumber(one, places) for one in value] if isinstance(value, list) else value


def without_dead(nodes):
    """Drops what nothing uses: assertions, weights of what is kept in one piece."""
    kept = []
    used = set()
    for place in range(len(nodes) - 1, -1, -1):
        if nodes[place][0] in ("x", "m", "o") or place in used:
            kept.append(place)
            used.update(references(nodes[place][2:]))
    places = {old: new for new, old in enumerate(reversed(kept))}
    return [renumber(nodes[old], places) for old in reversed(kept)]


def encode(module, tables):
    """Index of a module in the tables: `torch.nn.Linear(..)`, or [class, base, children, parameters, graph]
    with what is empty at the end left out; graph "?" = its forward is not known."""
    home, name = type(module).__module__, type(module).__qualname__
    is_ours = home.startswith("torch.nn.")
    container = next((text for base, text in CONTAINERS.items() if isinstance(module, base)), None)
    if is_ours and container is None:
        return tables.add(call_of(module))
    kind = layer_class(module)
    if kind is not None:
        container = call_of(module)
    record = [("torch.nn" if is_ours else home) + "." + name, container or "Module"]
    children = [[key, encode(child, tables)] for key, child in module._modules.items() if child is not None]
    if container in ("Sequential", "ModuleList") and [key for key, _ in children] == list(
            map(str, range(len(children)))):
        children = [index for _, index in children]
    parameters = [[key, plain(tuple(one.shape))] for key, one in module._parameters.items()
                  if one is not None and kind is None]
    base = kind or next((one for one in CONTAINERS if isinstance(module, one)), None)
    graph = None
    if not is_ours and (base is None or type(module).forward is not base.forward):
        found = graph_of(module)
        graph = "?" if found is None else tables.add(found, tables.graphs)
    record += [children, parameters, graph]
    while record[-1] is None or record[-1] == []:
        record.pop()
    return tables.add(record)


def flat(module, prefix=""):
    """Everything that a module is made of, for comparing two builds."""
    yield prefix, type(module).__name__, {**arguments_of(module)} if not module._modules else {}
    for key, one in module._parameters.items():
        yield prefix + "." + key, "", {} if one is None else {"shape": plain(tuple(one.shape))}
    for key, child in module._modules.items():
        if child is not None:
            yield from flat(child, prefix + "." + key)


PROBE = re.compile(r"(num_classes|dropout)(?:\*(\d+))?")


def differences(probe, default, found):
    """Fills the defaults of probes; False when two argument lists differ in anything else."""
    for name in set(probe) | set(default):
        one, other = probe.get(name), default.get(name, "0.5" if name == "p" else None)
        if one == other:
            continue
        if one is None or other is None or one.count(",") != other.count(","):
            return False
        for part, number in zip(one.strip("()").split(","), other.strip("()").split(",")):
            match = PROBE.fullmatch(part)
            if part != number and (match is None or not settle(match, float(number), found)):
                return False
    return True


def settle(match, number, found):
    """Keeps what a probe stands for in a plain build; False when it does not fit what is known."""
    if match[1] == "num_classes":
        if number % int(match[2] or 1) != 0:
            return False
        number = int(number) // int(match[2] or 1)
    return found.setdefault(match[1], number) == number


def on_cpu(function):
    def run(*arguments, **keywords):
        with torch.device("cpu"):  # it reckons with tensors, which need data
            return function(*arguments, **keywords)

    return run


def build(name, **given):
    with torch.device("meta"):
        return torchvision.models.get_model(name, **given).train()


def variant(name, tables, given):
    """What one way to build it makes: index of the module and defaults of the probes."""
    default = build(name, **given)
    for probes in ({"num_classes": CLASSES, "dropout": DROPOUT}, {"num_classes": CLASSES}, {}):
        try:
            model = build(name, **given, **probes)
        except Exception:  # noqa: BLE001 - it takes no such argument
            continue
        found = {}
        one, other = list(flat(model)), list(flat(default))
        if len(one) == len(other) and all(
                a[:2] == b[:2] and differences(a[2], b[2], found) for a, b in zip(one, other)):
            return {"module": encode(model, tables), "defaults": found, **two_ways(model)}
    raise ValueError(f"{name}: what its arguments do is not understood")


def variants(name, tables):
    """[{"when": {argument: value}, "module": index, "defaults": {...}}], the most special first."""
    signature = inspect.signature(torchvision.models.get_model_builder(name)).parameters
    weights = list(torchvision.models.get_model_weights(name))
    bare = {"weights": None, **no_backbone(signature)}
    plain_row = variant(name, tables, bare)
    rows = [{"when": {}, **plain_row, "count": count(build(name, **bare))}]
    for switch in SWITCHES:
        for value in (True, False):
            try:
                row = variant(name, tables, {**bare, switch: value})
            except Exception:  # noqa: BLE001 - it has no such switch
                continue
            if row != plain_row:
                rows.insert(0, {"when": {switch: value}, **row})
                rows[0]["count"] = count(build(name, **bare, **{switch: value}))
    if weights:
        trained = build(name, weights=weights[-1])
        if list(flat(trained)) != list(flat(build(name, **bare))):
            index = encode(trained, tables)
            rows.insert(0, {"when": {"weights": True}, "module": index, "defaults": {}, **two_ways(trained),
                            "count": count(trained)})
    return rows


def count(model):
    return sum(one.numel() for one in model.parameters())


def kind_of_result(graph):
    result = graph[-1][2][0]
    if isinstance(result, dict):
        return list(result)
    return graph[int(result[1:])][0] == "t"


def two_ways(model):
    """{"differs": True} when training gives another kind of result than evaluation."""
    results = []
    for is_training in (False, True):
        graph = graph_of(model.train(is_training))
        results.append(None if graph is None else kind_of_result(graph))
    return {"differs": True} if results[0] != results[1] else {}


def no_backbone(signature):
    return {"weights_backbone": None} if "weights_backbone" in signature else {}


def harvest(names=None):
    torchvision.models._api.WeightsEnum.get_state_dict = lambda self, *a, **k: {}
    torch.nn.Module.load_state_dict = lambda self, *a, **k: None
    sizes = torchvision.models.regnet.BlockParams
    sizes.from_init_params = on_cpu(sizes.from_init_params)
    tables, builders, failed = Tables(), {}, []
    for name in names or torchvision.models.list_models():
        if name.startswith("quantized_"):
            continue
        try:
            rows = variants(name, tables)
        except Exception as error:  # noqa: BLE001 - said, and left out
            failed.append(f"{name}: {error}")
            continue
        function = torchvision.models.get_model_builder(name)
        builders[name] = {"path": f"{function.__module__}.{function.__name__}", "variants": rows}
    return {"graphs": tables.graphs, "modules": tables.modules, "builders": builders}, failed


def brief(graph):
    """A child called on what comes just before is written as its name alone."""
    return [node[1] if node[0] == "m" and node[2:] == [[f"%{place - 1}"]] else node
            for place, node in enumerate(graph)]


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "builders_torch.json")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    found, failed = harvest(options.names)
    found["graphs"] = [brief(one) for one in found["graphs"]]
    classes = sorted({one[0] for one in found["modules"] if isinstance(one, list)})
    found["modules"] = [[classes.index(one[0])] + one[1:] if isinstance(one, list) else one
                        for one in found["modules"]]
    print(*failed, sep="\n", file=sys.stderr)
    graphs, modules = (",\n".join("  " + json.dumps(one, separators=(",", ":")) for one in found[key])
                       for key in ("graphs", "modules"))
    rows = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one, separators=(',', ':'))}"
                      for name, one in sorted(found["builders"].items()))
    versions = json.dumps({"torch": torch.__version__.split("+")[0],
                           "torchvision": torchvision.__version__.split("+")[0]})
    options.out.write_text(f'{{\n "about": {json.dumps(ABOUT)},\n "versions": {versions},\n'
                           f' "classes": {json.dumps(classes)},\n "graphs": [\n{graphs}\n ],\n "modules": [\n{modules}\n ],\n'
                           f' "builders": {{\n{rows}\n }}\n}}\n', encoding="utf-8")
    print(f"{len(found['builders'])} models, {len(found['modules'])} modules", file=sys.stderr)


if __name__ == "__main__":
    main()
