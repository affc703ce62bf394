# SPDX-License-Identifier: MIT
"""What eoslint says about networks, held against what PyTorch builds from the same programs.

Every program of torch_programs/ is read by eoslint and compared with what it really builds and calls: the leaves in
the order of their first call (kind, parameters, output shapes) and all registered parameters. A wrong number fails;
an unknown one is counted, and expected_torch.json holds how many facts were known before: fewer fail. The truth is
in truth_torch.json, dumped from the live library, so that this runs without PyTorch; where PyTorch is there
(EOS_TORCH_PYTHON=python, or this interpreter), test_live runs the programs anew.

    python tests/live/test_live_torch.py           prints the table
    python tests/live/test_live_torch.py --update  writes truth_torch.json (needs PyTorch) and expected_torch.json
"""
from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from compare import Comparison, by_object, compare_program  # noqa: E402

FOLDER = HERE / "torch_programs"
PROGRAMS = sorted(path.stem for path in FOLDER.glob("*.py"))

# Wrong today, and known to be: what it would take is written here. Each is expected to fail, strictly.
KNOWN_WRONG: dict[str, str] = {}


def committed(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def read(program: str, is_called: bool = False) -> dict:
    """What eoslint says. `is_called`: with the calls of its examples at the end, which tell the input shapes."""
    from eoslint import _core

    text = (FOLDER / f"{program}.py").read_text(encoding="utf-8")
    examples = [line.split(maxsplit=3)[2:] for line in text.splitlines() if line.startswith("# example: ")]
    if is_called:
        text += "\nimport torch\n" + "".join(f"{name}({arguments})\n" for name, arguments in examples)
    return json.loads(_core.model(ast.parse(text), f"{program}.py", format="json"))


def compare_registered(comparison: Comparison, said: dict, live: dict) -> None:
    """Nothing is said to run that is not there."""
    for model in said["models"]:
        truth = live.get(model["name"])
        if truth is None:
            continue
        kinds = Counter(layer["kind"] for layer in by_object(model["layers"]) if layer["kind"] != "?")
        surplus = {kind: number for kind, number in kinds.items() if number > truth["registered"].get(kind, 0)}
        if surplus and not any(layer["presence"] != "always" for layer in model["layers"]):
            comparison.wrong.append(f"{model['name']}: {surplus}, really {truth['registered']}")


def compare(program: str, dumped: dict, is_called: bool = False) -> Comparison:
    said = read(program, is_called)
    comparison = compare_program(said, dumped[program], by_name_only=True)
    compare_registered(comparison, said, dumped[program])
    return comparison


def torch_python() -> str | None:
    """An interpreter with PyTorch; None = there is none."""
    if os.environ.get("EOS_TORCH_PYTHON"):
        return os.environ["EOS_TORCH_PYTHON"]
    return sys.executable if importlib.util.find_spec("torch") is not None else None


def run_programs(python: str) -> dict:
    """The models of every program, by running them; a program that does not run is an error."""
    paths = [str(FOLDER / f"{program}.py") for program in PROGRAMS]
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
    run = subprocess.run([python, str(HERE / "dump_torch.py"), *paths], capture_output=True, text=True,
                         env=environment, timeout=1200)
    assert run.returncode == 0, run.stderr[-4000:]
    answers = json.loads(run.stdout)
    failed = {program: answer["error"] for program, answer in answers.items() if "error" in answer}
    assert not failed, failed
    return {program: answer["models"] for program, answer in answers.items()}


def table(dumped: dict) -> str:
    lines = []
    for is_called in (False, True):
        count, equal = Counter(), 0
        for program in PROGRAMS:
            comparison = compare(program, dumped, is_called)
            count[comparison.result] += 1
            equal += comparison.equal
            reason = (comparison.wrong or comparison.unknown or [""])[0]
            unknown = len([text for text in comparison.unknown if not text.startswith("because ")])
            lines.append(f"{comparison.result:8} {program:26} {comparison.equal:4} known {unknown:3} not  {reason[:150]}"
                         .rstrip())
        counts = ", ".join(f"{number} {name}" for name, number in sorted(count.items()))
        lines.append(f"{counts}; {equal} facts{', with the calls of the examples' if is_called else ''}")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def dumped() -> dict:
    return committed("truth_torch.json")


@pytest.fixture(scope="module")
def expected() -> dict:
    return committed("expected_torch.json")


@pytest.mark.parametrize("is_called", [False, True], ids=["alone", "called"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program, is_called, dumped, expected, request):
    if program in KNOWN_WRONG:
        request.applymarker(pytest.mark.xfail(reason=KNOWN_WRONG[program], strict=True))
    comparison = compare(program, dumped, is_called)
    known = expected[program]["called" if is_called else "alone"]
    assert comparison.wrong == []
    assert comparison.equal >= known["equal"], ("it was understood before", comparison.unknown)


def test_files_agree(dumped, expected):
    assert sorted(expected) == PROGRAMS
    assert sorted(dumped) == PROGRAMS
    assert all(dumped.values()), "a program without an example says nothing"
    assert set(KNOWN_WRONG) <= set(PROGRAMS)


def test_all_parameters_are_known(dumped):
    """Of nearly all networks the number of parameters is told."""
    models = [(program, name) for program in PROGRAMS for name in dumped[program]]
    told = {(program, model["name"]) for program in PROGRAMS for model in read(program)["models"]
            if model["parameter_count"] is not None}
    assert len([one for one in models if one in told]) >= 0.9 * len(models), sorted(set(models) - told)


def test_compare_sees_differences(dumped):
    """The comparison itself: a changed truth must not pass."""
    for change in ("kind", "parameters"):
        truth = json.loads(json.dumps(dumped["mnist_net"]))
        truth["net" if "net" in truth else "model"]["layers"][-1][change] = {"kind": "Conv2d", "parameters": 7}[change]
        assert compare("mnist_net", {"mnist_net": truth}).wrong, change
    truth = json.loads(json.dumps(dumped["mnist_net"]))
    truth["model"]["total"] += 1
    assert compare("mnist_net", {"mnist_net": truth}).wrong
    truth = json.loads(json.dumps(dumped["mnist_net"]))
    truth["model"]["registered"].pop("Linear")
    assert compare("mnist_net", {"mnist_net": truth}).wrong


@pytest.mark.live
def test_live(dumped):
    python = torch_python()
    if python is None:
        pytest.skip("no PyTorch here; EOS_TORCH_PYTHON names an interpreter that has it")
    ran = run_programs(python)
    wrong = {program: compare(program, ran).wrong for program in ran if program not in KNOWN_WRONG}
    assert {program: lines for program, lines in wrong.items() if lines} == {}
    changed = [program for program in ran if ran[program] != dumped[program]]
    assert changed == [], "truth_torch.json is not what this PyTorch builds"


def main(arguments: list[str]) -> int:
    dumped = committed("truth_torch.json") if (HERE / "truth_torch.json").exists() else {}
    if "--update" in arguments:
        python = torch_python()
        if python is not None:
            dumped = run_programs(python)
            lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(dumped[name])}" for name in sorted(dumped))
            (HERE / "truth_torch.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
        results = {}
        for program in PROGRAMS:
            results[program] = {}
            for mode in ("alone", "called"):
                comparison = compare(program, dumped, mode == "called")
                unknown = [text for text in comparison.unknown if not text.startswith("because ")]
                results[program][mode] = {"equal": comparison.equal, "unknown": len(unknown)}
        (HERE / "expected_torch.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(dumped))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
