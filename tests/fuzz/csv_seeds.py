# SPDX-License-Identifier: MIT
"""Makes the seeds of fuzz_csv: python tests/fuzz/csv_seeds.py writes tests/fuzz/csv/."""

import gzip
import random
from pathlib import Path

TABLES = {
    "plain": b"a,b,c\n1,2.5,x\n2,,y\n3,nan,\"z, z\"\n",
    "returns": b"a;b\r1,5;2\r\r3;4\r",
    "blanks": b"18.0   8   307.0  \n 15.0\t8   350.0\n",
    "quotes": b'a,b\n"1""",2\n"x\ny"z,"3\n5" pipe,"",\n,""\n',
    "mark": b"\xef\xbb\xbfa\tb\r\n1\t2\r\n?\tNA\t\t9\r\n",
    "numbers": b"1e400,-.5,+7.,00012,123456789.125\ninf,-Infinity,1e-400,9007199254740993,0x10\n",
    "comment": b"# a b\n#x,y\n1,2\n3,4",
    "counting": b"0,1,2\nTrue,a,3\nFalse,b,4\n",
}


def main() -> None:
    dice = random.Random(11)
    out = Path(__file__).parent / "csv"
    out.mkdir(exist_ok=True)
    for name, data in TABLES.items():
        (out / f"{name}.bin").write_bytes(data)
        packed = gzip.compress(data, mtime=0)
        (out / f"{name}_gz.bin").write_bytes(packed)
        noise = bytes(b if dice.random() > 0.03 else dice.choice(b',;"\n\r\t 19.e-\0\xff') for b in data * 3)
        (out / f"{name}_noise.bin").write_bytes(noise)
    (out / "long_row.bin").write_bytes(b"a,b\n" + b"1," * 400 + b'"' + b"x\n" * 300)
    (out / "two_members.bin").write_bytes(gzip.compress(b"a,b\n1,2\n", mtime=0) * 2 + b"\0\0\0tail")


if __name__ == "__main__":
    main()
