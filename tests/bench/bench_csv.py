# SPDX-License-Identifier: MIT
"""CSV traits against polars, DuckDB and pyarrow on one file: python tests/bench/bench_csv.py [FILE.csv]

Needs numpy and polars; DuckDB and pyarrow if there. Without FILE a table of 200 MB is made in a temporary
folder: 22 columns, floats of 5 and of 17 digits, integers of 1 to 6, words, classes, missing cells. polars
is given its best: the streaming engine, with the same aggregates over all columns.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import polars.selectors as cs

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def make_table(path: Path, rows: int = 1_000_000) -> None:
    random = np.random.default_rng(1)
    data = {f"f{i}": random.normal(0, 10, rows).round(4) for i in range(8)}
    data |= {f"u{i}": random.random(rows) for i in range(4)}
    data |= {f"i{i}": random.integers(0, 10 ** (i + 1), rows) for i in range(6)}
    data["c"] = np.array(["setosa", "versicolor", "virginica"])[random.integers(0, 3, rows)]
    data["label"] = random.integers(0, 10, rows)
    data["t"] = np.array([f"name_{k}" for k in range(5000)])[random.integers(0, 5000, rows)]
    frame = pl.DataFrame(data)
    gaps = pl.Series("m", random.normal(100, 5, rows).round(2))
    gaps = pl.select(pl.when(pl.Series(random.random(rows) >= 0.05)).then(gaps)).to_series().alias("m")
    frame.with_columns(gaps).write_csv(path)


def run_polars(path: str) -> None:
    numbers = cs.numeric()
    pl.scan_csv(path).select(
        numbers.min().name.suffix("_min"),
        numbers.max().name.suffix("_max"),
        numbers.mean().name.suffix("_mean"),
        numbers.var().name.suffix("_var"),
        pl.all().null_count().name.suffix("_null"),
        pl.col("label").n_unique().alias("classes"),
        pl.col("c").n_unique().alias("words"),
    ).collect(engine="streaming")


def run_duckdb(path: str) -> None:
    import duckdb

    duckdb.sql(f"SUMMARIZE FROM read_csv('{path}')").fetchall()


def run_pyarrow(path: str) -> None:
    from pyarrow import csv

    csv.read_csv(path)


def best(run, path: str) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run(path)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="eos_bench_"))
    try:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "table.csv"
        if len(sys.argv) < 2:
            make_table(path)
        program = folder / "bench_csv"
        flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "libcjson", "libmd", "zlib"], text=True)
        sources = [*ROOT.glob("native/base/*.c"), *ROOT.glob("native/data/*.c"), ROOT / "tests/bench/bench_csv.c"]
        subprocess.run(
            ["cc", "-std=c11", "-O3", "-D_POSIX_C_SOURCE=200809L", f"-I{ROOT / 'native'}", *map(str, sources),
             "-o", str(program), *flags.split(), "-lm", "-lpthread"],
            check=True,
        )
        print(subprocess.check_output([str(program), str(path), str(ROUNDS)], text=True), end="")
        for name, run in (("polars", run_polars), ("duckdb", run_duckdb), ("pyarrow", run_pyarrow)):
            try:
                taken = best(run, str(path))
            except ImportError:
                continue
            print(f"{name} seconds {taken:.4f} megabytes/s {path.stat().st_size / 1e6 / taken:.0f}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
