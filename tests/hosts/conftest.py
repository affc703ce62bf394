# SPDX-License-Identifier: MIT
"""Shared by the host tests: running the three hosts as users do, and a scratch git repository."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Line 6 has a softmax over one unit, which EOS102 reports in every profile; nothing else is wrong.
BUGGY = """\
from keras.models import Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(16, input_dim=8, activation="relu"))
model.add(Dense(1, activation="softmax"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, batch_size=64)
"""
BUGGY_LINE = 6
FIXED = BUGGY.replace('"softmax"', '"sigmoid"')
UNRELATED = "def add(a, b):\n    return a + b\n"

PLACE = r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): "
FLAKE8_LINE = re.compile(PLACE + r"(?P<code>[A-Z]+\d+) (?P<message>.+)$")
PYLINT_LINE = re.compile(PLACE + r"(?P<code>[A-Z]\d{4}): (?P<message>.+) \(")


class Project:
    """A folder with programs, a home of its own, and the hosts run in it."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "XDG_", "PYLINT", "FLAKE8"))}
        self.environment = {
            **keep,
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def write(self, **files: str) -> None:
        """write(net__py=...) writes net.py; folders as in models__net__py."""
        for name, text in files.items():
            *folders, stem, ending = name.split("__")
            path = self.folder.joinpath(*folders, f"{stem}.{ending}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def run(self, *command, text_in=None, cwd=None, timeout=300) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(part) for part in command],
            cwd=cwd or self.folder,
            input=text_in,
            capture_output=True,
            text=True,
            timeout=timeout,
            env=self.environment,
            check=False,
        )

    def git(self, *arguments) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, message="work") -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def flake8(self, *arguments, **more) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "-m", "flake8", *arguments, **more)

    def pylint(self, *arguments, **more) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "-m", "pylint", *arguments, **more)

    def eoslint(self, *arguments, **more) -> subprocess.CompletedProcess:
        return self.run(sys.executable, "-m", "eoslint", *arguments, **more)

    def check(self, *arguments, ok=(0, 1), **more) -> dict:
        """`eoslint check --format json`, validated against the schema."""
        done = self.eoslint("check", "--format", "json", *arguments, **more)
        assert done.returncode in ok, f"{done.returncode}\n{done.stdout}\n{done.stderr}"
        return validated(done.stdout)

    def sql(self, query: str) -> list[dict]:
        done = self.eoslint("history", "sql", "--format", "json", query)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def validated(text: str) -> dict:
    import jsonschema

    document = json.loads(text)
    schema = json.loads((ROOT / "schemas" / "finding.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


def flake8_findings(done: subprocess.CompletedProcess) -> list[tuple]:
    """(path, line, column, code, message) of every line; the column counts from 1."""
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    found = []
    for line in done.stdout.splitlines():
        match = FLAKE8_LINE.match(line)
        assert match, f"not a finding: {line!r}\n{done.stderr}"
        path = match["path"].removeprefix("./")
        found.append((path, int(match["line"]), int(match["column"]), match["code"], match["message"]))
    return sorted(found)


def pylint_findings(done: subprocess.CompletedProcess) -> list[tuple]:
    """The same of pylint's text output: E6102 becomes EOS102 and the column counts from 1."""
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    found = []
    for line in done.stdout.splitlines():
        match = PYLINT_LINE.match(line)
        if match and match["code"][1] == "6":
            code = f"EOS{match['code'][2:]}"
            place = (match["path"], int(match["line"]), int(match["column"]) + 1)
            found.append((*place, code, match["message"]))
    return sorted(found)


@pytest.fixture
def project(tmp_path) -> Project:
    """A folder outside any repository."""
    (tmp_path / "project").mkdir()
    (tmp_path / "home").mkdir()
    return Project(tmp_path / "project", tmp_path / "home")


@pytest.fixture
def repo(project) -> Project:
    """The same as a git repository with one commit."""
    project.git("init", "-q", "-b", "main")
    project.write(README__md="experiments\n")
    project.commit("start")
    return project
