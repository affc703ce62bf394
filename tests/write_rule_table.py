# SPDX-License-Identifier: MIT
"""Puts the table of rules that the installed eoslint knows into README.md, between its marker lines.

To run when a rule came, went or changed its first lines; tests/hosts/test_catalogue.py notices.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

from eoslint import _core
from eoslint.rule_pages import index_table

README = Path(__file__).resolve().parents[1] / "README.md"
PART = re.compile(r"(<!-- rules -->\n).*?(<!-- end of rules -->\n)", re.S)


def main() -> int:
    text = README.read_text(encoding="utf-8")
    table = index_table(_core.rules())
    changed, count = PART.subn(lambda found: found[1] + table + found[2], text)
    if count != 1:
        print("write_rule_table: README.md has no marker lines", file=sys.stderr)
        return 1
    README.write_text(changed, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
