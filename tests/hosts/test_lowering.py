# SPDX-License-Identifier: MIT
"""Lowering of CPython's syntax trees: golden files, the standard library, odd and huge trees.

    python tests/hosts/test_lowering.py --update      writes the golden files anew
"""
from __future__ import annotations

import ast
import collections
import gc
import json
import pathlib
import random
import symtable
import sys
import sysconfig
import warnings

import pytest

from eoslint import _core

GOLDEN = pathlib.Path(__file__).parents[1] / "golden" / "ir"
SOURCES = sorted(GOLDEN.glob("*.py"))
DEPTH_LIMIT = 400  # EOS_LIMIT_AST_DEPTH
NODE_LIMIT = 4_000_000  # EOS_LIMIT_AST_NODES
PLACE = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}


def lower(tree: ast.AST, scopes: bool = False) -> dict:
    return json.loads(_core.lower_json(tree, scopes))


def lower_text(text: str, scopes: bool = False) -> dict:
    return lower(ast.parse(text), scopes)


def lower_value(tree: ast.expr) -> dict | None:
    """The value of one expression statement that holds the tree."""
    module = ast.Module([ast.Expr(tree, **PLACE)], [])
    return lower(module)["body"][0].get("value")


def stable(value, in_f_string: bool = False):
    """Without the places inside f-strings, which are their own only since Python 3.12."""
    if isinstance(value, list):
        return [stable(item, in_f_string) for item in value]
    if not isinstance(value, dict):
        return value
    below = in_f_string or value.get("kind") == "JoinedStr"
    return {key: stable(item, below) for key, item in value.items() if key != "at" or not in_f_string}


def golden_text(path: pathlib.Path) -> str:
    """The IR of a golden source, one statement and one scope per line, so that changes can be read."""
    ir = lower_text(path.read_text("utf-8"), scopes=True)
    lists = {
        key: ",\n".join("  " + json.dumps(stable(item), ensure_ascii=False) for item in ir[key])
        for key in ("body", "scopes")
    }
    return (
        f'{{"format": {json.dumps(ir["format"])}, "path": null,\n'
        f' "body": [\n{lists["body"]}\n ],\n "scopes": [\n{lists["scopes"]}\n ]}}\n'
    )


# ---- golden files ----


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_golden(path):
    assert golden_text(path) == path.with_suffix(".json").read_text("utf-8")


def test_golden_files_hold_every_kind():
    """Every node class of this Python that lowering knows stands in nodes.py."""
    tree = ast.parse((GOLDEN / "nodes.py").read_text("utf-8"))
    in_source = {type(node).__name__ for node in ast.walk(tree)}
    in_ir = set()

    def collect(value):
        if isinstance(value, dict):
            in_ir.add(value.get("kind"))
            value = list(value.values())
        if isinstance(value, list):
            for item in value:
                collect(item)

    collect(lower(tree)["body"])
    without_node = {"Module", "Load", "Store", "Del"}
    operators = {c.__name__ for base in (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)
                 for c in base.__subclasses__()}
    assert in_source - without_node - operators == in_ir - {None}
    every = {c.__name__ for base in (ast.stmt, ast.expr, ast.pattern) for c in base.__subclasses__()}
    newer = {"TypeAlias", "TemplateStr", "Interpolation"}
    assert {k for k in every - in_ir - newer if not hasattr(getattr(ast, k), "__deprecated__")} == set()


def test_positions_are_those_of_ast():
    source = "é = f(a,\n      b)\n"
    call = lower_text(source)["body"][0]["value"]
    assert call["at"] == [1, 5, 2, 8]  # UTF-8 bytes, end exclusive
    assert [arg["at"][0] for arg in call["args"]] == [1, 2]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
def test_new_syntax():
    ir = lower_text("type Pair[T] = tuple[T, T]\ndef f[T](x: T) -> T: return x\nclass C[T]: pass\n")
    assert [node["kind"] for node in ir["body"]] == ["TypeAlias", "FunctionDef", "ClassDef"]


def test_nested_f_string_keeps_what_it_reads():
    values = lower_text("x = f'{a}{b:{c}}'")["body"][0]["value"]["values"]
    assert [v["value"]["id"] for v in values if v["kind"] == "FormattedValue"] == ["a", "b"]


# ---- real sources ----


def standard_library() -> list[pathlib.Path]:
    """Every file of the library; tests of the library, when they are installed, as a fixed sample."""
    root = pathlib.Path(sysconfig.get_path("stdlib"))
    files = sorted(p for p in root.rglob("*.py") if "site-packages" not in p.parts)
    tests = [p for p in files if {"test", "tests", "idle_test"} & set(p.parts)]
    return [p for p in files if p not in set(tests)] + tests[::5]


def test_standard_library_lowers_and_round_trips():
    files = standard_library()
    sample = set(random.Random(3).sample(range(len(files)), len(files) // 4))
    lowered = 0
    for index, path in enumerate(files):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):  # bad input for the library's own tests
            continue
        text = _core.lower_json(tree, True)
        lowered += 1
        if index in sample:
            assert _core.reload_json(text) == text, path
    assert lowered > 500


# ---- scopes, against CPython's own symbol tables ----


def scopes_of_cpython(text: str) -> dict[tuple, list[set]]:
    found = collections.defaultdict(list)
    tables = [symtable.symtable(text, "f.py", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        if table.get_type() == "module":
            continue
        names = set()
        for symbol in table.get_symbols():
            where = "outer" if symbol.is_free() else "module" if symbol.is_global() else "local"
            names.add((symbol.get_name(), where, symbol.is_parameter()))
        name = table.get_name()
        name = {"lambda": "<lambda>", "genexpr": "<genexpr>"}.get(
            name, f"<{name}>" if name in {"listcomp", "setcomp", "dictcomp"} else name)
        found[name, table.get_lineno()].append(compared(names))
    return found


def scopes_of_ir(text: str) -> dict[tuple, list[set]]:
    found = collections.defaultdict(list)
    for scope in lower_text(text, scopes=True)["scopes"][1:]:
        names = {(s["name"], s["where"], "parameter" in s) for s in scope["symbols"]}
        name = scope["qualname"].rpartition(".")[2]
        found[name, scope["line"]].append(compared(names))
    return found


def compared(names: set) -> set:
    """Without mangled names and what the compiler adds (.0, __class__)."""
    return {name for name in names if not name[0].startswith(("_", "."))}


def same_scope(ours: set, cpython: set) -> bool:
    """CPython also enters in a scope what only passes through it, from outside to a scope within."""
    return ours <= cpython and {where for _, where, _ in cpython - ours} <= {"outer"}


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="later symbol tables have scopes of types")
def test_scopes_are_those_of_cpython():
    compared_files = 0
    for path in [*SOURCES, *standard_library()[::6]]:
        text = path.read_bytes().decode("utf-8", "replace")
        if "from __future__ import annotations" in text:  # CPython then leaves annotations out
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = scopes_of_cpython(text)
        except (SyntaxError, ValueError):
            continue
        found = scopes_of_ir(text)
        assert found.keys() == expected.keys(), path
        for key, scopes in found.items():
            assert len(scopes) == len(expected[key]), (path, key)
            for ours in scopes:
                same = [theirs for theirs in expected[key] if same_scope(ours, theirs)]
                assert same, (path, key, ours, expected[key])
                expected[key].remove(same[0])
        compared_files += 1
    assert compared_files > 100


# ---- ceilings ----


def nest(levels: int) -> ast.Module:
    expression: ast.expr = ast.Name("x", ast.Load(), **PLACE)
    for _ in range(levels):
        expression = ast.UnaryOp(ast.USub(), expression, **PLACE)
    return ast.Module([ast.Expr(expression, **PLACE)], [])


def test_depth_up_to_the_limit():
    assert lower(nest(DEPTH_LIMIT - 2))["body"]
    with pytest.raises(ValueError, match=f"nested deeper than {DEPTH_LIMIT} levels"):
        _core.lower_json(nest(DEPTH_LIMIT - 1))


def test_ten_thousand_levels_are_refused():
    with pytest.raises(ValueError, match="nested deeper"):
        _core.lower_json(nest(10_000))


def test_a_cycle_is_refused():
    node = ast.UnaryOp(ast.USub(), None, **PLACE)
    node.operand = node
    with pytest.raises(ValueError, match="nested deeper"):
        lower_value(node)
    node.operand = None


def test_node_limit():
    """A shared subtree unfolds: 2,000 times 2,000 names need no memory here, but too much as IR."""
    row = ast.List([ast.Name("x", ast.Load(), **PLACE)] * 2001, ast.Load(), **PLACE)
    table = ast.List([row] * 2001, ast.Load(), **PLACE)
    with pytest.raises(ValueError, match=f"more than {NODE_LIMIT} nodes"):
        lower_value(table)


def test_reading_keeps_the_limits():
    node = {"kind": "Constant", "value": 1}
    for _ in range(DEPTH_LIMIT):
        node = {"kind": "UnaryOp", "op": "USub", "operand": node}
    text = json.dumps({"format": "eoslint-ir-1", "body": [{"kind": "Expr", "value": node}]})
    with pytest.raises(ValueError, match="nested deeper"):
        _core.reload_json(text)


def test_many_names_are_not_quadratic():
    ir = lower_text("\n".join(f"name_{i} = name_{i - 1}" for i in range(1, 50_000)), scopes=True)
    assert len(ir["scopes"][0]["symbols"]) == 50_000


# ---- odd trees: nothing raises, what is wrong is unknown ----

UNKNOWN = {"other": True}


def test_missing_places():
    tree = ast.parse("x = y + 1")
    for node in ast.walk(tree):
        for name in PLACE:
            if hasattr(node, name):
                delattr(node, name)
    statement = lower(tree)["body"][0]
    assert "at" not in statement and statement["value"]["left"] == {"kind": "Name", "id": "y"}


@pytest.mark.parametrize("place", [-1, 10**30, None, "1", 1.5])
def test_impossible_places(place):
    assert "at" not in lower_value(ast.Name("x", lineno=place))


def test_missing_and_wrong_children_are_unknown():
    left = {"kind": "Name", "id": "x"}
    name = ast.Name("x")
    for right in (None, 3, "text", [], ast.Pass(), ast.alias("a"), ast.Load(), object()):
        assert lower_value(ast.BinOp(name, ast.Add(), right)) == {
            "kind": "BinOp", "left": left, "op": "Add",
            "right": {"kind": "Constant", "value": UNKNOWN},
        }
    empty = ast.BinOp(name, ast.Add(), name)
    del empty.left, empty.right, empty.op
    value = lower_value(empty)
    assert value["left"]["value"] == value["right"]["value"] == UNKNOWN and "op" not in value


def test_wrong_items_of_lists():
    call = ast.Call(ast.Name("f"), [ast.Pass(), 1, ast.Name("a"), None], [ast.Name("b"), None])
    value = lower_value(call)
    assert [arg.get("value", arg.get("id")) for arg in value["args"]] == [UNKNOWN, UNKNOWN, "a", UNKNOWN]
    assert "keywords" not in value
    body = [ast.Name("x"), None, 7, ast.Pass(), ast.Expr(ast.Name("y"))]
    assert [node["kind"] for node in lower(ast.Module(body, []))["body"]] == ["Pass", "Expr"]


def test_lists_that_belong_together_get_one_length():
    name = ast.Name("x")
    assert len(lower_value(ast.Dict([name], [name, name]))["values"]) == 1
    assert lower_value(ast.Compare(name, [ast.Lt(), ast.Gt()], [name]))["ops"] == ["Lt"]


@pytest.mark.parametrize("value", [3, None, "nul\0", "\ud800", b"x", ["x"]])
def test_impossible_identifiers(value):
    assert lower_value(ast.Attribute(ast.Name("x"), value))["attr"] == ""
    assert lower_value(ast.Name(value))["id"] == ""


def test_constants_without_value_in_ir():
    for value in (1j, 2**64, (1, 2), "x" * 70_000, "\ud800", frozenset()):
        assert lower_value(ast.BinOp(ast.Constant(value), ast.Add(), ast.Name("x")))["left"] == {
            "kind": "Constant", "value": UNKNOWN,
        }


def test_classes_derived_from_nodes():
    class Mine(ast.Name):
        pass

    class Slotted(Mine):
        __slots__ = ("extra",)

    assert lower_value(Mine("x")) == {"kind": "Name", "id": "x"}
    assert lower_value(Slotted("y")) == {"kind": "Name", "id": "y"}


def test_foreign_attributes_are_left_alone():
    tree = ast.parse("f(x)")
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # as some checkers do
    assert lower(tree)["body"][0]["value"]["func"]["id"] == "f"


@pytest.mark.parametrize("tree", [None, 3, ast.Name("x"), ast.Expression(ast.Name("x")), ast, "x = 1"])
def test_not_a_module(tree):
    with pytest.raises(ValueError, match="expected an ast.Module"):
        _core.lower_json(tree)


def test_random_damage():
    """Attributes of a real tree swapped for others at random: never an exception, always a round trip."""
    source = (GOLDEN / "nodes.py").read_text("utf-8")
    for seed in range(60):
        rng = random.Random(seed)
        tree = ast.parse(source)
        nodes = list(ast.walk(tree))
        for _ in range(40):
            node = rng.choice(nodes)
            fields = [field for field in node._fields if field in node.__dict__]
            if not fields:
                continue
            field = rng.choice(fields)
            if rng.random() < 0.3:
                delattr(node, field)
            else:  # leaves only: no cycles
                setattr(node, field, rng.choice([
                    None, 3, "name", [], [None], [ast.Pass()], [ast.Name("x", ast.Load())],
                    ast.Name("y", ast.Load()), ast.arg("z"), ast.arguments([], []), ast.Add(),
                ]))
        text = _core.lower_json(tree, True)
        assert _core.reload_json(text) == text, seed


def test_unreadable_json():
    for text in ("", "[]", "{}", '{"format": "other"}', '{"format": "eoslint-ir-1", "body": 3}',
                 '{"format": "eoslint-ir-1", "body": [{"kind": "Nothing"}]}',
                 '{"format": "eoslint-ir-1", "body": [{"kind": "Pass", "value": 1}]}'):
        with pytest.raises(ValueError):
            _core.reload_json(text)


def test_no_reference_is_kept():
    tree = ast.parse((GOLDEN / "nodes.py").read_text("utf-8"))
    _core.lower_json(tree)
    nodes = list(ast.walk(tree))
    gc.collect()  # contexts and operators are shared with trees that are gone
    before = [sys.getrefcount(node) + sys.getrefcount(node.__dict__) for node in nodes]
    for _ in range(3):
        _core.lower_json(tree)
    gc.collect()
    assert [sys.getrefcount(node) + sys.getrefcount(node.__dict__) for node in nodes] == before


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit(__doc__)
    for source_path in SOURCES:
        source_path.with_suffix(".json").write_text(golden_text(source_path), "utf-8")
