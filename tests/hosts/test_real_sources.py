# SPDX-License-Identifier: MIT
"""Sources that people rely on: `eoslint check` over torchvision, keras and timm claims nothing.

Whatever these packages do is right for them, so a finding of severity error or warning is a false alarm; an
entry in `errors` or a crash is worse. Their own test files are read too, but may be reported: keras tests
itself on stacks of linear layers and on absurd learning rates. The sources alone are enough (`pip install
--no-deps`). They are kept under EOS_BENCH_CACHE when it is set, else in pytest's temporary folder; without
network the tests are skipped.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

PACKAGES = ("torchvision", "keras", "timm")
SECONDS_PER_FILE = 5.0  # generous: a sanitized build on a busy machine


def install(package: str, folder: Path) -> Path:
    """The package's source folder; asks pip only when it is not there yet."""
    target = folder / package
    if not (target / package).is_dir():
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--no-deps", "--quiet", "--no-compile",
             "--target", str(target), package],
            capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"pip could not get {package}: {done.stderr.strip().splitlines()[-1:]}")
    return target / package


@pytest.fixture(scope="module", params=PACKAGES)
def source(request, tmp_path_factory) -> Path:
    cache = os.environ.get("EOS_BENCH_CACHE")
    folder = Path(cache) if cache else tmp_path_factory.mktemp("sources")
    return install(request.param, folder)


def outside_tests(findings: list[dict]) -> list[dict]:
    return [f for f in findings if not f["path"].endswith("_test.py")]


def check(*arguments):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "eoslint", "check", "--no-history", "--format", "json", *map(str, arguments)],
        capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode in (0, 1, 2), f"{done.returncode}\n{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout), time.monotonic() - began


def test_nothing_is_claimed(source):
    files = sum(1 for _ in source.rglob("*.py"))
    code, report, seconds = check(source)
    loud = [f for f in report["findings"] if f["severity"] in ("warning", "error")]
    assert [(f["path"], f["line"], f["code"], f["message"]) for f in outside_tests(loud)] == []
    assert report["errors"] == []
    assert code == (1 if loud else 0)
    assert seconds < 10 + 0.5 * files, f"{seconds:.1f} s for {files} files"


def test_no_single_file_takes_long(source):
    """The largest files one by one: an average hides a file that hangs."""
    largest = sorted(source.rglob("*.py"), key=lambda path: path.stat().st_size)[-8:]
    for path in largest:
        _, report, seconds = check(path)
        assert report["errors"] == []
        assert seconds < SECONDS_PER_FILE, f"{path}: {seconds:.1f} s"


def test_other_profiles_judge_them_too(source):
    """More rules are on, so findings are expected; errors and certain errors are not."""
    for profile in ("theia", "strict"):
        code, report, _ = check("--profile", profile, source)
        assert report["errors"] == [] and code in (0, 1)
        certain = [f for f in outside_tests(report["findings"]) if f["severity"] == "error"]
        assert [(f["path"], f["line"], f["code"]) for f in certain] == []
