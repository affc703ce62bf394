# SPDX-License-Identifier: MIT
"""`eoslint rules --markdown`: the catalogue as Markdown, from the register of the core.

One document on standard output, or one page per rule and an index in a folder. README's table is
`index_table` of the same register; tests/hosts/test_catalogue.py compares the two.

Questionable: texts of the register are Markdown already and are taken as they stand.
"""
from __future__ import annotations

from pathlib import Path

from eoslint.catalogue import PROGRAMS, SECTIONS

PROFILES = ("default", "theia", "strict")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def index_table(rules: list[dict], link: str = "{code}") -> str:
    """All rules as one table. `link` is how a code is written, with the fields `code` and `name`."""
    lines = ["| code | name | finds | severity, confidence | profiles |", "|---|---|---|---|---|"]
    for rule in rules:
        code = link.format(code=rule["code"], name=rule["name"])
        lines.append(
            f"| {code} | {rule['name']} | {_cell(rule['summary'])} "
            f"| {rule['severity']}, {rule['confidence']} | {' '.join(rule['profiles'])} |"
        )
    return "\n".join(lines) + "\n"


def _thresholds(rule: dict) -> list[str]:
    if not rule["thresholds"]:
        return []
    lines = ["", "| option | default | theia | strict | source |", "|---|---|---|---|---|"]
    for threshold in rule["thresholds"]:
        values = " | ".join(f"{threshold[profile]:g}" for profile in PROFILES)
        lines.append(f"| `{threshold['name']}` | {values} | {_cell(threshold['source'])} |")
    return lines


def page(rule: dict, level: int = 1) -> str:
    """The documentation of one rule; `level` is the depth of its heading."""
    heading = "#" * level
    profiles = ", ".join(rule["profiles"]) or "none"
    lines = [
        f"{heading} {rule['code']}: {rule['name']}",
        "",
        f"{rule['summary']}.",
        "",
        f"Severity {rule['severity']}, confidence {rule['confidence']}; category {rule['category']}; "
        f"profiles: {profiles}.",
    ]
    for key, title in SECTIONS:
        text = rule["documentation"][key].strip("\n")
        thresholds = _thresholds(rule) if key == "options" else []
        if not text and not thresholds:
            continue
        lines += ["", f"{heading}# {title}", ""]
        if text:
            lines += ["```python", text, "```"] if key in PROGRAMS else [text]
        lines += thresholds if text else thresholds[1:]
    return "\n".join(lines) + "\n"


def document(rules: list[dict]) -> str:
    """Table and all pages in one text."""
    pages = "\n".join(page(rule, 2) for rule in rules)
    return f"# Rules of eoslint\n\n{index_table(rules)}\n{pages}"


def write_pages(rules: list[dict], folder: Path) -> None:
    """`EOS101.md` ... and `README.md` with the table; older pages of the same names are replaced.

    Raises OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for rule in rules:
        (folder / f"{rule['code']}.md").write_text(page(rule), encoding="utf-8", newline="\n")
    table = index_table(rules, "[{code}]({code}.md)")
    (folder / "README.md").write_text(f"# Rules of eoslint\n\n{table}", encoding="utf-8", newline="\n")
