# SPDX-License-Identifier: MIT
"""Makes the seeds of fuzz_npy from the test arrays: python tests/fuzz/npy_seeds.py writes tests/fuzz/npy/.

Each array that is small enough goes in whole, and with its header cut at the head or the tail, with a
character put in or taken out, or with noise; all from one fixed seed.
"""

import random
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "corpus" / "data"
LARGEST = 1200  # bytes of a seed


def main() -> None:
    dice = random.Random(7)
    out = HERE / "npy"
    out.mkdir(exist_ok=True)
    for path in sorted([*DATA.glob("*.npy"), *DATA.glob("broken/*.npy")]):
        data = path.read_bytes()[:LARGEST]
        at = dice.randrange(min(len(data), 100) + 1)
        variants = {
            "whole": data,
            "chop": data[:at],
            "insert": data[:at] + bytes([dice.randrange(256)]) + data[at:],
            "delete": data[:at] + data[at + 1 :],
            "noise": bytes(b if dice.random() > 0.02 else dice.randrange(256) for b in data),
        }
        for name in ("whole", dice.choice(sorted(variants)[:-1])):
            (out / f"{path.stem}_{name}.bin").write_bytes(variants[name])


if __name__ == "__main__":
    main()
