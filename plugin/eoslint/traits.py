# SPDX-License-Identifier: MIT
"""`eoslint traits`: what data files are, printed. The core reads them; nothing is written anywhere, so an
interrupt may end the process at once.
"""
from __future__ import annotations

import json
import signal
import sys

from eoslint import _core

WIDEST = 28  # characters of a column's name or of a class
CLASSES = 6  # that are shown by name
BINS = 8  # of a histogram over more classes than that
MOST_COLUMNS = 200  # lines of a table; JSON has all
BARS = "▁▂▃▄▅▆▇█"
PLAIN_BARS = "._-=+*%#"


def _number(value) -> str:
    if value is None:
        return ""
    if isinstance(value, int) or float(value).is_integer() and abs(value) < 1e12:
        return str(int(value))
    return f"{value:.4g}"


def _clean(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _bars(counts: list[int]) -> str:
    marks = BARS if (sys.stdout.encoding or "").lower().replace("-", "") == "utf8" else PLAIN_BARS
    most = max(counts, default=0)
    return "".join(marks[(len(marks) - 1) * count // most] if count else " " for count in counts)


def _histogram(pairs: list[tuple]) -> str:
    """Classes by name when they are few; else a bar for each of eight ranges of numbers."""
    if not pairs:
        return ""
    if len(pairs) <= CLASSES:
        return _bars([n for _, n in pairs]) + " " + ", ".join(f"{_clean(str(v))}: {n}" for v, n in pairs)
    if isinstance(pairs[0][0], str):
        first = sorted(pairs, key=lambda pair: -pair[1])[:3]
        return ", ".join(f"{_clean(v)}: {n}" for v, n in first) + ", ..."
    low, high = pairs[0][0], pairs[-1][0]
    bins = [0] * BINS
    for value, count in pairs:
        bins[min(BINS - 1, (value - low) * BINS // (high - low + 1))] += count
    return _bars(bins)


def _pairs(facts: dict) -> list[tuple]:
    pairs = facts.get("text_classes") or facts.get("classes") or []
    try:
        return [(value if facts.get("text_classes") else int(value), count) for value, count in pairs]
    except ValueError:
        return []


def _distinct(facts: dict) -> str:
    if "distinct" not in facts:
        return "" if facts["classes"] is None else str(len(facts["classes"]))
    if facts["distinct"] is None:
        return ""
    return str(facts["distinct"]) if facts["distinct_exact"] else f"~{facts['distinct']}"


def _remarks(facts: dict) -> str:
    remarks = []
    if facts.get("index"):
        remarks.append("row index")
    if facts["constant"]:
        remarks.append("constant")
    if facts["nan"]:
        remarks.append(f"{facts['nan']} NaN")
    if facts["infinite"]:
        remarks.append(f"{facts['infinite']} infinite")
    if facts["order"] in ("ascending", "descending") and not facts["constant"]:
        remarks.append(f"sorted {facts['order']}")
    if facts.get("grouped"):
        remarks.append("grouped by value")
    return ", ".join(remarks)


def _row(number, facts: dict, kind: str) -> list[str]:
    spread = None if facts["variance"] is None else facts["variance"] ** 0.5
    numbers = [facts["minimum"], facts["maximum"], facts["mean"], spread]
    shown = " ".join(part for part in (_histogram(_pairs(facts)), _remarks(facts)) if part)
    return [
        str(number), _clean(facts.get("name", "")), kind, str(facts.get("missing", "")), _distinct(facts),
        *map(_number, numbers), shown,
    ]


def _table(traits: dict) -> list[str]:
    head = ["#", "column", "type", "missing", "distinct", "min", "max", "mean", "sd", "values"]
    kind = traits.get("dtype", "")
    columns = traits["columns"] or []
    if len(columns) > 1 or traits.get("table"):
        rows = [_row(i, facts, facts.get("type", kind)) for i, facts in enumerate(columns[:MOST_COLUMNS])]
    else:
        rows = [_row("", traits["all"], kind)]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    right = {0, 3, 4, 5, 6, 7, 8}
    lines = []
    for row in [head, *rows]:
        cells = [t.rjust(w) if i in right else t.ljust(w) for i, (t, w) in enumerate(zip(row, widths, strict=True))]
        shown = [cell for cell, width in zip(cells, widths, strict=True) if width]
        lines.append("  " + "  ".join(shown).rstrip())
    if len(columns) > MOST_COLUMNS:
        lines.append(f"  ... and {len(columns) - MOST_COLUMNS} more columns (--format json has all)")
    return lines


def _about(traits: dict) -> str:
    shape = " x ".join(map(str, traits["shape"])) or "one value"
    parts = [f"{traits['path']}: {traits['format']}", shape, f"{traits['bytes_read']:,} bytes"]
    table = traits.get("table")
    if table:
        how = "" if table["header_certain"] else " (likely)"
        parts[1] = f"{traits['shape'][0]} rows x {traits['shape'][1]} columns"
        parts.append(("header" if table["header"] else "no header") + how)
        for key, what in (("short_rows", "short"), ("long_rows", "long")):
            if table[key]:
                parts.append(f"{table[key]} {what} rows")
    elif traits["byte_order"] == "big" or traits["layout"] == "F":
        parts.append(f"{traits['byte_order']}-endian, {traits['layout']} order")
    return ", ".join(parts)


def _lines(traits: dict) -> list[str]:
    if "members" not in traits:
        return [_about(traits), *_table(traits)]
    lines = [f"{traits['path']}: {traits['format']}, {len(traits['members'])} arrays or tables"]
    for member in traits["members"]:
        lines.append(_about({**member, "path": member["member"]}))
        lines.extend(_table(member))
    return lines


def _labels(labels: dict) -> str:
    if labels["encoding"] == "unknown":
        return f"  labels: {labels['reason']}"
    count = f", {labels['classes']} classes" if labels["classes"] else ""
    order = ", sorted: shuffle before splitting" if labels["sorted"] else ""
    return f"  labels ({labels['target']}): {labels['encoding']}{count}{order}"


def run(arguments) -> int:
    """Exit code 2 when a file could not be described, else 0."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the core does not come back before a file is read
    documents, code = [], 0
    for path in arguments.paths:
        try:
            document = json.loads(_core.traits(path, arguments.target))
        except (_core.Error, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            documents.append({"path": path, "error": str(error)})
            code = 2
            continue
        documents.append({"path": path, **document})
        if arguments.format == "text":
            print("\n".join(_lines(document["traits"])))
            if arguments.target is not None:
                print(_labels(document["labels"]))
    if arguments.format == "json":
        print(json.dumps({"version": 1, "data": documents}, ensure_ascii=False))
    return code
