# SPDX-License-Identifier: MIT
"""What the plug-in costs flake8: the same trees with it, with its history, and without it.

    python tests/bench/bench_flake8.py [--rounds 5] [--jobs 1] [--package keras --package timm]

Runs are interleaved (without, with, with history, without, ...), so a machine that grows warm or busy hurts
all alike; the answer is a ratio of medians in one run, with the spread of each series. "Without" is a virtual
environment of its own, because flake8 has no switch that keeps an installed plug-in from loading. Both are
made on first use under EOS_BENCH_CACHE (or a temporary folder); the plug-in is built from this tree.
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

ROOT = Path(__file__).resolve().parents[2]


def sh(*command, **more):
    subprocess.run([str(part) for part in command], check=True, **more)


def environment(folder: Path, *packages: str) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        sh(sys.executable, "-m", "venv", folder)
    sh(python, "-m", "pip", "install", "--quiet", *packages)
    return python


def sources(cache: Path, packages: list[str]) -> Path:
    """The packages' sources in one git repository: a history needs a root."""
    tree = cache / "tree"
    for package in packages:
        if not (tree / package).is_dir():
            target = cache / "target" / package
            if not (target / package).is_dir():
                pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
                sh(*pip, "--target", target, package)
            shutil.copytree(target / package, tree / package)
    if not (tree / ".git").is_dir():
        sh("git", "init", "-q", cwd=tree)
        sh("git", "add", ".", cwd=tree)
        sh("git", "-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "-q", "-m", "tree", cwd=tree)
    return tree


def timed(python: Path, tree: Path, packages: list[str], jobs: str, *options: str) -> float:
    command = [str(python), "-m", "flake8", "--isolated", "--jobs", jobs, "--exit-zero", "-q", "-q"]
    command += [*options, *packages]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode or done.stderr:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-500:]}{done.stderr[-2000:]}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--package", action="append", help="default: keras and timm")
    options = parser.parse_args()
    packages = options.package or ["keras", "timm"]
    cache = Path(os.environ.get("EOS_BENCH_CACHE") or tempfile.mkdtemp(prefix="eos-bench-"))

    plain = environment(cache / "plain", "flake8>=7")
    plugged = environment(cache / "plugged", "flake8>=7", str(ROOT))
    tree = sources(cache, packages)
    history = tree / ".eoslint"

    def cold_history() -> float:
        shutil.rmtree(history, ignore_errors=True)
        return timed(plugged, tree, packages, options.jobs)

    series = {
        "without": lambda: timed(plain, tree, packages, options.jobs),
        "with, no history": lambda: timed(plugged, tree, packages, options.jobs, "--eos-history", "false"),
        "with, new history": cold_history,
        "with, known files": lambda: timed(plugged, tree, packages, options.jobs),
    }
    times: dict[str, list[float]] = {name: [] for name in series}
    series["without"]()  # page cache
    for _ in range(options.rounds):
        for name, measure in series.items():
            times[name].append(measure())

    base = statistics.median(times["without"])
    files = sum(1 for package in packages for _ in (tree / package).rglob("*.py"))
    print(f"flake8 over {' and '.join(packages)}: {files} files, {options.rounds} rounds, --jobs {options.jobs}")
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(
            f"  {name:18} median {middle:7.3f} s  min {min(seconds):7.3f}  max {max(seconds):7.3f}"
            f"  ratio {middle / base:6.4f}  best to best {min(seconds) / min(times['without']):6.4f}"
        )


if __name__ == "__main__":
    main()
