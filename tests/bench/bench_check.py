# SPDX-License-Identifier: MIT
"""`eoslint check` on a large tree: cold, unchanged, in one process and in two.

    python tests/bench/bench_check.py [--rounds 5] [--package timm] [--jobs 2]

Needs eoslint installed. The measure beside it is ast.parse of the same files in one process: what any linter
written in Python pays before it has said a word. Runs are interleaved; answers are medians with the spread.
"""
from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_flake8 import sources

PARSE = """
import ast, sys, pathlib, warnings
warnings.simplefilter("ignore")
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    ast.parse(path.read_bytes())
"""


def timed(*command, tree: Path) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode == 2 or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--package", default="timm")
    parser.add_argument("--jobs", default="2")
    options = parser.parse_args()
    cache = Path(os.environ.get("EOS_BENCH_CACHE") or tempfile.mkdtemp(prefix="eos-bench-"))
    tree = sources(cache, [options.package])
    check = (sys.executable, "-m", "eoslint", "check", options.package, "--jobs")

    def cold(jobs: str) -> float:
        shutil.rmtree(tree / ".eoslint", ignore_errors=True)
        return timed(*check, jobs, tree=tree)

    series = {
        "ast.parse": lambda: timed(sys.executable, "-c", PARSE, options.package, tree=tree),
        "python -m eoslint --version": lambda: timed(*check[:3], "--version", tree=tree),
        "no history, 1 process": lambda: timed(*check, "1", "--no-history", tree=tree),
        f"no history, {options.jobs} processes": lambda: timed(*check, options.jobs, "--no-history", tree=tree),
        f"cold history, {options.jobs} processes": lambda: cold(options.jobs),
        "unchanged": lambda: timed(*check, options.jobs, tree=tree),
    }
    times: dict[str, list[float]] = {name: [] for name in series}
    for _ in range(options.rounds):
        for name, run in series.items():
            times[name].append(run())
    base = statistics.median(times["ast.parse"])
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:32} {middle:6.3f} s  ({min(values):.3f} to {max(values):.3f})  {middle / base:5.2f}")


if __name__ == "__main__":
    main()
