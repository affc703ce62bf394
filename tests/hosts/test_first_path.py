# SPDX-License-Identifier: MIT
"""The main job from end to end: a hook lints what is committed, SQL tells who introduced and who fixed it.

A scratch repository with a pre-commit-style hook gets the buggy program of each post and then the fixed one,
from two authors at two dates. Questions go through `eoslint history sql`, never through the sqlite3 module of
this process (two copies of SQLite in one process break each other's locks).
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).resolve().parents[2] / "corpus" / "programs"
FIRST_THREE = {"51118032": "EOS601", "34311586": "EOS102", "60261103": "EOS601"}

# What people write when they do without the pre-commit program. With EOS_HOOK=warn the commit goes through.
HOOK = """#!/bin/sh
git diff --cached --name-only --diff-filter=ACMR -z -- '*.py' |
    xargs -0 -r "{python}" -m flake8 --isolated --select EOS {options}
status=$?
[ "$EOS_HOOK" = warn ] && exit 0
exit $status
"""

ADA = ("Ada", "ada@example.org", "2024-03-01T10:00:00+00:00")
BOB = ("Bob", "bob@example.org", "2024-03-04T11:30:00+00:00")


class Repository:
    """A git repository in a folder of its own, with nothing of the user's configuration."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder, self.home = folder, home
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "XDG_", "EOS_"))}
        self.environment = {
            **keep, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "PYTHONDONTWRITEBYTECODE": "1"
        }  # fmt: skip
        self.git("init", "-q", "-b", "main")
        (folder / "README").write_text("experiments\n")
        self.git("add", ".")
        self.commit("start", ADA)

    def run(self, *command, ok=(0,), **environment) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [str(part) for part in command], cwd=self.folder, capture_output=True, text=True, timeout=120,
            env={**self.environment, **environment},
        )  # fmt: skip
        assert done.returncode in ok, f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def git(self, *arguments, **more) -> str:
        return self.run("git", *arguments, **more).stdout.strip()

    def commit(self, message, author, ok=(0,), **environment):
        name, mail, at = author
        return self.run(
            "git", "commit", "-q", "-m", message, ok=ok, GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=mail,
            GIT_AUTHOR_DATE=at, GIT_COMMITTER_NAME=name, GIT_COMMITTER_EMAIL=mail, GIT_COMMITTER_DATE=at,
            **environment,
        )  # fmt: skip

    def install_hook(self, options="") -> None:
        hook = self.folder / ".git" / "hooks" / "pre-commit"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(HOOK.format(python=sys.executable, options=options))
        hook.chmod(0o755)

    def put(self, post, kind, name="train.py") -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PROGRAMS / post / f"{kind}.py", target)

    def flake8(self, *arguments, ok=(0, 1)):
        return self.run(sys.executable, "-m", "flake8", "--isolated", "--select", "EOS", *arguments, ok=ok)

    def sql(self, query) -> list[dict]:
        done = self.run(sys.executable, "-m", "eoslint", "history", "sql", query, "--format", "json")
        return rows_of(json.loads(done.stdout))

    def files(self) -> set[str]:
        """Everything in the work tree and the home folder, git's own files aside."""
        found = set()
        for top in (self.folder, self.home):
            for path in top.rglob("*"):
                name = path.relative_to(top.parent).as_posix()
                if "/.git/" not in f"{name}/" and path.is_file():
                    found.add(name)
        return found


def rows_of(answer) -> list[dict]:
    """Rows as dictionaries; the command prints them so, or as columns and rows."""
    if isinstance(answer, dict):
        return [dict(zip(answer["columns"], row)) for row in answer["rows"]]
    return answer


@pytest.fixture
def repository(tmp_path) -> Repository:
    (tmp_path / "repo").mkdir()
    (tmp_path / "home").mkdir()
    return Repository(tmp_path / "repo", tmp_path / "home")


@pytest.mark.parametrize("post", FIRST_THREE)
def test_sql_tells_who_introduced_and_who_resolved_it(repository, post):
    code = FIRST_THREE[post]
    before = repository.files()
    repository.install_hook()

    repository.put(post, "buggy")
    repository.git("add", "train.py")
    refused = repository.commit("train", ADA, ok=(1,))
    assert code in refused.stdout + refused.stderr
    repository.commit("train", ADA, EOS_HOOK="warn")
    introduced_by = repository.git("rev-parse", "HEAD")

    open_now = repository.sql("SELECT code, path, state FROM open_findings WHERE severity <> 'info'")
    assert [(row["code"], row["path"]) for row in open_now] == [(code, "train.py")]

    repository.put(post, "fixed")
    repository.git("add", "train.py")
    repository.commit("repair", BOB)
    resolved_by = repository.git("rev-parse", "HEAD")
    assert repository.flake8("train.py", ok=(0,)).stdout == ""

    query = 'SELECT finding_id, code, path, line, "commit", author, at, run FROM {} WHERE code = \'{}\''
    introduced = repository.sql(query.format("introduced", code))
    resolved = repository.sql(query.format("resolved", code))
    assert [row["commit"] for row in introduced] == [introduced_by]
    assert [row["commit"] for row in resolved] == [resolved_by]
    assert introduced[0]["finding_id"] == resolved[0]["finding_id"]
    for row, (name, _, at) in ((introduced[0], ADA), (resolved[0], BOB)):
        assert name in row["author"]
        assert row["at"].startswith(at[:10])
        assert row["path"] == "train.py"
    assert repository.sql("SELECT code FROM open_findings WHERE severity <> 'info'") == []

    # Nothing is left outside .eoslint, and git does not see that folder.
    made = {name for name in repository.files() - before if "/.eoslint/" not in name}
    assert made == {"repo/train.py"}
    assert repository.git("status", "--porcelain") == ""


def fill(repository) -> list[str]:
    posts = sorted(path.name for path in PROGRAMS.iterdir() if path.is_dir())
    for post in posts:
        repository.put(post, "buggy", f"nets/{post}.py")
    repository.git("add", ".")
    repository.commit("all of them", ADA)
    return posts


def loud_findings() -> list[tuple[str, str]]:
    """(path, code) of what the default profile must show for all buggy programs."""
    said = []
    for path in PROGRAMS.glob("*/expect.json"):
        for entry in json.loads(path.read_text())["buggy"]:
            if entry.get("profile", "default") == "default" and entry["severity"] != "info":
                said.append((f"nets/{path.parent.name}.py", entry["code"]))
    return sorted(said)


OPEN = "SELECT path, code FROM open_findings WHERE severity <> 'info' ORDER BY path, code"


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_no_finding_is_lost_with_any_jobs(repository, jobs):
    before = repository.files()
    fill(repository)
    done = repository.flake8("--jobs", jobs, "nets", ok=(1,))
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(loud_findings())
    assert [(row["path"], row["code"]) for row in repository.sql(OPEN)] == loud_findings()
    made = {name for name in repository.files() - before if "/.eoslint/" not in name}
    assert all(name.startswith("repo/nets/") and name.endswith(".py") for name in made)


def test_workers_may_make_the_history_at_once(repository):
    """The file is made by whoever comes first; the others must wait for it, not take it for a foreign one."""
    fill(repository)
    for _ in range(8):
        shutil.rmtree(repository.folder / ".eoslint", ignore_errors=True)
        assert repository.flake8("--jobs", "4", "nets", ok=(1,)).stderr == ""
        assert [(row["path"], row["code"]) for row in repository.sql(OPEN)] == loud_findings()


def test_two_flake8_at_once_lose_nothing(repository):
    fill(repository)
    command = [sys.executable, "-m", "flake8", "--isolated", "--select", "EOS", "--jobs", "4", "nets"]
    both = [
        subprocess.Popen(
            command, cwd=repository.folder, env=repository.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [1, 1]
    assert [errors for _, errors in said] == ["", ""]
    assert sorted(said[0][0].splitlines()) == sorted(said[1][0].splitlines())
    assert [(row["path"], row["code"]) for row in repository.sql(OPEN)] == loud_findings()
    # Both were one run over the same commit: each finding is introduced once.
    introduced = repository.sql("SELECT path, code FROM introduced WHERE severity <> 'info' ORDER BY path, code")
    assert [(row["path"], row["code"]) for row in introduced] == loud_findings()


def test_switched_off_history_leaves_no_trace(repository):
    before = repository.files()
    fill(repository)
    repository.flake8("--eos-history", "false", "nets", ok=(1,))
    repository.run(sys.executable, "-m", "eoslint", "check", "--no-history", "nets", ok=(1,))
    assert not (repository.folder / ".eoslint").exists()
    made = repository.files() - before
    assert all(name.startswith("repo/nets/") and name.endswith(".py") for name in made)
