# SPDX-License-Identifier: MIT
"""Arrays in IDX, NPZ and gzip against numpy, and packed files that are damaged or want too much."""

import gzip
import io
import struct
import zipfile

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("hypothesis")

from describing import describe  # noqa: E402, F401
from test_npy_numpy import check_array, check_values  # noqa: E402

CODES = {"u1": 8, "i1": 9, ">i2": 11, ">i4": 12, ">f4": 13, ">f8": 14}


def idx(array) -> bytes:
    code = CODES[array.dtype.str.lstrip("|")]
    return bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.mark.parametrize("kind", CODES)
@pytest.mark.parametrize("shape", [(70_001,), (300, 28, 28), (40, 5), (0, 3)])
def test_idx(describe, tmp_path, kind, shape):  # noqa: F811
    array = np.random.default_rng(3).integers(0, 120, shape).astype(kind)
    for name, data in (("a-ubyte", idx(array)), ("a.gz", gzip.compress(idx(array), 1))):
        (tmp_path / name).write_bytes(data)
        answer = describe(tmp_path / name, None)
        assert answer["traits"]["format"] == "IDX"
        check_array(answer, array)


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_npz(describe, tmp_path, save):  # noqa: F811
    random = np.random.default_rng(4)
    arrays = {
        "x_train": random.integers(0, 256, (200, 8, 8)).astype("u1"),
        "y_train": random.integers(0, 7, 200),
        "table": np.asfortranarray(random.normal(size=(50, 3))),
    }
    save(tmp_path / "a.npz", **arrays)
    answer = describe(tmp_path / "a.npz", "y_train")
    members = answer["traits"]["members"]
    assert [member["member"] for member in members] == [f"{name}.npy" for name in arrays]
    for member, array in zip(members[:2], arrays.values()):
        check_array({"traits": member}, array)
    if members[2]["columns"] is None:
        check_values(members[2]["all"], arrays["table"].ravel(order="F"))
    else:
        check_array({"traits": members[2]}, arrays["table"])
    assert (answer["labels"]["encoding"], answer["labels"]["classes"]) == ("integer", 7)
    assert "no such array" in describe(tmp_path / "a.npz", "labels")["error"]["message"]


def test_one_table_in_a_zip(describe, tmp_path):  # noqa: F811
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("__MACOSX/._train.csv", b"\0\5\x16\7")
        packed.writestr("data/train.csv", "a,label\n" + "".join(f"{i},{i % 3}\n" for i in range(900)))
        packed.writestr("data/readme.txt", "Some words.\nMore words.\n")
    answer = describe(tmp_path / "a.zip", "label")
    assert answer["traits"]["member"] == "data/train.csv" and answer["traits"]["rows"] == 900
    assert answer["labels"]["classes"] == 3


def npz(array) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, a=array)
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(npz(np.arange(9)))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


WHOLE = npz(np.arange(5000) * 7 % 1013)
BROKEN = {
    "cut.npz": (WHOLE[: len(WHOLE) // 2], "damaged or cut off"),
    "noise.npz": (WHOLE[:200] + b"\xff" * 400 + WHOLE[600:], "damaged"),
    "bomb.npz": (npz(np.zeros(300 << 17)), "200 times"),
    "locked.npz": (encrypted(), "encrypted"),
    "objects.npz": (npz(np.array([{}, []], dtype=object)), "never read"),
    "cut-idx": (idx(np.zeros((9, 9), "u1"))[:-1], "cut off"),
    "long-idx": (idx(np.zeros((9, 9), "u1")) + b"\0", "left over"),
    "head-idx": (b"\0\0\x08\x03\0\0", "cut off"),
    "huge-idx": (b"\0\0\x0e\x04" + b"\xff" * 16, "too large"),
    "cut.gz": (gzip.compress(idx(np.arange(4000).astype(">i4")))[:900], "cut off"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_refused(describe, tmp_path, name):  # noqa: F811
    data, says = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    error = describe(tmp_path / name, None)["error"]
    assert says in error["message"] and "\n" not in error["message"]
