# SPDX-License-Identifier: MIT
"""`eoslint traits`: what is printed, and one clear line with exit code 2 for every path that is none."""

import gzip
import json
import os

import pytest

TABLE = "id,size,kind\n" + "".join(f"{i},{i / 2},{'ab'[i % 2]}\n" for i in range(40))


def test_a_table_in_text_and_json(project):
    project.write(data__csv=TABLE)
    done = project.eoslint("traits", "data.csv", "--target", "kind")
    assert done.returncode == 0 and not done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("data.csv: CSV, 40 rows x 3 columns")
    assert "row index" in lines[2] and "19.5" in lines[3] and "a: 20, b: 20" in lines[4]
    assert lines[5].strip() == "labels (kind): text, 2 classes"
    done = project.eoslint("traits", "data.csv", "--format", "json")
    entry = json.loads(done.stdout)["data"][0]
    assert [column["name"] for column in entry["traits"]["columns"]] == ["id", "size", "kind"]
    assert entry["traits"]["columns"][2]["text_classes"] == [["a", 20], ["b", 20]]


def _sparse(path):
    with open(path, "wb") as file:
        file.write(b"a,b\n" + b"1,2\n" * 30_000)
        file.truncate(100 << 30)


def _bomb(path):
    with gzip.open(path, "wb", 9) as file:
        for _ in range(300):
            file.write(b"1,2\n" * (1 << 18))


CASES = {
    "missing.csv": (lambda path: None, "no such file"),
    "pipe.csv": (os.mkfifo, "no regular file"),
    "loop.csv": (lambda path: os.symlink(path, path), "circle"),
    "photo.csv": (lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 900), "JPEG"),
    "empty.csv": (lambda path: path.write_bytes(b""), "empty"),
    "open.csv": (lambda path: path.write_bytes(b'a,b\n1,"2\n3,4\n'), "quote is not closed"),
    "prose.txt": (lambda path: path.write_text("Some words.\nAnd a few more words.\n"), "no table"),
    "cut.csv.gz": (lambda path: path.write_bytes(gzip.compress(os.urandom(90).hex().encode())[:60]), "cut off"),
    "damaged.csv.gz": (lambda path: path.write_bytes(gzip.compress(b"a,b\n1,2\n")[:14] + b"xxxxxxxxxx"), "damaged"),
    "sparse.csv": (_sparse, "longer than 16 MB"),
    "bomb.csv.gz": (_bomb, "200 times"),
    "short.npy": (lambda path: path.write_bytes(b"\x93NUMPY\x01\0v\0{'descr'"), "cut off"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_path_that_is_no_data(project, name):
    make, says = CASES[name]
    make(project.folder / name)
    project.write(good__csv=TABLE)
    done = project.eoslint("traits", name, "good.csv")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{name}: ") and says in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout.startswith("good.csv: CSV")
    errors = json.loads(project.eoslint("traits", name, "--format", "json").stdout)["data"]
    assert says in errors[0]["error"]


def test_a_target_that_is_not_there(project):
    project.write(data__csv=TABLE)
    done = project.eoslint("traits", "data.csv", "--target", "colour")
    assert done.returncode == 2 and '"colour": no such column' in done.stderr
