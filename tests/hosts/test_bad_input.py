# SPDX-License-Identifier: MIT
"""Bad input: programs that are none, files that are none, and histories that cannot be used.

Everywhere: a clear message or a silent skip, the right exit code, no traceback, and no finding lost in the
good file beside the bad one.
"""
from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest
from conftest import BUGGY, BUGGY_LINE, flake8_findings, pylint_findings, validated

GOOD = ("net.py", BUGGY_LINE, "EOS102")
LOAD = ("--load-plugins=eoslint.pylint", "--disable=all", "--enable=eoslint", "--persistent=n")


def run_check(project, *paths):
    """(errors, findings) of eoslint check; the good file's finding is always there."""
    done = project.eoslint("check", "--format", "json", *paths)
    assert "Traceback" not in done.stderr
    report = validated(done.stdout)
    found = [(os.path.basename(f["path"]), f["line"], f["code"]) for f in report["findings"]]
    assert GOOD in found
    assert done.returncode == (2 if report["errors"] else 1)
    return report["errors"], report


def flake8_codes(project, *arguments) -> list[tuple]:
    done = project.flake8("--select", "EOS,E9", *arguments)
    return [(path, line, code) for path, line, _, code, _ in flake8_findings(done)]


# ---- programs ----


def test_syntax_error(project):
    project.write(net__py=BUGGY, bad__py="import keras\n\ndef f(:\n")
    errors, _ = run_check(project, "bad.py", "net.py")
    assert len(errors) == 1 and errors[0]["line"] == 3
    assert errors[0]["message"].startswith("syntax error: ")
    assert errors[0]["path"].endswith("bad.py")
    assert GOOD in flake8_codes(project, ".")


def test_syntax_error_in_a_named_file_that_does_not_concern_us(project):
    project.write(net__py=BUGGY, bad__py="def f(:\n")
    assert len(run_check(project, "bad.py", "net.py")[0]) == 1


def test_null_bytes(project):
    project.write(net__py=BUGGY, bad__py="import keras\nx = '\0'\n")
    assert len(run_check(project, ".")[0]) == 1


def test_undecodable_bytes(project):
    project.write(net__py=BUGGY)
    (project.folder / "bad.py").write_bytes(b"import keras\nname = '\xff\xfe'\n")
    errors, _ = run_check(project, ".")
    assert errors[0]["line"] == 2 and "cannot be decoded as utf-8" in errors[0]["message"]
    assert GOOD in flake8_codes(project, ".")


def test_encodings_of_pep_263(project):
    project.write(net__py=BUGGY)
    (project.folder / "latin.py").write_bytes(b"# -*- coding: latin-1 -*-\n# \xe9\n" + BUGGY.encode())
    (project.folder / "bom.py").write_bytes(b"\xef\xbb\xbf" + BUGGY.encode())
    (project.folder / "crlf.py").write_bytes(BUGGY.replace("\n", "\r\n").encode())
    (project.folder / "unknown.py").write_bytes(b"# coding: klingon\nimport keras\n")
    errors, report = run_check(project, ".")
    assert [os.path.basename(error["path"]) for error in errors] == ["unknown.py"]
    found = {(os.path.basename(f["path"]), f["line"]) for f in report["findings"] if f["code"] == "EOS102"}
    assert found >= {("latin.py", BUGGY_LINE + 2), ("bom.py", BUGGY_LINE), ("crlf.py", BUGGY_LINE)}


def test_missing_file_folder_as_file_fifo_and_notebook(project):
    project.write(net__py=BUGGY, book__ipynb="{}")
    (project.folder / "folder.py").mkdir()
    os.mkfifo(project.folder / "pipe.py")
    (project.folder / "dangling.py").symlink_to("nowhere")
    (project.folder / "loop.py").symlink_to("loop.py")
    bad = ["missing.py", "folder.py", "pipe.py", "dangling.py", "loop.py", "book.ipynb"]
    errors, _ = run_check(project, *bad, "net.py")
    assert [os.path.basename(error["path"]) for error in errors] == bad
    words = ["no such file", "is a folder", "not a regular", "no such file", "cannot be read", "not a notebook"]
    for error, word in zip(errors, words, strict=True):
        assert word in error["message"]


def test_unreadable_file(project):
    project.write(net__py=BUGGY, secret__py=BUGGY)
    (project.folder / "secret.py").chmod(0)
    if os.access(project.folder / "secret.py", os.R_OK):
        pytest.skip("this user reads everything (root): permissions do not bind")
    errors, _ = run_check(project, ".")
    assert "cannot be read" in errors[0]["message"]


def test_a_name_in_no_encoding(project):
    project.write(net__py=BUGGY)
    name = os.fsencode(project.folder) + b"/caf\xe9.py"
    try:
        with open(name, "w") as stream:
            stream.write(BUGGY)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    done = project.eoslint("check", ".")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stdout.count(": EOS102") == 2


@pytest.mark.parametrize(
    "text",
    [
        "import keras\nx = " + "[" * 10000 + "]" * 10000 + "\n",
        "import keras\nx = " + "-" * 10000 + "1\n",
        "import keras\nx = " + "(" * 10000 + "1" + ")" * 10000 + "\n",
        "import keras\nx = " + "f(" * 10000 + "1" + ")" * 10000 + "\n",
        "import keras\nx = a" + ".b" * 10000 + "\n",
        "import keras\nx = 1" + " + 1" * 10000 + "\n",
        "import keras\nx = " + "lambda: " * 10000 + "1\n",
        "import keras\n" + "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "pass\n",
        "import keras\nif a: pass\n" + "elif b: pass\n" * 10000,
    ],
    ids=["lists", "minus", "brackets", "calls", "attributes", "sum", "lambdas", "blocks", "elif"],
)
def test_deep_nesting(project, text):
    """CPython's own parser refuses some of these; what it accepts and we do not is `not_judged`."""
    project.write(net__py=BUGGY, deep__py=text)
    errors, report = run_check(project, "deep.py", "net.py")
    assert len(errors) <= 1
    for error in errors:
        assert "nested" in error["message"] or "syntax error" in error["message"]
    without = project.flake8("--select", "E9", "deep.py")
    with_us = project.flake8("--select", "EOS,E9", "deep.py")
    if "Traceback" not in without.stdout + without.stderr:  # where flake8 lives without us, it lives with us
        assert "Traceback" not in with_us.stdout + with_us.stderr
        assert "EOS900" not in with_us.stdout


def test_a_generated_program_of_ten_megabytes(project):
    body = "".join(f"model.add(Dense({n % 512 + 2}, activation='relu'))\n" for n in range(250_000))
    imports = "from keras.models import Sequential\nfrom keras.layers import Dense\n"
    text = f"{imports}model = Sequential()\n{body}"
    assert len(text) > 10_000_000
    project.write(net__py=BUGGY, large__py=text)
    began = time.monotonic()
    errors, _ = run_check(project, "large.py", "net.py")
    assert errors == []
    assert time.monotonic() - began < 120


def test_a_program_beyond_the_limit_is_said(project):
    text = "import keras\n" + "x = 1\n" * 3_000_000
    project.write(net__py=BUGGY, huge__py=text)
    errors, report = run_check(project, "huge.py", "net.py")
    assert errors == []
    assert any("larger than" in entry["reason"] for entry in report["not_judged"])


def test_odd_but_valid_text(project):
    project.write(net__py=BUGGY, empty__py="", blank__py="\n\n\n", comment__py="# keras")
    (project.folder / "formfeed.py").write_bytes(b"\x0c" + BUGGY.encode())
    (project.folder / "open.py").write_bytes(BUGGY.rstrip("\n").encode())
    errors, report = run_check(project, ".")
    assert errors == []
    assert len([f for f in report["findings"] if f["code"] == "EOS102"]) == 3


# ---- histories ----


def say_once(text: str) -> None:
    lines = [line for line in text.splitlines() if "history" in line]
    assert len(lines) == 1, f"said {len(lines)} times:\n{text}"


def run_all_hosts(repo) -> dict[str, str]:
    """stderr of the three hosts; each must find what there is."""
    flake8 = repo.flake8("--select", "EOS", "--jobs", "2", "net.py", "more.py")
    assert [(f[0], f[1], f[3]) for f in flake8_findings(flake8)] == [("more.py", BUGGY_LINE, "EOS102"), GOOD]
    pylint = repo.pylint(*LOAD, "net.py")
    assert [(f[0], f[1], f[3]) for f in pylint_findings(pylint)] == [GOOD]
    check = repo.eoslint("check", "net.py")
    assert check.returncode == 1 and "EOS102" in check.stdout
    return {"flake8": flake8.stderr, "pylint": pylint.stderr, "check": check.stderr}


@pytest.fixture
def history(repo):
    """The repository with a history of one run, and its database file."""
    repo.write(net__py=BUGGY, more__py=BUGGY)
    repo.check("net.py")
    return repo, repo.folder / ".eoslint" / "history.db"


@pytest.mark.parametrize("content", [b"this is no database\n" * 400, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_damaged_history(history, content):
    repo, file = history
    for name in os.listdir(file.parent):
        if name.startswith("history.db"):
            (file.parent / name).unlink()
    file.write_bytes(content)
    for text in run_all_hosts(repo).values():
        say_once(text)
    assert file.read_bytes() == content, "a damaged history is never written"


def elsewhere(statement: str, file) -> None:
    """sqlite3 of another process: two copies of SQLite in one break each other's locks."""
    script = f"import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute({statement!r}); c.commit()"
    subprocess.run([sys.executable, "-c", script, str(file)], check=True)


def test_a_newer_history(history):
    repo, file = history
    elsewhere("PRAGMA user_version = 9999", file)
    for text in run_all_hosts(repo).values():
        say_once(text)
        assert "newer" in text
    elsewhere("PRAGMA user_version", file)


def test_a_folder_in_the_historys_place(repo):
    repo.write(net__py=BUGGY, more__py=BUGGY)
    (repo.folder / ".eoslint" / "history.db").mkdir(parents=True)
    for text in run_all_hosts(repo).values():
        say_once(text)


def test_a_file_in_the_folders_place(repo):
    repo.write(net__py=BUGGY, more__py=BUGGY)
    (repo.folder / ".eoslint").write_text("mine\n")
    for text in run_all_hosts(repo).values():
        say_once(text)
    assert (repo.folder / ".eoslint").read_text() == "mine\n"


def test_a_read_only_history(history):
    """A read-only mount, because root ignores permissions."""
    repo, file = history
    folder = str(file.parent)
    mounted = subprocess.run(
        f"mount --bind '{folder}' '{folder}' && mount -o remount,bind,ro '{folder}'",
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode != 0:
        subprocess.run(["umount", folder], capture_output=True, check=False)
        file.chmod(0o444)
        file.parent.chmod(0o555)
        if os.access(file, os.W_OK):
            pytest.skip("neither a read-only mount nor permissions bind here")
    try:
        (repo.folder / "net.py").write_text(BUGGY + "\n# changed\n")
        for text in run_all_hosts(repo).values():
            say_once(text)
    finally:
        subprocess.run(["umount", folder], capture_output=True, check=False)
        file.parent.chmod(0o755)


def test_a_locked_history(history):
    """Another process holds the write lock longer than we wait: once per process, not once per file."""
    repo, file = history
    script = (
        "import sqlite3, sys, time\nc = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN EXCLUSIVE')\nprint('locked', flush=True)\ntime.sleep(300)\n"
    )
    locker = subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE)
    try:
        assert locker.stdout.readline() == b"locked\n"
        for number in range(4):
            repo.write(**{f"net{number}__py": BUGGY + f"\n# {number}\n"})
        began = time.monotonic()
        done = repo.eoslint("check", ".")
        assert time.monotonic() - began < 25
        assert done.returncode == 1 and done.stdout.count(": EOS102") == 6
        say_once(done.stderr)
        assert "locked" in done.stderr
    finally:
        locker.kill()
        locker.wait()


def test_an_unsettled_worker_loses_nothing(history):
    """A host killed in the middle of a run: the next one goes on with the same history."""
    repo, _ = history
    for number in range(40):
        repo.write(**{f"net{number}__py": BUGGY + f"\n# {number}\n"})
    command = [sys.executable, "-m", "flake8", "--select", "EOS", "--jobs", "2", "."]
    killed = subprocess.Popen(command, cwd=repo.folder, env=repo.environment, stdout=subprocess.DEVNULL)
    time.sleep(0.7)
    killed.kill()
    killed.wait()
    done = repo.flake8("--select", "EOS", "--jobs", "2", ".")
    assert len(flake8_findings(done)) == 42
    rows = repo.sql("SELECT count(*) AS n FROM open_findings WHERE code = 'EOS102'")
    assert rows == [{"n": 42}]
