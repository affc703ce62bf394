# SPDX-License-Identifier: MIT
"""Turn the harvested builders_*.json into one C file of constant tables.

What this file gives: `python embed_builders.py --out builder_tables.c builders_keras.json
builders_torch.json` writes the symbols that native/flow/builder_tables.h declares: texts, values,
calls, and the networks made of them, each distinct one once.

It relies on the standard library and on embed.py for quoting. The argument lists in the JSON are
Python source, so Python's own parser reads them.

The questionable decision: everything is numbers of 16 bits into a few flat tables instead of structs
with pointers, which makes the tables a third as large and free of relocations, at the price that the
reader (native/flow/builder_value.c) has to follow indices.
"""

import argparse
import ast
import itertools
import json
import sys
from pathlib import Path

from embed import TableError, quote

# ORDER: as harvest_keras_builders.OPTIONS; the number of a way is its place in this product
OPTIONS = {"top": (True, False), "pooling": (None, "avg", "max"), "weights": (False, True),
           "preprocessing": (True, False), "open": (False, True)}
WAYS = [dict(zip(OPTIONS, way)) for way in itertools.product(*OPTIONS.values())]
OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "matmul", "pow")
NODE_OPS = {"x": "INPUT", "m": "CHILD", "f": "FUNCTION", "d": "METHOD", "a": "ATTRIBUTE", "s": "SAME",
            "t": "TUPLE", "o": "OUTPUT"}
CONTAINERS = {"Module": "MODULE", "Sequential": "SEQUENTIAL", "ModuleList": "LIST", "ModuleDict": "DICT"}


class Rows:
    """A table that holds each distinct row once, or runs of rows."""

    def __init__(self, name):
        self.name, self.rows, self.known, self.runs = name, [], {}, {}

    def add(self, row):
        if row not in self.known:
            self.known[row] = len(self.rows)
            self.rows.append(row)
        if len(self.rows) > 65535:
            raise TableError(f"{self.name}: too many rows for 16 bits")
        return self.known[row]

    def run(self, rows):
        """Place of rows that stand one behind the other."""
        rows = tuple(rows)
        if rows and rows not in self.runs:
            self.runs[rows] = len(self.rows)
            self.rows.extend(rows)
        return self.runs.get(rows, 0)


class Tables:
    def __init__(self):
        self.texts, self.values, self.items = Rows("texts"), Rows("values"), Rows("items")
        self.calls, self.arguments, self.inputs = Rows("calls"), Rows("arguments"), Rows("inputs")
        self.whens, self.layers, self.modules = Rows("whens"), Rows("layers"), Rows("modules")
        self.children, self.nodes, self.variants = Rows("children"), Rows("nodes"), Rows("variants")
        self.text("")
        self.whens.add((1 << len(WAYS)) - 1)
        self.modules.rows = []

    def text(self, text):
        return self.texts.add(text)

    # ---- values: (kind, first, count, integer, number) ----

    def value(self, kind, first=0, count=0, integer=0, number=0.0):
        return self.values.add((kind, first, count, integer, number))

    def sequence(self, kind, values):
        values = list(values)
        return self.value(kind, self.items.run(values), len(values))

    def constant(self, one):
        if one is None:
            return self.value("NONE")
        if isinstance(one, bool):
            return self.value("BOOL", integer=int(one))
        if isinstance(one, int):
            return self.value("INT", integer=one)
        if isinstance(one, float):
            return self.value("FLOAT", number=one)
        return self.value("STRING", first=self.text(one))

    def expression(self, node):
        """A value from Python source: a constant, a tuple, a probe's name, pad(3), or a layer."""
        if isinstance(node, ast.Tuple):
            return self.sequence("TUPLE", [self.expression(one) for one in node.elts])
        if isinstance(node, ast.Name):
            if node.id == "unknown":
                return self.value("UNKNOWN")
            return self.value("SYMBOL", first=self.text(node.id), integer=1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self.value("SYMBOL", first=self.text(node.left.id), integer=node.right.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "pad":
            return self.value("PAD", integer=node.args[0].value)
        if isinstance(node, ast.Call):
            return self.value("LAYER", first=self.call_of(node))
        return self.constant(ast.literal_eval(node))

    def call_of(self, node):
        arguments = [(0, self.expression(one)) for one in node.args]
        arguments += [(self.text(one.arg), self.expression(one.value)) for one in node.keywords]
        path = ast.unparse(node.func)
        return self.calls.add((self.text(path), len(arguments), self.arguments.run(arguments)))

    def call(self, source):
        node = ast.parse(source, mode="eval").body
        if not isinstance(node, ast.Call):
            raise TableError(f"{source!r} is no call")
        return self.call_of(node)

    # ---- Keras ----

    def when(self, alternatives):
        """A bit per way to build: set where the layer is there."""
        mask = 0
        for number, way in enumerate(WAYS):
            if not alternatives or any(all(way[key] == value for key, value in one.items())
                                       for one in alternatives):
                mask |= 1 << number
        return self.whens.add(mask)

    def keras(self, document):
        calls = [self.call(source) for source in document["kinds"]]
        rows = []
        for path, one in sorted(document["builders"].items()):
            first, last = len(self.layers.rows), []
            for index, layer in enumerate(one["layers"]):
                kind, name, before, when = layer + ["", [1], []][len(layer) - 1 :]
                if any(not 0 < distance <= index + 1 for distance in before):
                    raise TableError(f"{path}: layer {index} has inputs that are not before it")
                same, has_same, rest = name.partition("~")
                if has_same:  # "2~bn": the first two parts of the name before
                    name = "_".join(last[: int(same)] + [rest])
                last = name.split("_") if name else last
                self.layers.rows.append((calls[kind], self.text(name), self.when(when), len(before),
                                         self.inputs.run(before)))
            shapes = [",".join(str(-1 if size is None else size) for size in one[key])
                      for key in ("top", "open")]
            order = [number for at in range(0, len(one["order"]), 2)
                     for number in range(one["order"][at], sum(one["order"][at : at + 2]))]
            if order and sorted(order) != list(range(len(one["layers"]))):
                raise TableError(f"{path}: its order is no permutation")
            rows.append(f"{{{quote(path.rpartition('.')[2])}, {quote(one['name'] or '')}, {{{shapes[0]}}},"
                        f" {{{shapes[1]}}}, {first}, {len(one['layers'])},"
                        f" {self.inputs.run(order)}, {len(order)}}}")
        return rows

    # ---- PyTorch ----

    def node_value(self, one, place):
        if isinstance(one, str) and one.startswith("%"):
            if not 0 <= int(one[1:]) < place:
                raise TableError(f"node {place} uses what comes after it")
            return self.value("NODE", integer=int(one[1:]))
        if not isinstance(one, dict):
            return self.constant(one)
        (kind, content), = one.items()
        if kind == "d":
            pairs = itertools.chain.from_iterable(
                (self.constant(key), self.node_value(value, place)) for key, value in content)
            return self.sequence("DICT", pairs)
        if kind in "tls":
            name = {"t": "TUPLE", "l": "LIST", "s": "SLICE"}[kind]
            return self.sequence(name, [self.node_value(value, place) for value in content])
        return self.value({"e": "ELLIPSIS"}.get(kind, "UNKNOWN"))

    def graph(self, nodes):
        rows = []
        for place, node in enumerate(nodes):
            if isinstance(node, str):
                node = ["m", node, [f"%{place - 1}"]]
            op, target, given, keywords = node + ["", [], {}][len(node) - 1 :]
            arguments = [(0, self.node_value(one, place)) for one in given]
            arguments += [(self.text(key), self.node_value(one, place)) for key, one in keywords.items()]
            rows.append((NODE_OPS[op], self.text(target), len(arguments), self.arguments.run(arguments)))
        return self.nodes.run(rows), len(rows)

    def module(self, record, graphs, classes, number):
        if isinstance(record, str):
            return ("LEAF", self.call(record), 0, 0, 0, 0, 0, 0)
        name, container, children, parameters, graph = record + ["Module", [], [], None][len(record) - 1 :]
        pairs = [(0, one) if isinstance(one, int) else (self.text(one[0]), one[1]) for one in children]
        if any(one >= number for _, one in pairs):
            raise TableError(f"module {number} is made of what comes after it")
        shapes = [(self.text(key), self.expression(ast.parse(shape, mode="eval").body))
                  for key, shape in parameters]
        first, count = (0, 0) if graph in (None, "?") else graphs[graph]
        if "(" in container:  # derived from a layer of torch.nn
            return ("DERIVED", self.text(classes[name]), self.call(container), 0, 0, 0, first, count)
        kind = CONTAINERS[container] if graph != "?" else "OPAQUE_" + CONTAINERS[container]
        return (kind, self.text(classes[name]), self.children.run(pairs), len(pairs), self.arguments.run(shapes),
                len(shapes), first, count)

    def torch(self, document):
        graphs = [self.graph(one) for one in document["graphs"]]
        for number, record in enumerate(document["modules"]):
            self.modules.rows.append(self.module(record, graphs, document["classes"], number))
        rows = []
        for name, one in sorted(document["builders"].items()):
            variants = []
            for row in one["variants"]:
                (switch, value), = row["when"].items() or {"": True}.items()
                defaults = row["defaults"]
                variants.append((self.text(switch), int(value), row["module"],
                                 self.constant(defaults.get("num_classes")),
                                 self.constant(defaults.get("dropout")), int(row.get("differs", False))))
            rows.append(f"{{{quote(name)}, {self.variants.run(variants)}, {len(variants)}}}")
        return rows


# ---- writing ------------------------------------------------------------------------------------


def array(declaration, rows, per_line=1):
    rows = list(rows) or ["{0}"]
    lines = [f"const {declaration}[] = {{"]
    for at in range(0, len(rows), per_line):
        lines.append("    " + ", ".join(rows[at : at + per_line]) + ",")
    return lines + ["};", ""]


def braces(row):
    return "{" + ", ".join(map(str, row)) + "}"


def texts(rows):
    """All texts behind each other, and where each begins."""
    places, content = [], b""
    for text in rows:
        places.append(len(content))
        content += text.encode("utf-8") + b"\0"
    return (array("uint8_t eos_built_text", map(str, content), 24)
            + array("uint32_t eos_built_text_at", map(str, places), 12))


def render(keras, torch):
    t = Tables()
    keras_rows, torch_rows = t.keras(keras), t.torch(torch)
    lines = [
        "/* SPDX-License-Identifier: MIT */",
        "/* Written by schemas/api/embed_builders.py from builders_*.json; do not edit. */",
        '#include "flow/builder_tables.h"',
        "",
    ]
    lines += texts(t.texts.rows)
    lines += array("eos_built_value eos_built_values", (
        f"{{EOS_BUILT_{kind}, {count}, {first}, {integer}, {number!r}}}"
        for kind, first, count, integer, number in t.values.rows))
    lines += array("uint16_t eos_built_items", map(str, t.items.rows), 16)
    lines += array("eos_built_argument eos_built_arguments", map(braces, t.arguments.rows), 8)
    lines += array("eos_built_call eos_built_calls", map(braces, t.calls.rows), 6)
    lines += array("uint64_t eos_built_whens", (f"{mask:#x}u" for mask in t.whens.rows), 4)
    lines += array("uint16_t eos_built_inputs", map(str, t.inputs.rows), 16)
    lines += array("eos_built_layer eos_built_layers", map(braces, t.layers.rows), 6)
    lines += array("eos_built_child eos_built_children", map(braces, t.children.rows), 8)
    lines += array("eos_built_node eos_built_nodes", (
        braces(("EOS_NODE_" + row[0],) + row[1:]) for row in t.nodes.rows), 4)
    lines += array("eos_built_module eos_built_modules", (
        braces(("EOS_MODULE_" + row[0],) + row[1:]) for row in t.modules.rows), 3)
    lines += array("eos_built_variant eos_built_variants", map(braces, t.variants.rows), 4)
    lines += array("eos_keras_builder eos_keras_builders", keras_rows)
    lines.append(f"const uint32_t eos_keras_builder_count = {len(keras_rows)};")
    lines += array("eos_torch_builder eos_torch_builders", torch_rows)
    lines.append(f"const uint32_t eos_torch_builder_count = {len(torch_rows)};")
    return "\n".join(lines) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("keras")
    parser.add_argument("torch")
    options = parser.parse_args(arguments)
    try:
        keras, torch = (json.loads(Path(one).read_text(encoding="utf-8"))
                        for one in (options.keras, options.torch))
        text = render(keras, torch)
    except (TableError, ValueError, KeyError, OSError, SyntaxError) as error:
        print(f"embed_builders.py: {type(error).__name__} {error}", file=sys.stderr)
        return 1
    Path(options.out).write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
