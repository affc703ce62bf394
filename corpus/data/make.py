# SPDX-License-Identifier: MIT
"""Makes the small arrays of this folder with numpy; run by hand, the results are checked in.

python corpus/data/make.py writes *.npy here and in broken/. Everything is seeded: a second run gives
the same bytes. broken/ holds what must be refused with a clear message.
"""

import struct
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
BROKEN = HERE / "broken"


def raw(name: str, text: str, data: bytes = b"", version: tuple[int, int] = (1, 0)) -> None:
    """A file with this header text, whatever it says."""
    length = "<H" if version == (1, 0) else "<I"
    head = text.encode("utf-8") + b"\n"
    (BROKEN / name).write_bytes(
        b"\x93NUMPY" + bytes(version) + struct.pack(length, len(head)) + head + data
    )


def whole() -> None:
    """Arrays that are read."""
    random = np.random.default_rng(7)
    labels = random.integers(0, 10, 200)
    np.save(HERE / "labels_10_classes.npy", labels)
    np.save(HERE / "labels_sorted.npy", np.sort(labels))
    np.save(HERE / "labels_column.npy", labels[:, None].astype("u1"))
    np.save(HERE / "labels_binary_float.npy", (labels > 4).astype("f4"))
    np.save(HERE / "labels_from_one.npy", labels + 1)
    np.save(HERE / "labels_one_hot.npy", np.eye(10, dtype="f4")[labels])
    np.save(HERE / "labels_multi_hot.npy", random.integers(0, 2, (100, 5)).astype("i1"))
    np.save(HERE / "target_continuous.npy", random.normal(200, 40, 100))
    table = np.column_stack([random.normal(0, 1, (60, 4)), random.integers(0, 3, 60)])
    np.save(HERE / "table_label_last.npy", table)
    np.save(HERE / "table_fortran.npy", np.asfortranarray(table))
    np.save(HERE / "images_uint8.npy", random.integers(0, 256, (6, 8, 8, 3)).astype("u1"))
    np.save(HERE / "big_endian.npy", np.arange(-5, 20).astype(">i2"))
    np.save(HERE / "half.npy", random.normal(0, 1, 64).astype("f2"))
    np.save(HERE / "not_finite.npy", np.array([1.0, np.nan, -np.inf, 2.0, np.inf, -3.0]))
    np.save(HERE / "no_rows.npy", np.zeros((0, 4)))
    np.save(HERE / "scalar.npy", np.array(3))
    with open(HERE / "version_2.npy", "wb") as file:
        np.lib.format.write_array(file, labels.astype("i4"), version=(2, 0))


def broken() -> None:
    """Arrays that are refused."""
    good = (HERE / "labels_10_classes.npy").read_bytes()
    (BROKEN / "truncated.npy").write_bytes(good[:-37])
    (BROKEN / "cut_in_header.npy").write_bytes(good[:60])
    (BROKEN / "cut_in_magic.npy").write_bytes(good[:4])
    (BROKEN / "empty.npy").write_bytes(b"")
    (BROKEN / "not_npy.npy").write_bytes(b"a,b\n1,2\n")
    (BROKEN / "version_9.npy").write_bytes(good[:6] + b"\x09" + good[7:])
    # the pickle inside is never looked at, so it need not be one
    raw("object.npy", "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", b"\x80\x04N.")
    raw("structured.npy", "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }", b"\0" * 8)
    raw("complex.npy", "{'descr': '<c16', 'fortran_order': False, 'shape': (1,), }", b"\0" * 16)
    raw("texts.npy", "{'descr': '<U5', 'fortran_order': False, 'shape': (1,), }", b"\0" * 20)
    raw("overflow_shape.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }")
    raw("overflow_dimension.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }")
    raw("missing_shape.npy", "{'descr': '<f8', 'fortran_order': False, }", b"\0" * 8)
    raw("twice.npy", "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", b"\0" * 8)
    raw("negative.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", b"\0" * 8)
    raw("no_dict.npy", "__import__('os').getcwd()", b"\0" * 8)
    raw("open_quote.npy", "{'descr': '<f8, }", b"\0" * 8)
    raw("rank_17.npy", "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 17 + "), }", b"\0" * 8)
    (BROKEN / "long_header.npy").write_bytes(
        b"\x93NUMPY\x02\x00" + struct.pack("<I", 0xFFFFFFF0) + b"{'descr': '<f8', "
    )


if __name__ == "__main__":
    BROKEN.mkdir(exist_ok=True)
    whole()
    broken()
