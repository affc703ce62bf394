# SPDX-License-Identifier: MIT
"""Lowering and analysis against `ast.parse` of the same files, and what the byte scan leaves out.

    python tests/bench/bench_lowering.py [--rounds 5] [--package keras --package timm] [PATH...]

Needs eoslint installed (a release build). Per file and round: the byte scan, `ast.parse`, and the core's
judgement of that tree are timed after each other, so both see the same caches; history is off. Every round
uses a session of its own. The collector is off while a file is timed: `ast.parse` would otherwise pay for the
trees of the files before. Printed: medians of the rounds' sums, their ratio, and the slowest files.
"""
from __future__ import annotations

import argparse
import ast
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from eoslint import _core

NEEDS_TREE = 2
SETTINGS = json.dumps({"host": "cli", "history": False, "record": False})


def sources(packages: list[str]) -> list[Path]:
    cache = Path(os.environ.get("EOS_BENCH_CACHE") or tempfile.mkdtemp(prefix="eos-bench-"))
    found = []
    for package in packages:
        target = cache / "target" / package
        if not (target / package).is_dir():
            subprocess.run(
                [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--target",
                 str(target), package],
                check=True,
            )  # fmt: skip
        found.append(target / package)
    return found


def files_of(paths: list[Path]) -> list[tuple[str, str]]:
    texts = []
    for top in paths:
        for path in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
            try:
                texts.append((str(path.resolve()), path.read_text("utf-8")))
            except UnicodeDecodeError:
                print(f"  not UTF-8, left out: {path}")
    return texts


def one_round(texts) -> dict:
    session = _core.Session(SETTINGS)
    total = {"scan": 0.0, "parse": 0.0, "judge": 0.0, "skipped": 0, "judged": 0, "lines": 0, "slowest": []}
    clock = time.perf_counter
    for path, text in texts:
        began = clock()
        answer = session.scan(path, text)
        total["scan"] += clock() - began
        if answer != NEEDS_TREE:
            total["skipped"] += 1
            continue
        began = clock()
        tree = ast.parse(text)
        parsed = clock()
        session.judge(tree)
        judged = clock()
        total["parse"] += parsed - began
        total["judge"] += judged - parsed
        total["judged"] += 1
        total["lines"] += text.count("\n")
        total["slowest"].append((judged - parsed, parsed - began, path))
        del tree
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--package", action="append", help="default: keras and timm, unless paths are given")
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args()
    packages = options.package or ([] if options.paths else ["keras", "timm"])
    texts = files_of(options.paths + sources(packages))

    gc.collect()
    gc.disable()
    one_round(texts)  # warm
    rounds = [one_round(texts) for _ in range(options.rounds)]
    gc.enable()

    last = rounds[-1]
    parse = statistics.median(r["parse"] for r in rounds)
    judge = statistics.median(r["judge"] for r in rounds)
    scan = statistics.median(r["scan"] for r in rounds)
    size = sum(len(text.encode()) for _, text in texts)
    ratios = sorted(r["judge"] / r["parse"] for r in rounds)
    print(f"{len(texts)} files, {size / 1e6:.1f} MB; {options.rounds} rounds")
    print(f"  byte scan          {scan * 1e3:8.1f} ms  {size / scan / 1e6:8.0f} MB/s (with the call from Python)")
    print(f"  left out by it     {last['skipped']:8d}     judged {last['judged']} ({last['lines']} lines)")
    print(f"  ast.parse          {parse * 1e3:8.1f} ms  {last['lines'] / parse:8.0f} lines/s")
    print(f"  lower and analyse  {judge * 1e3:8.1f} ms  {last['lines'] / judge:8.0f} lines/s")
    print(f"  ratio              {judge / parse:8.3f}     over the rounds {ratios[0]:.3f}..{ratios[-1]:.3f}")
    for ours, theirs, path in sorted(last["slowest"], reverse=True)[:5]:
        print(f"    {ours * 1e3:7.1f} ms (ast.parse {theirs * 1e3:6.1f})  {path}")


if __name__ == "__main__":
    main()
