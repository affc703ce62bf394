# SPDX-License-Identifier: MIT
"""Does the time grow as the program does? Generated programs of n and of 4n parts, in one run.

    python tests/bench/bench_linear.py [--parts 1500] [--rounds 3] [NAME...]

Needs eoslint installed (a release build). Each program repeats one thing that a naive interpreter does in
the square of its size: keys of one dict, functions, branches, layers. Printed: processor time of the smaller
and the larger one (best of the rounds) and their quotient, 4 when growth is linear; above 8 the line is
marked. Programs that reach a ceiling say which.
"""
from __future__ import annotations

import argparse
import ast
import json
import time

from eoslint import _core

SETTINGS = json.dumps({"host": "cli", "history": False, "record": False})
MODULE = "class C{i}(nn.Module):\n  def __init__(self):\n    super().__init__()\n    self.a = nn.Linear(3, 4)\n"


def repeat(head: str, line: str, n: int, tail: str = "") -> str:
    return head + "".join(line.replace("{i}", str(i)) for i in range(n)) + tail


PROGRAMS = {
    "dict literal": lambda n: repeat("import keras\nd = {\n", "  'k{i}': {i},\n", n, "}\n"),
    "dict items": lambda n: repeat("import keras\nd = {}\n", "d['k{i}'] = {i}\n", n),
    "dict rewritten": lambda n: repeat("import keras\nd = {}\n", "d['k{i}'] = 1\n", n)
    + repeat("", "d['k{i}'] = 2\n", n),
    "dict in branches": lambda n: repeat("import keras\nd = {}\ndef f(x):\n", "  if x.a{i}:\n    d['k{i}'] = 1\n", n),
    "list appends": lambda n: repeat("import keras\nl = []\n", "l.append({i})\n", n),
    "names": lambda n: repeat("import keras\n", "v{i} = {i}\n", n),
    "functions": lambda n: repeat("import keras\n", "def f{i}(a, b=1):\n  return keras.layers.Dense(a)\n", n),
    "guards": lambda n: repeat("import keras\ndef f(x):\n", "  if x.a{i}:\n    return {i}\n", n),
    "handlers": lambda n: repeat("import keras\n", "try:\n  a{i} = 1\nexcept E:\n  a{i} = 2\n", n),
    "classes": lambda n: repeat("from torch import nn\n", MODULE, n),
    "sequential": lambda n: repeat("import keras\nm = keras.Sequential()\n", "m.add(keras.layers.Dense(8))\n", n),
    "functional": lambda n: repeat(
        "import keras\nx = i = keras.Input((8,))\n", "x = keras.layers.Dense(8)(x)\n", n, "m = keras.Model(i, x)\n"
    ),
    "nested loops": lambda n: repeat(
        "import keras\ndef f(x):\n", "".join("  " * (k + 1) + f"for i{k} in x:\n" for k in range(16))
        + "  " * 17 + "pass\n", n // 16
    ),
}  # fmt: skip


def measure(text: str, rounds: int) -> tuple[float, str]:
    best, reason = float("inf"), ""
    tree = ast.parse(text)
    for _ in range(rounds):
        session = _core.Session(SETTINGS)
        session.scan("/generated.py", text)
        began = time.process_time()
        session.judge(tree)
        best = min(best, time.process_time() - began)
        report = json.loads(session.report("/generated.py"))
        said = [entry["message"] for entry in report["errors"]]
        said += [entry["reason"] for entry in report["not_judged"]]
        reason = said[0] if said else ""
    return best, reason


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("names", nargs="*", help="default: all")
    options = parser.parse_args()
    for name, make in PROGRAMS.items():
        if options.names and name not in options.names:
            continue
        small, _ = measure(make(options.parts), options.rounds)
        large, reason = measure(make(4 * options.parts), options.rounds)
        mark = " <-- grows faster" if large > 8 * small and large > 0.05 else ""
        print(f"  {name:18} {small * 1e3:8.1f} ms {large * 1e3:8.1f} ms  x{large / small:5.1f}{mark}  {reason[:70]}")


if __name__ == "__main__":
    main()
