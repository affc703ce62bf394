# SPDX-License-Identifier: MIT
"""The readers of native/data, asked directly: a fixture that compiles eos_describe.c and talks to it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Describer:
    """One eos_describe process that answers a line per file."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [program, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, path: object, target: str | None = None) -> dict:
        line = f"{path}\t{target}" if target is not None else str(path)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> int:
        self.process.stdin.close()
        return self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def describe(tmp_path_factory):
    program = os.environ.get("EOS_DESCRIBE")
    if not program:
        compiler = shutil.which("cc") or pytest.skip("no C compiler")
        program = str(tmp_path_factory.mktemp("bin") / "eos_describe")
        flags = subprocess.run(
            ["pkg-config", "--cflags", "--libs", "libcjson", "libmd", "libpcre2-8", "zlib"],
            capture_output=True, text=True, check=True,
        ).stdout.split()
        sources = [*ROOT.glob("native/base/*.c"), *ROOT.glob("native/data/*.c")]
        subprocess.run(
            [compiler, "-std=c11", "-O1", "-g", "-fsanitize=address,undefined",
             "-fno-sanitize-recover", "-D_POSIX_C_SOURCE=200809L", "-DEOS_ARENA_MALLOC",
             f"-I{ROOT / 'native'}", str(Path(__file__).with_name("eos_describe.c")),
             *map(str, sources), "-o", program, *flags, "-lm"],
            check=True,
        )
    describer = Describer(program)
    yield describer
    assert describer.close() == 0
