# SPDX-License-Identifier: MIT
"""`eoslint check --jobs N`: one result for every N, in the order of the files, history included."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from conftest import BUGGY, FIXED, UNRELATED, validated

QUERIES = (
    "SELECT path, line, code, state FROM open_findings ORDER BY path, line, code",
    "SELECT scanned, introduced, resolved, open FROM runs ORDER BY run_id",
)


def fill(repo) -> None:
    for number in range(40):
        text = (BUGGY, FIXED, UNRELATED, "x = = 1\n" + BUGGY)[number % 4]
        repo.write(**{f"d{number % 3}__p{number:02}__py": text.replace("Dense(16", f"Dense({number + 2}")})
    repo.write(nb__ipynb=json.dumps({"cells": [{"cell_type": "code", "source": BUGGY}]}))


def run(repo, jobs, *more) -> subprocess.CompletedProcess:
    done = repo.eoslint("check", "--jobs", str(jobs), *more, ".")
    assert "Traceback" not in done.stderr and done.returncode == 2
    return done


@pytest.mark.parametrize("more", [(), ("--format", "json"), ("--profile", "strict")])
def test_the_same_for_any_number(repo, more):
    fill(repo)
    results = [run(repo, jobs, "--no-history", *more) for jobs in (1, 2, 3, 16)]
    assert len({(done.stdout, done.stderr) for done in results}) == 1
    assert results[0].stdout.count("EOS102") >= 20


def test_findings_come_in_the_order_of_the_files(repo):
    fill(repo)
    report = validated(run(repo, 3, "--no-history", "--format", "json").stdout)
    paths = [finding["path"] for finding in report["findings"]]
    assert paths == sorted(paths) and len(set(paths)) == 21


def test_the_history_is_the_same(repo):
    fill(repo)
    repo.commit()
    answers = []
    for jobs in (1, 4):
        for name in ("history.db", "history.db-wal", "history.db-shm"):
            (repo.folder / ".eoslint" / name).unlink(missing_ok=True)
        first = validated(run(repo, jobs, "--format", "json").stdout)
        assert {finding["status"] for finding in first["findings"]} == {"new"}
        again = validated(run(repo, jobs, "--format", "json").stdout)
        assert [f["fingerprint"] for f in again["findings"]] == [f["fingerprint"] for f in first["findings"]]
        answers.append([repo.sql(query) for query in QUERIES])
    assert answers[0] == answers[1] and len(answers[0][0]) >= 20


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "1000"])
def test_numbers_that_are_none(repo, number):
    done = repo.eoslint("check", f"--jobs={number}", ".")
    assert done.returncode == 2 and "is no number" in done.stderr


SCRIPT = """
import os, sys
from eoslint.config import Configuration
from eoslint.judging import FileToJudge, Judge
from eoslint.workers import judge_all

main = os.getpid()

class Fragile(Judge):
    def judge(self, file):
        if "bad" in file.path and os.getpid() != main:
            os.kill(os.getpid(), 9)
        while "bad" not in file.path and os.getpid() == main and not os.path.exists("go"):
            pass
        return super().judge(file)

files = [FileToJudge(path, True) for path in sys.argv[1:]]
records = list(judge_all(Fragile(Configuration("cli", {"history": False}), False), files, 2, []))
print([[entry["message"] for entry, _ in record["errors"]] or record["shown"] for record in records])
"""


def test_a_worker_that_dies_costs_the_file_it_had(project):
    """Whoever takes the bad file: in a worker it is told, in the main process it is judged."""
    project.write(a__py=BUGGY, bad__py=BUGGY, c__py=BUGGY)
    (project.folder / "go").touch()
    done = project.run(sys.executable, "-c", SCRIPT, "a.py", "bad.py", "c.py")
    assert done.returncode == 0, done.stderr
    first, bad, last = ast_list(done.stdout)
    assert first == last == 1
    assert bad == 1 or "its process ended" in bad[0]


def ast_list(text: str) -> list:
    import ast

    return ast.literal_eval(text)


def test_an_interrupt_ends_all(repo):
    """No worker is left when the command is interrupted."""
    body = "".join(f"model.add(Dense({n % 512 + 2}, activation='relu'))\n" for n in range(60_000))
    text = f"from keras.models import Sequential\nfrom keras.layers import Dense\nmodel = Sequential()\n{body}"
    repo.write(**{f"large{number}__py": text for number in range(6)})
    command = [sys.executable, "-m", "eoslint", "check", "--no-history", "--jobs", "3", "."]
    with subprocess.Popen(
        command, cwd=repo.folder, env=repo.environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        time.sleep(1.0)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(60) in (130, 0, 1)
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a worker is left")
