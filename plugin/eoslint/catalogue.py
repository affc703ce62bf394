# SPDX-License-Identifier: MIT
"""`eoslint rules` and `eoslint explain`: the register of the core, printed."""
from __future__ import annotations

import sys

SECTIONS = (  # ORDER eos_rule_documentation, native/engine/rule.h
    ("what", "What it does"),
    ("why", "Why this is bad"),
    ("example", "Example"),
    ("use_instead", "Use instead"),
    ("evidence", "Evidence needed"),
    ("options", "Options"),
    ("known_problems", "Known problems"),
    ("references", "References"),
)
PROGRAMS = ("example", "use_instead")


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.strip("\n").split("\n"))


def _format_number(value: float) -> str:
    return f"{value:g}"


def _threshold_lines(rule: dict) -> list[str]:
    lines = []
    for threshold in rule["thresholds"]:
        values = ", ".join(
            f"{profile} {_format_number(threshold[profile])}" for profile in ("default", "theia", "strict")
        )
        lines.append(f"    {threshold['name']}: {values} ({threshold['source']})")
    return lines


def explain(rule: dict) -> str:
    """The documentation of one rule as plain text."""
    profiles = ", ".join(rule["profiles"]) or "none"
    lines = [
        f"{rule['code']} {rule['name']}",
        rule["summary"],
        "",
        f"{rule['severity']}, {rule['confidence']}; category {rule['category']}; profiles: {profiles}",
    ]
    for key, title in SECTIONS:
        text = rule["documentation"][key]
        thresholds = _threshold_lines(rule) if key == "options" else []
        if not text and not thresholds:
            continue
        lines += ["", title]
        if text:
            lines.append(_indent(text) if key in PROGRAMS else text.strip("\n"))
        lines += thresholds
    return "\n".join(lines) + "\n"


def _table(rules: list[dict]) -> str:
    width = max((len(rule["name"]) for rule in rules), default=0)
    return "".join(
        f"{rule['code']}  {rule['severity']:<7}  {rule['name']:<{width}}  "
        f"{','.join(rule['profiles']):<21}  {rule['summary']}\n"
        for rule in rules
    )


def _run_markdown(rules: list[dict], folder: str) -> int:
    from pathlib import Path

    from eoslint import rule_pages

    if not folder:
        sys.stdout.write(rule_pages.document(rules))
        return 0
    try:
        rule_pages.write_pages(rules, Path(folder))
    except OSError as error:
        print(f"eoslint: the pages cannot be written: {error}", file=sys.stderr)
        return 2
    return 0


def run(arguments) -> int:
    from eoslint import _core

    rules = _core.rules()
    if arguments.command == "rules":
        if arguments.markdown is not None:
            return _run_markdown(rules, arguments.markdown)
        if arguments.format == "json":
            import json

            sys.stdout.write(json.dumps(rules) + "\n")
        else:
            sys.stdout.write(_table(rules))
        return 0
    for rule in rules:
        if arguments.code.upper() == rule["code"] or arguments.code.lower() == rule["name"]:
            sys.stdout.write(explain(rule))
            return 0
    near = _core.nearest_rule(arguments.code)
    hint = f": did you mean {near!r}?" if near else "; eoslint rules lists them"
    print(f"eoslint: unknown rule {arguments.code!r}{hint}", file=sys.stderr)
    return 2
