# SPDX-License-Identifier: MIT
"""Networks that libraries build themselves, read from the libraries' own source and held against what they build.

Every builder of builders.json is read twice, as `eoslint model FILE --call CALL` reads it: alone, and (PyTorch) with
the network called on its input, which tells the shapes. truth_builders.json says what the live library builds, so
neither PyTorch nor Keras need be there; the sources come from pip, in the versions of the truth.
A builder is *equal* when number, kinds, parameters and output shapes of all layers are known and right, *unknown* when
something is not known, *wrong* when something claimed is not so. builders.md holds the verdicts: a wrong one fails, and
so does one that was equal before.

    python tests/live/test_builders.py [--library timm] [--call resnet50] [--all-reasons] [--update]

prints the table; --update writes builders.md. EOS_BENCH_CACHE keeps the downloaded sources.
"""
from __future__ import annotations

import argparse
import ast
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from compare import Comparison, compare_layers, compare_number  # noqa: E402
from dump_builders import TRUTH, builders, key_of, unpack  # noqa: E402

TABLE = HERE / "builders.md"
CALLED = "__eoslint_call__"
VERDICTS = ("equal", "unknown", "wrong")

# Wrong today, and known to be: what it would take is written here. Each is expected to fail, strictly.
KNOWN_WRONG: dict[str, str] = {}


@dataclass
class Verdict:
    result: str
    facts: int  # that were known and right
    reasons: list[str]
    seconds: float


# ---- sources ----


class NoSource(Exception):
    """pip could not get a package."""


def source_of(package: str, version: str, cache: Path) -> Path:
    """The folder that holds the package's source in this version."""
    shared = cache / package  # where the tests over real sources keep the newest one
    if (shared / f"{package}-{version}.dist-info").is_dir():
        return shared
    target = cache / f"{package}-{version}"
    if not (target / package).is_dir():
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--no-compile", "--target", str(target),
             f"{package}=={version}"],
            capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        if done.returncode:
            raise NoSource(f"pip could not get {package} {version}: {done.stderr.strip().splitlines()[-1:]}")
    return target


class Sources:
    """The packages' folders, each asked for once."""

    def __init__(self, versions: dict[str, str], cache: Path):
        self.versions, self.cache = versions, cache
        self.folders: dict[str, Path | NoSource] = {}

    def file(self, builder: dict) -> Path:
        library = builder["library"]
        if library not in self.folders:
            try:
                self.folders[library] = source_of(library, self.versions[library], self.cache)
            except NoSource as error:
                self.folders[library] = error
        folder = self.folders[library]
        if isinstance(folder, NoSource):
            raise folder
        return folder / builder["file"]


def cache_folder(otherwise: Path) -> Path:
    return Path(os.environ.get("EOS_BENCH_CACHE") or otherwise)


# ---- reading and comparing ----


def read(file: Path, builder: dict, is_called: bool) -> dict:
    """What `eoslint model` says; `is_called`: of the network after it was called on its input."""
    from eoslint import _core
    from eoslint.model import add_call

    tree = ast.parse(file.read_text(encoding="utf-8"))
    add_call(tree, builder["call"])
    if is_called:
        call = f"import torch as __eoslint_torch__\n{CALLED}({builder['input'].replace('torch.', '__eoslint_torch__.')})"
        tree.body += ast.parse(call).body
    return json.loads(_core.model(tree, builder["file"], "json", str(file.resolve())))


def waits_for_input(model: dict) -> bool:
    """Every layer runs; functions beside them (padding, resizing) run for some sizes of the input alone."""
    open_ones = [layer for layer in model["layers"] if layer["presence"] != "always"]
    return bool(open_ones) and not model["not_judged"] and all(layer["functional"] for layer in open_ones)


def compare(said: dict, truth: dict, has_shapes: bool) -> Comparison:
    """`has_shapes` false: nothing is known of the input, so shapes that are not known and functions that depend on
    its size count for nothing; wrong ones do."""
    comparison = Comparison()
    if len(said["models"]) != 1:
        comparison.unknown.append("no model" if not said["models"] else "several models")
    for model in said["models"]:
        compare_layers(comparison, "model", model["layers"], unpack(truth), model["complete"])
        compare_number(comparison, "in all", model["parameter_count"], truth["total"])
        if not has_shapes:
            comparison.unknown = [text for text in comparison.unknown if "shape" not in text]
        if not comparison.unknown and not model["complete"] and (has_shapes or not waits_for_input(model)):
            comparison.unknown.append("not complete")
    if comparison.unknown:
        comparison.unknown = [shortened(text) for text in comparison.unknown]
    return comparison


def shortened(text: str) -> str:
    """The number of layers instead of all their kinds."""
    found = re.fullmatch(r"(.*layers) (\[.*\]), really (\[.*\])", text, re.DOTALL)
    if found is None:
        return text.strip()
    said, live = (Counter(ast.literal_eval(kinds)) for kinds in found.groups()[1:])
    differing = [f"{kind} {said[kind]}/{live[kind]}" for kind in sorted(said | live) if said[kind] != live[kind]]
    where = f"{found[1].strip()} {said.total()}, really {live.total()}"
    return f"{where} ({', '.join(differing) or 'some of them may be there'})"


def given_up(said: dict) -> list[str]:
    entries = said["not_judged"] + [entry for model in said["models"] for entry in model["not_judged"]]
    texts = [f"{entry['what']}: {entry['reason']} (line {entry['line']})" for entry in entries]
    return list(dict.fromkeys(texts))


def judge(sources: Sources, builder: dict, truth: dict) -> Verdict:
    file = sources.file(builder)
    began = time.monotonic()
    said = read(file, builder, False)
    seconds = time.monotonic() - began
    is_torch = "input" in builder
    results = [compare(said, truth, not is_torch)]
    if is_torch:
        said = read(file, builder, True)
        results.append(compare(said, truth, True))
    wrong = [shortened(text) for one in results for text in one.wrong]
    unknown = [text for one in results for text in one.unknown]
    if wrong:
        return Verdict("wrong", results[-1].equal, wrong, seconds)
    if unknown:
        return Verdict("unknown", results[-1].equal, given_up(said) + list(dict.fromkeys(unknown)), seconds)
    return Verdict("equal", results[-1].equal, [], seconds)


# ---- the table ----


def committed_verdicts() -> dict[str, str]:
    if not TABLE.exists():
        return {}
    rows = re.findall(r"^\| (\w+) \| (\w+) \| `([^`]*)` ", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {f"{library} {call}": result for result, library, call in rows}


def table(verdicts: dict[str, Verdict]) -> str:
    lines = ["# Networks of the libraries, as eoslint reads their source", "",
             "Written by `python tests/live/test_builders.py --update`; what the verdicts mean stands there.", "",
             "| library | builders | equal | unknown | wrong |", "|---|---|---|---|---|"]  # fmt: skip
    wanted = [builder for builder in builders() if key_of(builder) in verdicts]
    for library in dict.fromkeys(builder["library"] for builder in wanted):
        count = Counter(verdicts[key_of(b)].result for b in wanted if b["library"] == library)
        numbers = " | ".join(str(count[result]) for result in VERDICTS)
        lines.append(f"| {library} | {count.total()} | {numbers} |")
    lines += ["", "| verdict | library | call | facts known | first reason |", "|---|---|---|---|---|"]
    for builder in wanted:
        verdict = verdicts[key_of(builder)]
        reason = (verdict.reasons or [""])[0].replace("|", "/")[:160]
        lines.append(f"| {verdict.result} | {builder['library']} | `{builder['call']}` | {verdict.facts} | {reason} |")
    return "\n".join(lines) + "\n"


# ---- tests ----


@pytest.fixture(scope="module")
def truth() -> dict:
    return json.loads(TRUTH.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sources(truth, tmp_path_factory) -> Sources:
    return Sources(truth["versions"], cache_folder(tmp_path_factory.mktemp("sources")))


def test_every_builder_has_a_truth_and_a_verdict(truth):
    keys = [key_of(builder) for builder in builders()]
    assert len(set(keys)) == len(keys)
    assert list(truth["builders"]) == keys
    assert list(committed_verdicts()) == keys


@pytest.mark.parametrize("builder", builders(), ids=key_of)
def test_builder(builder, truth, sources, request):
    if key_of(builder) in KNOWN_WRONG:
        request.applymarker(pytest.mark.xfail(reason=KNOWN_WRONG[key_of(builder)], strict=True))
    try:
        verdict = judge(sources, builder, truth["builders"][key_of(builder)])
    except NoSource as error:
        pytest.skip(str(error))
    assert verdict.result != "wrong", "\n".join(verdict.reasons[:20])
    if committed_verdicts().get(key_of(builder)) == "equal":
        assert verdict.result == "equal", "\n".join(verdict.reasons[:20])


def test_the_comparison_can_fail(truth):
    """What is like the truth is equal; each kind of difference is noticed."""
    key = next(iter(truth["builders"]))
    layers = unpack(truth["builders"][key])

    def said(change=None) -> dict:
        made = [{"kind": one["kind"], "object": number, "functional": False, "presence": "always",
                 "output_shape": shape, "parameter_count": one["parameters"]}
                for number, one in enumerate(layers, start=1) for shape in one["shapes"]]  # fmt: skip
        model = {"layers": made, "parameter_count": truth["builders"][key]["total"], "complete": True, "not_judged": []}
        if change is not None:
            change(model)
        return {"models": [model], "not_judged": []}

    def result(change=None, has_shapes=True) -> str:
        return compare(said(change), truth["builders"][key], has_shapes).result

    assert result() == "equal"
    assert result(lambda model: model.update(parameter_count=1)) == "wrong"
    assert result(lambda model: model.update(parameter_count=None)) == "unknown"
    assert result(lambda model: model["layers"][0].update(kind="Linear")) == "wrong"
    assert result(lambda model: model["layers"][0].update(output_shape=[1, 2, 3])) == "wrong"
    assert result(lambda model: model["layers"][0].update(output_shape=None)) == "unknown"
    assert result(lambda model: model["layers"][0].update(output_shape=None), has_shapes=False) == "equal"
    assert result(lambda model: model["layers"].pop()) == "wrong"
    assert result(lambda model: (model["layers"].pop(), model.update(complete=False))) == "unknown"

    resize = {"kind": "interpolate", "object": 0, "functional": True, "presence": "maybe", "output_shape": None,
              "parameter_count": 0}  # fmt: skip
    sized = lambda model: (model["layers"].append(dict(resize)), model.update(complete=False))  # noqa: E731
    assert result(sized, has_shapes=False) == "equal"
    assert result(sized) == "unknown"
    assert result(lambda model: (sized(model), model["not_judged"].append("why")), has_shapes=False) == "unknown"
    maybe = lambda model: (sized(model), model["layers"][0].update(presence="maybe"))  # noqa: E731
    assert result(maybe, has_shapes=False) == "unknown"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--library")
    parser.add_argument("--call", help="text in the call")
    parser.add_argument("--all-reasons", action="store_true")
    parser.add_argument("--update", action="store_true", help="write builders.md")
    options = parser.parse_args(arguments)
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    sources = Sources(truth["versions"], cache_folder(Path(tempfile.gettempdir()) / "eoslint-sources"))
    wanted = [b for b in builders()
              if options.library in (None, b["library"]) and (options.call or "") in b["call"]]  # fmt: skip
    verdicts = {}
    for builder in wanted:
        verdict = verdicts[key_of(builder)] = judge(sources, builder, truth["builders"][key_of(builder)])
        shown = verdict.reasons if options.all_reasons else verdict.reasons[:1]
        print(f"{verdict.result:8}{key_of(builder):50}{verdict.facts:6} {verdict.seconds * 1e3:6.0f} ms  "
              + "\n        ".join(reason[:400] for reason in shown), flush=True)
    count = Counter(verdict.result for verdict in verdicts.values())
    print(", ".join(f"{count[result]} {result}" for result in VERDICTS))
    if options.update and len(wanted) == len(builders()):
        TABLE.write_text(table(verdicts), encoding="utf-8")
    elif options.update:
        print("builders.md is written only when all are read", file=sys.stderr)
        return 2
    return 1 if count["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
