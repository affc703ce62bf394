# SPDX-License-Identifier: MIT
"""What eoslint says about networks, held against what Keras builds from the same programs.

Every program of programs/ is read by eoslint and compared, layer by layer (kind, output shapes, parameters), with
what it really builds. A wrong number fails; an unknown one is counted, and fails when expected.json says that the
program was understood before. The truth is in truth.json, dumped from the live library, so that this runs without
Keras; where Keras is there (EOS_KERAS_PYTHON=python, or this interpreter), test_live runs the programs anew.
Programs in spellings that the library no longer takes carry their truth, worked out by hand, in their head.

    python tests/live/test_live_keras.py           prints the table
    python tests/live/test_live_keras.py --update  writes truth.json (needs Keras) and expected.json anew
"""
from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from compare import Comparison, compare_program  # noqa: E402

PROGRAMS = sorted(path.stem for path in (HERE / "programs").glob("*.py"))

# Wrong today, and known to be: what it would take is written here. Each is expected to fail, strictly.
KNOWN_WRONG = {
    "hard_generator_once": "a generator can be walked twice",
    "hard_iterator_once": "zip can be walked twice",
    "hard_metaclass": "metaclasses are not followed",
    "hard_monkey_units": "names of a library that the program replaces are not followed",
}


def written_truth(text: str) -> dict | None:
    """The truth in the head of a program: `# truth: MODEL KIND SHAPE PARAMETERS` and `# total: MODEL N`."""
    models: dict[str, dict] = {}
    for line in text.splitlines():
        words = line.split()
        if line.startswith("# truth: "):
            shape = [int(size) for size in words[4].split(",")]
            layer = {"kind": words[3], "shapes": [shape], "parameters": int(words[5])}
            models.setdefault(words[2], {"total": None, "layers": []})["layers"].append(layer)
        elif line.startswith("# total: "):
            models[words[2]]["total"] = int(words[3])
    return models or None


def source_of(program: str) -> str:
    return (HERE / "programs" / f"{program}.py").read_text(encoding="utf-8")


def live_programs() -> list[str]:
    return [program for program in PROGRAMS if written_truth(source_of(program)) is None]


def committed(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def truth_of(program: str, dumped: dict) -> dict:
    return written_truth(source_of(program)) or dumped[program]


def compare(program: str, dumped: dict) -> Comparison:
    from eoslint import _core

    text = source_of(program)
    said = json.loads(_core.model(ast.parse(text), f"{program}.py", format="json"))
    return compare_program(said, truth_of(program, dumped))


def keras_python() -> str | None:
    """An interpreter with Keras and PyTorch; None = there is none."""
    if os.environ.get("EOS_KERAS_PYTHON"):
        return os.environ["EOS_KERAS_PYTHON"]
    has_all = all(importlib.util.find_spec(name) is not None for name in ("keras", "torch"))
    return sys.executable if has_all else None


def run_programs(python: str) -> dict:
    """The models of every program, by running them; a program that does not run is an error."""
    paths = [str(HERE / "programs" / f"{program}.py") for program in live_programs()]
    environment = {**os.environ, "KERAS_BACKEND": "torch", "CUDA_VISIBLE_DEVICES": ""}
    for name in [name for name in environment if name.startswith("EOS_UNSET")]:
        del environment[name]
    run = subprocess.run([python, str(HERE / "dump_keras.py"), *paths], capture_output=True, text=True,
                         env=environment, timeout=1200)
    assert run.returncode == 0, run.stderr[-4000:]
    answers = json.loads(run.stdout)
    failed = {program: answer["error"] for program, answer in answers.items() if "error" in answer}
    assert not failed, failed
    return {program: answer["models"] for program, answer in answers.items()}


def table(dumped: dict) -> str:
    lines, count = [], {"equal": 0, "unknown": 0, "wrong": 0}
    for program in PROGRAMS:
        comparison = compare(program, dumped)
        count[comparison.result] += 1
        reason = (comparison.wrong or comparison.unknown or [""])[0]
        because = [text for text in comparison.unknown if text.startswith("because ")]
        reason = reason if comparison.wrong or not because else f"{reason}; {because[0]}"
        lines.append(f"{comparison.result:8} {program:28} {comparison.equal:4} facts  {reason[:150]}".rstrip())
    return "\n".join([*lines, ", ".join(f"{number} {name}" for name, number in count.items())])


@pytest.fixture(scope="module")
def dumped() -> dict:
    return committed("truth.json")


@pytest.fixture(scope="module")
def expected() -> dict:
    return committed("expected.json")


@pytest.mark.parametrize("program", PROGRAMS)
def test_program(program, dumped, expected, request):
    if program in KNOWN_WRONG:
        request.applymarker(pytest.mark.xfail(reason=KNOWN_WRONG[program], strict=True))
    comparison = compare(program, dumped)
    assert comparison.wrong == []
    if expected[program] == "equal":
        assert comparison.unknown == [], "it was understood before"


def test_files_agree(dumped, expected):
    assert sorted(expected) == PROGRAMS
    assert sorted(dumped) == live_programs()
    assert set(KNOWN_WRONG) <= set(PROGRAMS)


def test_most_are_understood(dumped, capsys):
    text = table(dumped)
    with capsys.disabled():
        print("\n" + text)
    assert text.count("\nequal") >= len(PROGRAMS) * 0.6


def test_compare_sees_differences(dumped):
    """The comparison itself: a changed truth must not pass."""
    for change in ("kind", "shapes", "parameters"):
        truth = json.loads(json.dumps(dumped["seq_add_mlp"]))
        layer = truth["model"]["layers"][2]
        layer[change] = {"kind": "Conv2D", "shapes": [[9]], "parameters": 105}[change]
        assert len(compare("seq_add_mlp", {"seq_add_mlp": truth}).wrong) == 1, change
    truth = json.loads(json.dumps(dumped["seq_add_mlp"]))
    truth["model"]["layers"].pop()
    assert compare("seq_add_mlp", {"seq_add_mlp": truth}).wrong
    truth = json.loads(json.dumps(dumped["seq_add_mlp"]))
    truth["model"]["total"] += 1
    assert compare("seq_add_mlp", {"seq_add_mlp": truth}).wrong


@pytest.mark.live
def test_live(dumped):
    python = keras_python()
    if python is None:
        pytest.skip("no Keras with PyTorch here; EOS_KERAS_PYTHON names an interpreter that has them")
    ran = run_programs(python)
    changed = [program for program in ran if ran[program] != dumped[program]]
    wrong = {program: compare(program, ran).wrong for program in ran if program not in KNOWN_WRONG}
    assert {program: lines for program, lines in wrong.items() if lines} == {}
    assert changed == [], "truth.json is not what this Keras builds"


def main(arguments: list[str]) -> int:
    dumped = committed("truth.json") if (HERE / "truth.json").exists() else {}
    if "--update" in arguments:
        python = keras_python()
        if python is None:
            print("no Keras with PyTorch here; EOS_KERAS_PYTHON names an interpreter", file=sys.stderr)
            return 2
        dumped = run_programs(python)
        lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(dumped[name])}" for name in sorted(dumped))
        (HERE / "truth.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")
        results = {program: compare(program, dumped).result for program in PROGRAMS}
        (HERE / "expected.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(dumped))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
