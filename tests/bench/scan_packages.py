# SPDX-License-Identifier: MIT
"""What eoslint makes of whole packages: models found and understood, reasons for giving up, slowest files.

    python tests/bench/scan_packages.py [--package keras --package torch ...] [--stdlib] [--jobs 2] [PATH...]

Needs eoslint installed. A package is looked for where this interpreter finds it, then under EOS_BENCH_CACHE
(target/NAME, as the other benches keep them), and is got from pip when it is nowhere. Files that the byte scan leaves
out are counted and not read further. Each file is read as `eoslint model FILE` reads it, imports of its own
repository included, in a process pool; a file that fails, or takes a second, makes the run fail.
"""
from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from eoslint import _core

MOST_SECONDS = 1.0  # for any file, in a release build on a quiet machine


def source_of(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is not None and found.submodule_search_locations:
        return Path(next(iter(found.submodule_search_locations)))
    cache = Path(os.environ.get("EOS_BENCH_CACHE") or tempfile.mkdtemp(prefix="eos-bench-"))
    target = cache / "target" / package
    if not (target / package).is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        subprocess.run([*pip, "--target", str(target), package], check=True)
    return target / package


def read_file(path: str) -> dict:
    """Counts of one file; "failed" says what went wrong."""
    text = Path(path).read_text("utf-8", errors="replace")
    if not _core.concerns_us(text):
        return {"path": path, "skipped": True}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return {"path": path, "skipped": True}
    began = time.perf_counter()
    try:
        said = json.loads(_core.model(tree, path, "json", path))
    except Exception as error:  # a file that cannot be read is what this looks for
        return {"path": path, "failed": f"{type(error).__name__}: {error}"}
    return {
        "path": path,
        "seconds": time.perf_counter() - began,
        "models": len(said["models"]),
        "complete": sum(model["complete"] for model in said["models"]),
        "reasons": Counter(entry["reason"] for entry in said["not_judged"]),
    }


def read_all(files: list[str], jobs: int) -> list[dict]:
    """Of each file; when a process dies, the files that are left are read one by one to tell which it was."""
    results = []
    try:
        with ProcessPoolExecutor(jobs) as pool:
            for one in pool.map(read_file, files, chunksize=8):
                results.append(one)
    except BrokenProcessPool:
        for path in files[len(results):]:
            with ProcessPoolExecutor(1) as pool:
                try:
                    results.append(pool.submit(read_file, path).result())
                except BrokenProcessPool:
                    results.append({"path": path, "failed": "the process died"})
    return results


def report(name: str, results: list[dict]) -> bool:
    """Prints what came of one package; true when nothing failed and nothing was slow."""
    read = [one for one in results if "seconds" in one]
    failed = [one for one in results if "failed" in one]
    reasons = sum((one["reasons"] for one in read), Counter())
    slow = sorted(read, key=lambda one: -one["seconds"])[:5]
    print(f"{name}: {len(results)} files, {len(read)} concern us, {sum(one['models'] for one in read)} models, "
          f"{sum(one['complete'] for one in read)} fully resolved, {sum(one['seconds'] for one in read):.1f} s")  # fmt: skip
    for reason, count in reasons.most_common(10):
        print(f"    {count:6d}  {reason}")
    for one in slow:
        print(f"    {one['seconds']:6.2f} s  {one['path']}")
    for one in failed:
        print(f"    FAILED  {one['path']}: {one['failed']}")
    return not failed and all(one["seconds"] < MOST_SECONDS for one in slow)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", action="append", default=[])
    parser.add_argument("--stdlib", action="store_true", help="Python's own library, without its tests")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("paths", nargs="*", type=Path)
    options = parser.parse_args()
    tops = {package: source_of(package) for package in options.package}
    tops |= {str(path): path for path in options.paths}
    if options.stdlib or not tops:
        tops["stdlib"] = Path(sysconfig.get_path("stdlib"))
    is_fine = True
    for name, top in tops.items():
        left_out = {"site-packages", "test", "tests"} if name == "stdlib" else set()
        files = [str(path.resolve()) for path in sorted(top.rglob("*.py"))
                 if not left_out & set(path.relative_to(top).parts)]  # fmt: skip
        is_fine &= report(name, read_all(files, options.jobs))
        sys.stdout.flush()
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
