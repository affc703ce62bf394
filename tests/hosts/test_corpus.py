# SPDX-License-Identifier: MIT
"""Holds the programs of corpus/rules to their markers, and corpus/known to its word.

The grammar of the markers stands in corpus/rules/README.md. Each profile is one call of the command
line over the folder, so that the whole corpus costs about a second.
"""
from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "corpus" / "rules"
KNOWN = ROOT / "corpus" / "known"
PROFILES = ("theia", "strict")

MARKER = re.compile(r"#\s*(expect|info)(?:\[(\w+)\])?:\s*([^#]+)")
ITEM = re.compile(r"^(EOS\d{3})(?:\s+(error|warning|info))?$")
REASON = re.compile(r"^# known: \S")


@functools.cache
def findings_of(folder: Path, profile: str) -> dict[str, list[dict]]:
    """Findings by file name, as the command line gives them without a history."""
    command = [sys.executable, "-m", "eoslint", "check", "--format", "json", "--no-history"]
    done = subprocess.run(
        [*command, "--profile", profile, str(folder)], capture_output=True, text=True, timeout=300, cwd=folder
    )
    assert done.returncode in (0, 1), done.stderr or done.stdout[:2000]
    report = json.loads(done.stdout)
    assert report["errors"] == []
    found: dict[str, list[dict]] = {path.name: [] for path in folder.glob("*.py")}
    for finding in report["findings"]:
        found[Path(finding["path"]).name].append(finding)
    return found


def read_markers(path: Path) -> dict[str, set[tuple[int, str, str | None]]]:
    """(line, code, severity or None) by "expect", "info", "theia" ..."""
    markers: dict[str, set] = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        for kind, profile, items in MARKER.findall(line):
            for item in items.split(","):
                match = ITEM.match(item.strip())
                assert match, f"{path.name}:{number}: marker not understood: {item.strip()!r}"
                markers.setdefault(profile or kind, set()).add((number, *match.groups()))
    return markers


def differences(path: Path, found: list[dict], markers) -> list[str]:
    """What is marked and not found, and what is found and not marked, in the default profile."""
    wrong = []
    expected = {(n, code): severity for n, code, severity in markers.get("expect", ())}
    expected |= {(n, code): "info" for n, code, _ in markers.get("info", ())}
    seen = {(f["line"], f["code"]): f for f in found}
    for key, severity in expected.items():
        if key not in seen:
            wrong.append(f"{path.name}:{key[0]}: {key[1]} is not found")
        elif severity and seen[key]["severity"] != severity:
            wrong.append(f"{path.name}:{key[0]}: {key[1]} is {seen[key]['severity']}, not {severity}")
        elif not severity and seen[key]["severity"] == "info":
            wrong.append(f"{path.name}:{key[0]}: {key[1]} is only info")
    for key, finding in seen.items():
        if key not in expected:
            wrong.append(f"{path.name}:{key[0]}: {key[1]} is not marked: {finding['message']}")
    return wrong


def profile_differences(path: Path, profile: str, markers) -> list[str]:
    """The file's own rule in another profile: default's markers and the profile's own."""
    own = f"EOS{path.name[3:6]}"
    marked = {(n, code) for key in ("expect", "info", profile) for n, code, _ in markers.get(key, ())}
    seen = {(f["line"], f["code"]) for f in findings_of(path.parent, profile)[path.name]}
    missing = {key for key in marked if key[1] == own} - seen
    return [f"{path.name}:{n}: {code} is not found in profile {profile}" for n, code in sorted(missing)] + [
        f"{path.name}:{n}: {code} is not marked for profile {profile}"
        for n, code in sorted(seen - marked)
        if code == own
    ]


def all_differences(path: Path) -> list[str]:
    markers = read_markers(path)
    assert set(markers) <= {"expect", "info", *PROFILES}, f"{path.name}: unknown profile in a marker"
    wrong = differences(path, findings_of(path.parent, "default")[path.name], markers)
    for profile in PROFILES:
        if profile in markers:
            wrong += profile_differences(path, profile, markers)
    return wrong


def programs(folder: Path) -> list:
    return [pytest.param(path, id=path.name) for path in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("path", programs(RULES))
def test_markers_hold(path):
    assert all_differences(path) == []


@pytest.mark.parametrize("path", programs(KNOWN))
def test_known_is_still_wrong(path):
    assert REASON.match(path.read_text()), f"{path.name}: the first line must be '# known: why'"
    wrong = all_differences(path)
    assert wrong, f"{path.name} passes now: move it to corpus/rules"
    pytest.xfail(wrong[0])


def test_markers_are_read():
    """The grammar itself, on a line of each kind."""
    line = "x = 1  # expect: EOS101 error, EOS202  # info: EOS103  # expect[theia]: EOS602"
    kinds = {(kind, profile, items.strip()) for kind, profile, items in MARKER.findall(line)}
    assert kinds == {
        ("expect", "", "EOS101 error, EOS202"),
        ("info", "", "EOS103"),
        ("expect", "theia", "EOS602"),
    }
