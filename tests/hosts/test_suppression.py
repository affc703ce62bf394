# SPDX-License-Identifier: MIT
"""The core reads suppressing comments itself; here the hosts that own them are asked as well.

Programs are put together at random, from a fixed seed, out of models with one finding each and comments
of every kind; what the command line calls suppressed must be what the host leaves out.
"""
from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path

HEAD = "from keras import Sequential\nfrom keras.layers import Dense\n"
LAYER = 'Dense(1, activation="softmax", input_shape=(8,))'
NOQA = (
    "", "  # noqa", "  # NOQA:EOS102", "  # noqa: E501", "  # noqa: EOS1,E501", "  # noqa:EOS102E501",
    "  # noqa : E1", "  # noqa:  E1", "  # noqa: E1, EOS102 why", "  #noqa", "  # x # noqa: E501 # noqa",
    "  # noqa: eos102", "  # noqa:E501 EOS102", "  # type: ignore # noqa", "; s = '# noqa'",
    '; t = """\n# noqa\n"""', "; u = 1 + \\\n    2  # noqa: EOS102",
)
PYLINT = (
    "", "  # pylint: disable=E6102", "  # pylint: disable=E6101", "  # pylint: disable=W0611,E6102",
    "  # pylint: disable=all-of-it", "  # x # pylint: disable=E6102  # why", "  # pylint: enable=E6102",
)
OWN_LINES = (
    "", "# pylint: disable=E6102\n", "# pylint: enable=E6102\n", "# pylint: disable-next=E6102\n",
    "# pylint: disable=E6101\n",
)


def run(*command, cwd) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=300, cwd=cwd)
    return done.stdout


def shown_by_eoslint(program: Path) -> list[int]:
    text = run(sys.executable, "-m", "eoslint", "check", "--no-history", "--format", "json", program.name,
               cwd=program.parent)
    findings = json.loads(text)["findings"]
    assert len({bool(finding["suppressed"]) for finding in findings}) == 2, "both kinds are wanted"
    return sorted(finding["line"] for finding in findings if not finding["suppressed"])


def lines_of(text: str, code: str) -> list[int]:
    return sorted(int(line) for line in re.findall(rf"^[^:\n]+:(\d+):\d+: {code}\b", text, re.M))


def noqa_program(choose: random.Random) -> str:
    text = HEAD
    single = [tail for tail in NOQA if ";" not in tail]
    for i in range(150):
        tail = choose.choice(NOQA)
        form = choose.choice("lmb")
        if form == "l":
            text += f"m{i} = Sequential([{LAYER}]){tail}\n"
        elif form == "m":
            text += f"m{i} = Sequential([\n    {LAYER},{choose.choice(single)}\n]){tail}\n"
        else:
            broken = LAYER.replace(", activation", ", \\\n    activation")
            text += f"m{i} = Sequential()\nm{i}.add({broken}){tail}\n"
    return text


def test_noqa_is_read_as_flake8_reads_it(tmp_path):
    program = tmp_path / "net.py"
    program.write_text(noqa_program(random.Random(5)))
    text = run(sys.executable, "-m", "flake8", "--isolated", "--select", "EOS", "--eos-history", "false",
               program.name, cwd=tmp_path)
    assert shown_by_eoslint(program) == lines_of(text, "EOS102")


def pylint_program(choose: random.Random) -> str:
    text = HEAD
    for i in range(60):
        text += choose.choice(OWN_LINES) + f"m{i} = Sequential([{LAYER}]){choose.choice(PYLINT)}\n"
        if choose.random() < 0.4:
            inner = choose.choice(OWN_LINES)
            text += f"\n\ndef build{i}(x):\n" + (f"    {inner}" if inner else "")
            text += f"    a = Sequential([{LAYER}]){choose.choice(PYLINT)}\n"
            text += f"    b = Sequential([{LAYER}])\n    return a, b, x\n\n\n"
    return text


def test_pylint_comments_are_read_as_pylint_reads_them(tmp_path):
    program = tmp_path / "net.py"
    program.write_text(pylint_program(random.Random(7)))
    text = run(sys.executable, "-m", "pylint", "--load-plugins=eoslint.pylint", "--disable=all",
               "--enable=E6102", "--score=n", program.name, cwd=tmp_path)
    assert shown_by_eoslint(program) == lines_of(text, "E6102")
