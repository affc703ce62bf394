# SPDX-License-Identifier: MIT
"""Makes the seeds of fuzz_packed: python tests/fuzz/packed_seeds.py writes tests/fuzz/packed/."""

import gzip
import io
import random
import struct
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
NPY = (HERE.parents[1] / "corpus" / "data" / "labels_column.npy").read_bytes()[:400]
IDX = bytes([0, 0, 8, 2]) + struct.pack(">2I", 4, 3) + bytes(range(12))


def pack(members: dict, method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, method)
    return out.getvalue()


def main() -> None:
    dice = random.Random(13)
    out = HERE / "packed"
    out.mkdir(exist_ok=True)
    table = "a,b\n" + "".join(f"{i},{i % 3}\n" for i in range(20))
    seeds = {
        "idx": IDX,
        "idx_gz": gzip.compress(IDX, mtime=0),
        "npy_gz": gzip.compress(NPY, mtime=0),
        "stored": pack({"a.npy": NPY, "b.npy": NPY}, zipfile.ZIP_STORED),
        "deflated": pack({"a.npy": NPY, "t.csv": table, "__MACOSX/._t.csv": "x"}, zipfile.ZIP_DEFLATED),
        "table": pack({"d/": "", "d/t.csv": table, "d/readme.txt": "words"}, zipfile.ZIP_DEFLATED),
    }
    for name, data in seeds.items():
        (out / f"{name}.bin").write_bytes(data)
        for turn in range(4):
            noise = bytes(b if dice.random() > 0.02 else dice.randrange(256) for b in data)
            (out / f"{name}_noise_{turn}.bin").write_bytes(noise)


if __name__ == "__main__":
    main()
