# SPDX-License-Identifier: MIT
"""Holds the catalogue of rules as a whole: codes, names, documentation, programs, examples."""
from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "native" / "rules"
CORPUS = ROOT / "corpus"
INTERNAL = "EOS900"  # written by eoslint about itself: no program can show it
FRAMEWORKS = ("keras", "torch")
ONE_FRAMEWORK = {"EOS107": "keras", "EOS309": "keras", "EOS504": "keras", "EOS505": "keras", "EOS603": "keras", "EOS604": "torch", "EOS701": "torch", "EOS702": "torch", "EOS703": "torch", "EOS704": "torch"}  # the other has no such notion
FIELDS = ("what", "why", "evidence", "example", "use_instead", "references")
CATEGORIES = set("CNL INF INN IDS MRD MNL ICL IFL IDN LLM LOB IBS METRIC SHAPE INIT DATA LOOP EPOCH MODULE".split())


def run_eoslint(*arguments, cwd=None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "eoslint", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd)


@functools.cache
def rules() -> list[dict]:
    done = run_eoslint("rules", "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def program_rules() -> list[dict]:
    return [rule for rule in rules() if rule["code"] != INTERNAL]


def stem_of(rule: dict) -> str:
    return f"{rule['code'].lower()}_{rule['name'].replace('-', '_')}"


def test_codes_are_unique_and_sorted():
    codes = [rule["code"] for rule in rules()]
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"EOS\d{3}", code) for code in codes)
    names = [rule["name"] for rule in rules()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name) for name in names)


def test_every_rule_has_its_file_and_every_file_its_rule():
    assert {path.stem for path in SOURCES.glob("eos*.c")} == {stem_of(rule) for rule in rules()}


def test_fields_are_filled():
    for rule in program_rules():
        assert rule["category"] in CATEGORIES, rule["code"]
        assert rule["profiles"], rule["code"]
        assert 0 < len(rule["summary"]) <= 100 and "\n" not in rule["summary"]
        for field in FIELDS:
            text = rule["documentation"][field]
            assert text.strip(), f"{rule['code']}: {field} is empty"
            assert len(text.encode()) < 4095, f"{rule['code']}: {field} is too long for ISO C"
        for threshold in rule["thresholds"]:
            assert threshold["source"].strip(), threshold["name"]
            assert threshold["name"] in rule["documentation"]["options"], threshold["name"]


@functools.cache
def example_findings(code: str, field: str, profile: str, folder: Path) -> list[dict]:
    program = folder / f"{code.lower()}_{field}_{profile}.py"
    rule = next(rule for rule in rules() if rule["code"] == code)
    program.write_text(rule["documentation"][field])
    done = run_eoslint("check", "--format", "json", "--no-history", "--profile", profile, program)
    report = json.loads(done.stdout)
    assert report["errors"] == [], report["errors"]
    return report["findings"]


def codes() -> list[str]:
    """From the register's file, so that collecting the tests needs no built eoslint."""
    listed = re.findall(r"^EOS_RULE\((\d{3})\)", (SOURCES / "rules.def").read_text(), re.M)
    return [f"EOS{number}" for number in listed if f"EOS{number}" != INTERNAL]


@pytest.mark.parametrize("code", codes())
def test_example_violates_and_repair_does_not(code, tmp_path):
    rule = next(rule for rule in rules() if rule["code"] == code)
    profile = rule["profiles"][0]
    wrong = example_findings(code, "example", profile, tmp_path)
    assert code in {finding["code"] for finding in wrong}
    right = example_findings(code, "use_instead", profile, tmp_path)
    assert code not in {finding["code"] for finding in right}
    louder = [finding for finding in right if finding["severity"] != "info"]
    assert louder == [], "the repaired example has a finding of another rule"


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_rule_has_programs(code, framework):
    rule = next(rule for rule in rules() if rule["code"] == code)
    name = f"{stem_of(rule)}_{framework}.py"
    if ONE_FRAMEWORK.get(code, framework) != framework:
        assert not (CORPUS / "rules" / name).exists(), f"{code} is said to know {ONE_FRAMEWORK[code]} only"
        return
    own = CORPUS / "rules" / name
    known = CORPUS / "known" / name
    assert own.exists(), f"corpus/rules/{name} is missing"
    clean = re.findall(r"^(?:def|class) clean\w*", own.read_text(), re.M | re.I)
    assert len(clean) >= 2, f"corpus/rules/{name}: two clean look-alikes are wanted"
    texts = own.read_text() + (known.read_text() if known.exists() else "")
    marker = rf"#\s*(expect(\[\w+\])?|info):[^#\n]*{code}"
    assert re.search(marker, texts), f"{name}: no line shows the bug, neither in rules nor in known"


def test_programs_belong_to_rules():
    stems = {f"{stem_of(rule)}_{framework}" for rule in rules() for framework in FRAMEWORKS}
    for folder in ("rules", "known"):
        for path in (CORPUS / folder).glob("eos*.py"):
            assert path.stem in stems, f"corpus/{folder}/{path.name} has no rule"


# ---- Markdown ----


def table_of_readme() -> str:
    """README's table, in both its parts: the marker lines and what stands between them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- rules -->\n(.*?)<!-- end of rules -->\n", text, re.S)
    assert found, "README.md has no table of rules"
    return found[1]


def test_readme_lists_the_rules():
    printed = run_eoslint("rules", "--markdown").stdout
    table = re.search(r"^\| code .*?\n(?=\n)", printed, re.S | re.M)
    assert table_of_readme() == table[0], "run tests/write_rule_table.py"


def test_markdown_has_a_page_for_every_rule(tmp_path):
    whole = run_eoslint("rules", "--markdown").stdout
    done = run_eoslint("rules", "--markdown", tmp_path / "pages")
    assert (done.returncode, done.stdout) == (0, "")
    index = (tmp_path / "pages" / "README.md").read_text()
    for rule in rules():
        page = (tmp_path / "pages" / f"{rule['code']}.md").read_text()
        assert page.startswith(f"# {rule['code']}: {rule['name']}\n")
        assert f"\n## {rule['code']}: {rule['name']}\n" in whole
        assert f"[{rule['code']}]({rule['code']}.md)" in index
        for field in ("what", "why", "evidence"):
            assert rule["documentation"][field] in page
        for field in ("example", "use_instead"):
            program = rule["documentation"][field].strip("\n")
            assert not program or f"```python\n{program}\n```\n" in page
        for threshold in rule["thresholds"]:
            assert f"| `{threshold['name']}` | {threshold['default']:g} |" in page
    assert len(list((tmp_path / "pages").iterdir())) == len(rules()) + 1


def test_markdown_into_a_file_says_so(tmp_path):
    (tmp_path / "pages").write_text("")
    done = run_eoslint("rules", "--markdown", tmp_path / "pages")
    assert done.returncode == 2
    assert done.stderr.startswith("eoslint: the pages cannot be written: ") and "Traceback" not in done.stderr
