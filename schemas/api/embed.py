# SPDX-License-Identifier: MIT
"""Turn schemas/api/*.json into one C file with the API tables.

What this file gives: `python embed.py --out api_tables.c FILE.json...` merges signatures (harvested
or by hand) with meaning, checks them, and writes the symbols that native/flow/api_tables.h
declares. A mistake in the tables is a build error that names the entry.

It relies on the standard library alone, and on native/flow/api.h for the names of families and
details, so that a name is spelt in one place.

The questionable decision: hash indexes (FNV-1a, open addressing, half full at most) are computed
here instead of at start-up. The C side then has nothing to initialise and nothing to free, at the
price that this file and native/flow/api.c must agree on one hash.
"""

import argparse
import ast
import json
import math
import re
import sys
from pathlib import Path

HEADER = Path(__file__).resolve().parents[2] / "native" / "flow" / "api.h"
TORCH = ("torch", "torchvision", "lightning")
FAMILY, NO_DETAIL = "EOS_API_", "0"
# family -> prefix of the enum that its detail is taken from
DETAILS = {
    "layer": "EOS_LAYER_",
    "opaque": "EOS_LAYER_",  # an operation that does at once what a layer would do
    "loss": "EOS_LOSS_",
    "activation": "EOS_ACT_",
    "optimizer": "EOS_OPT_",
}
KNOWN_KEYS = {
    "about", "versions", "signatures", "strings", "same", "replace_signatures", "keywords",
    "aliases", "by_prefix", "entries", "rewrites", "collapse", "bare_scopes", "bare_names",
    "modules", "libraries", "datasets", "notes", "spaces",
}
HELPERS = {"get", "serialize", "deserialize"}  # of every keras module: no losses, no metrics


class TableError(Exception):
    """A mistake in the JSON; the text names file or entry."""


def fnv1a(text):
    """The hash of eos_hash_bytes (native/base/text.c)."""
    value = 2166136261
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def enum_names(header):
    """The enumerators of families and details in api.h: a wrong name is told with its entry."""
    enums = "family|layer_family|activation_kind|loss_kind|optimizer_family"
    names = set()
    header = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    for body in re.findall(r"typedef enum eos_(?:api_)?(?:%s) \{(.*?)\}" % enums, header, re.S):
        names.update(re.findall(r"\bEOS_[A-Z0-9_]+\b", body))
    return names


# ---- reading ------------------------------------------------------------------------------------


def merge(target, source, what):
    for key, value in source.items():
        if key in target and target[key] != value:
            raise TableError(f"{what} {key!r}: given twice, {target[key]!r} and {value!r}")
        target[key] = value


def read(paths):
    """All files as one document; order of the files does not matter."""
    document = {key: {} for key in KNOWN_KEYS}
    document["by_prefix"], document["libraries"], document["spaces"] = [], [], []
    scopes = {"keras": [], "torch": []}
    for path in paths:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        for key, value in data.items():
            if key not in KNOWN_KEYS:
                raise TableError(f"{path}: unknown key {key!r}")
            if key in ("about", "notes", "versions"):
                continue
            if key in ("by_prefix", "libraries", "spaces"):
                document[key].extend(value)
            elif key == "bare_scopes":
                for side, names in value.items():
                    scopes[side].extend(names)
            elif key == "strings":
                for space, names in value.items():
                    merge(document["strings"].setdefault(space, {}), names, space)
            else:
                merge(document[key], value, key)
    document["bare_scopes"] = scopes
    return document


def literal(node):
    """(kind, value) of a default in a signature."""
    if node is None:
        return ("required", None)
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return ("unreadable", None)
    if value is None:
        return ("none", None)
    for kind, of in (("bool", bool), ("int", int), ("float", float), ("string", str)):
        if type(value) is of:
            return (kind, value)
    if type(value) is tuple and 0 < len(value) <= 4 and all(type(item) is int for item in value):
        return ("int_tuple", value)
    return ("unreadable", None)


def parse_signature(path, text):
    """[(name, kind, default)] of "(a, b=1, *, c=None)"."""
    try:
        arguments = ast.parse(f"def f{text}: pass").body[0].args
    except SyntaxError as error:
        raise TableError(f"{path}: unreadable signature {text!r}: {error.msg}") from None
    positional = arguments.posonlyargs + arguments.args
    missing = len(positional) - len(arguments.defaults)
    defaults = [None] * missing + arguments.defaults
    out = [(a.arg, "positional", literal(d)) for a, d in zip(positional, defaults)]
    if arguments.vararg:
        out.append((arguments.vararg.arg, "args", ("required", None)))
    for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults):
        out.append((a.arg, "keyword", literal(d)))
    if arguments.kwarg:
        out.append((arguments.kwarg.arg, "kwargs", ("required", None)))
    return out


# ---- building -----------------------------------------------------------------------------------


class Entry:
    def __init__(self, path, text):
        self.path = path
        self.what, _, signature = text.partition(" ")
        if self.what not in ("class", "function", "method"):
            raise TableError(f"{path}: {self.what!r} is neither class, function nor method")
        self.name = path.rsplit(".", 1)[1]
        self.parameters = parse_signature(path, signature)
        self.family, self.detail, self.rank, self.activation = "opaque", None, 0, None
        self.aliases = {}

    def has(self, name):
        return any(parameter[0] == name for parameter in self.parameters)

    def add_keywords(self, parameters):
        """Keyword arguments that the library takes through **kwargs, or took in older versions."""
        new = [p for p in parameters if not self.has(p[0])]
        ends = bool(self.parameters) and self.parameters[-1][1] == "kwargs"
        at = len(self.parameters) - (1 if ends else 0)
        self.parameters[at:at] = [(name, "keyword", default) for name, _, default in new]

    def add_alias(self, written, name):
        if not self.has(name):
            raise TableError(f"{self.path}: alias {written!r} stands for {name!r}: not there")
        if not self.has(written):
            self.aliases[written] = name


def apply_meaning(entry, meaning, document, names):
    """Lays one meaning record over an entry and checks every name in it."""
    unknown = set(meaning) - {"family", "detail", "rank", "activation", "name", "aliases",
                              "keywords", "defaults", "prefix", "methods", "strict",
                              "where_present"}
    if unknown:
        raise TableError(f"{entry.path}: unknown keys {sorted(unknown)}")
    entry.family = meaning.get("family", entry.family)
    entry.detail = meaning.get("detail", entry.detail)
    entry.activation = meaning.get("activation", entry.activation)
    entry.rank = meaning.get("rank", entry.rank)
    entry.name = meaning.get("name", entry.name)
    if FAMILY + entry.family.upper() not in names:
        raise TableError(f"{entry.path}: unknown family {entry.family!r}")
    prefix = DETAILS.get(entry.family)
    if entry.detail and (prefix is None or prefix + entry.detail.upper() not in names):
        raise TableError(f"{entry.path}: unknown detail {entry.detail!r} of {entry.family}")
    if entry.activation and "EOS_ACT_" + entry.activation.upper() not in names:
        raise TableError(f"{entry.path}: unknown activation {entry.activation!r}")
    if entry.rank not in (0, 1, 2, 3):
        raise TableError(f"{entry.path}: rank {entry.rank}")
    for group in meaning.get("keywords", []):
        if group not in document["keywords"]:
            raise TableError(f"{entry.path}: unknown keyword group {group!r}")
        entry.add_keywords(parse_signature(group, document["keywords"][group]))
    for group in meaning.get("aliases", []):
        if group not in document["aliases"]:
            raise TableError(f"{entry.path}: unknown alias group {group!r}")
        for written, name in document["aliases"][group].items():
            entry.add_alias(written, name)
    for name, value in meaning.get("defaults", {}).items():
        if not entry.has(name):
            raise TableError(f"{entry.path}: default of {name!r}: no such parameter")
        default = literal(ast.parse(repr(tuple(value) if isinstance(value, list) else value),
                                    mode="eval").body)
        entry.parameters = [(n, k, default if n == name else d) for n, k, d in entry.parameters]


def covers(rule, entry):
    if not entry.path.startswith(rule["prefix"] + ".") or entry.name in HELPERS:
        return False
    return entry.what != "method" or rule.get("methods", False)


def is_direct(rule, entry):
    return entry.path.count(".") == rule["prefix"].count(".") + 1 and entry.what != "method"


def build_entries(document, names):
    """Every entry with its meaning; rules by prefix first, the entry's own record over them."""
    signatures = {
        path: text
        for path, text in document["signatures"].items()
        if not text.startswith("same ") and path not in document["rewrites"]
    }
    for path, text in document["replace_signatures"].items():
        if path not in signatures:
            raise TableError(f"{path}: replaced signature of an unknown entry")
        signatures[path] = text
    entries = {path: Entry(path, text) for path, text in sorted(signatures.items())}
    used = set()
    for entry in entries.values():
        strict = False
        for rule in document["by_prefix"]:
            if not covers(rule, entry):
                continue
            apply_meaning(entry, rule, document, names)
            strict = strict or (rule.get("strict", False) and is_direct(rule, entry))
            for written, name in rule.get("where_present", {}).items():
                if entry.has(name):
                    entry.add_alias(written, name)
                    used.add((rule["prefix"], written))
        own = document["entries"].get(entry.path)
        if own is not None:
            apply_meaning(entry, own, document, names)
        elif strict:
            raise TableError(f"{entry.path}: needs a record of its own in 'entries'")
        if len(entry.parameters) > 255 or len(entry.aliases) > 255:
            raise TableError(f"{entry.path}: too many parameters")
    for path in document["entries"]:
        if path not in entries:
            raise TableError(f"{path}: meaning of an entry without a signature")
    for rule in document["by_prefix"]:
        for written in rule.get("where_present", {}):
            if (rule["prefix"], written) not in used:
                raise TableError(f"{rule['prefix']}: alias {written!r} fits no entry")
    return entries


def build_rewrites(document, entries):
    """Old path -> canonical path; ends in what exists and never turns round."""
    rewrites = dict(document["rewrites"])
    for path, text in document["signatures"].items():
        if text.startswith("same "):
            merge(rewrites, {path: text[5:]}, "rewrite")
    for written in rewrites:
        seen, path = [written], written
        while path in rewrites:
            path = rewrites[path]
            if path in seen or len(seen) > 6:
                raise TableError(f"rewrite {written!r}: turns round or is too long: {seen}")
            seen.append(path)
    return rewrites


def build_spaces(document, entries):
    """Modules that the tables speak for: they hold entries (""), or 'spaces' lists them with all that
    is below ("*"). What a library builds itself (family backbone) and what lies beside it is
    understood from its source."""
    built = [rule["prefix"] for rule in document["by_prefix"] if rule.get("family") == "backbone"]
    spaces = set()
    for path in entries:
        if not any(path.startswith(prefix + ".") for prefix in built):
            parts = path.split(".")
            spaces.update(".".join(parts[:end]) for end in range(1, len(parts)))
    spaces.difference_update(entries)
    return {**dict.fromkeys(spaces, ""), **dict.fromkeys(document["spaces"], "*")}


def check_targets(document, entries):
    for space, strings in document["strings"].items():
        for name, path in strings.items():
            if path not in entries:
                raise TableError(f"string {name!r} of {space}: {path!r} is no entry")
    for name, path in document["bare_names"].items():
        if path not in entries:
            raise TableError(f"bare name {name!r}: {path!r} is no entry")


# ---- writing ------------------------------------------------------------------------------------


def quote(text):
    """A C string literal; the tables are ASCII, anything else becomes an octal escape."""
    if text is None:
        return "NULL"
    out = []
    for byte in text.encode("utf-8"):
        plain = 32 <= byte < 127 and byte not in (34, 92, 63)
        out.append(chr(byte) if plain else f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def number(value):
    if value is None or math.isnan(value):
        return "NAN"
    return repr(float(value))


def index_lines(name, keys):
    """An open-addressing table over `keys`: slot = position + 1, 0 = empty."""
    size = 8
    while size < 2 * len(keys):
        size *= 2
    if len(keys) >= 65535:
        raise TableError(f"{name}: too many keys")
    slots = [0] * size
    for position, key in enumerate(keys):
        at = fnv1a(key) & (size - 1)
        while slots[at]:
            at = (at + 1) & (size - 1)
        slots[at] = position + 1
    lines = [f"static const uint16_t {name}_slots[{size}] = {{"]
    for at in range(0, size, 20):
        lines.append("    " + ", ".join(str(slot) for slot in slots[at : at + 20]) + ",")
    index = f"const eos_api_index eos_api_{name}_index = {{{name}_slots, {size - 1}u}};"
    return lines + ["};", index, ""]


def pair_lines(name, pairs):
    lines = [f"const eos_api_pair eos_api_{name}[] = {{"]
    keys = sorted(pairs)
    lines += [f"    {{{quote(key)}, {quote(pairs[key])}}}," for key in keys]
    if not keys:
        lines.append("    {NULL, NULL},")
    return lines + ["};", ""] + index_lines(name, keys)


def literal_text(default):
    kind, value = default
    text = f".kind = EOS_API_{kind.upper()}"
    if kind in ("bool", "int"):
        if not -(2**63) < int(value) < 2**63:
            return ".kind = EOS_API_UNREADABLE"
        text += f", .integer = {int(value)}"
        text += f", .number = {float(value)!r}"
    elif kind == "float":
        text += f", .number = {number(value)}"
    elif kind == "string":
        text += f", .string = {quote(value)}"
    elif kind == "int_tuple":
        text += f", .count = {len(value)}, .tuple = {{{', '.join(map(str, value))}}}"
    return text


class Lists:
    """Static arrays, each distinct one written once: most methods and layers share theirs."""

    def __init__(self, c_type, name):
        self.c_type, self.name, self.known, self.lines = c_type, name, {}, []

    def add(self, items):
        if not items:
            return "NULL"
        key = tuple(items)
        if key not in self.known:
            self.known[key] = f"{self.name}_{len(self.known)}"
            self.lines.append(f"static const {self.c_type} {self.known[key]}[] = {{")
            self.lines += [f"    {{{item}}}," for item in items]
            self.lines += ["};"]
        return self.known[key]


def entry_lines(entries):
    params, aliases = Lists("eos_api_param", "params"), Lists("eos_api_alias", "aliases")
    rows = []
    for path in sorted(entries):
        e = entries[path]
        param_list = params.add([
            f"{quote(name)}, EOS_API_{kind.upper()}, {{{literal_text(default)}}}"
            for name, kind, default in e.parameters
        ])
        alias_list = aliases.add([f"{quote(w)}, {quote(n)}" for w, n in sorted(e.aliases.items())])
        detail = DETAILS[e.family] + e.detail.upper() if e.detail else NO_DETAIL
        activation = "EOS_ACT_" + e.activation.upper() if e.activation else NO_DETAIL
        if e.family == "activation" and e.detail:
            activation = detail
        torch = "true" if path.split(".")[0] in TORCH else "false"
        rows.append(
            f"    {{{quote(path)}, {quote(e.name)}, {FAMILY}{e.family.upper()}, {detail}, {e.rank},"
            f" {'true' if e.what == 'class' else 'false'}, {torch}, {param_list},"
            f" {len(e.parameters)}, {alias_list}, {len(e.aliases)}, {activation}}},"
        )
    return (params.lines + [""] + aliases.lines
            + ["", "const eos_api_entry eos_api_entries[] = {"] + rows
            + ["};", f"const uint32_t eos_api_entry_count = {len(rows)};", ""]
            + index_lines("entry", sorted(entries)))


def string_lines(document, entries):
    position = {path: at for at, path in enumerate(sorted(entries))}
    rows = sorted((s, n, p) for s, names in document["strings"].items() for n, p in names.items())
    lines = ["const eos_api_string eos_api_strings[] = {"]
    lines += [f"    {{{quote(s)}, {quote(n)}, {position[p]}}}," for s, n, p in rows]
    return lines + ["};", ""] + index_lines("string", [f"{s}:{n}" for s, n, _ in rows])


def dataset_lines(document):
    lines = ["const eos_api_dataset eos_api_datasets[] = {"]
    keys = sorted(document["datasets"])
    for path in keys:
        d = document["datasets"][path]
        shape = d.get("shape", [])
        if len(shape) > 4:
            raise TableError(f"data set {path}: rank {len(shape)}")
        unknown = set(d) - {"name", "pairs", "train", "test", "shape", "range", "dtype",
                            "classes", "label_rank", "regression"}
        if unknown:
            raise TableError(f"data set {path}: unknown keys {sorted(unknown)}")
        low, high = d.get("range", [None, None])
        lines.append(
            f"    {{{quote(path)}, {quote(d['name'])}, {d['pairs']}, {d.get('train', 0)},"
            f" {d.get('test', 0)}, {{{', '.join(map(str, shape)) or '0'}}}, {len(shape)},"
            f" {number(low)}, {number(high)}, {quote(d.get('dtype'))}, {d.get('classes', 0)},"
            f" {d.get('label_rank', 0)}, {'true' if d.get('regression') else 'false'}}},"
        )
    return lines + ["};", ""] + index_lines("dataset", keys)


def render(document, names):
    entries = build_entries(document, names)
    rewrites = build_rewrites(document, entries)
    check_targets(document, entries)
    lines = [
        "/* SPDX-License-Identifier: MIT */",
        "/* Written by schemas/api/embed.py from the tables in schemas/api; do not edit. */",
        '#include "flow/api_tables.h"',
        "#include <math.h>",
        "#include <stddef.h>",
        "",
    ]
    lines += entry_lines(entries) + string_lines(document, entries) + dataset_lines(document)
    lines += pair_lines("rewrite", rewrites) + pair_lines("collapse", document["collapse"])
    lines += pair_lines("bare", document["bare_names"]) + pair_lines("module", document["modules"])
    lines += pair_lines("library", {name: name for name in document["libraries"]})
    lines += pair_lines("space", build_spaces(document, entries))
    for side, scopes in sorted(document["bare_scopes"].items()):
        items = ", ".join(quote(scope) for scope in scopes + [None])
        lines.append(f"const char *const eos_api_{side}_scopes[] = {{{items}}};")
    return "\n".join(lines) + "\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args(arguments)
    try:
        text = render(read(sorted(options.files)), enum_names(HEADER.read_text(encoding="utf-8")))
    except (TableError, json.JSONDecodeError, OSError) as error:
        print(f"embed.py: {error}", file=sys.stderr)
        return 1
    Path(options.out).write_text(text, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
