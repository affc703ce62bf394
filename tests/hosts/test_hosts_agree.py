# SPDX-License-Identifier: MIT
"""flake8, pylint and the command line say the same of the same file: same line, column, code, message.

All programs of the corpus are copied to one folder outside any repository (no history) and each host reads
them once. Comments that suppress are out of the comparison by nature: each host obeys its own.
"""
from __future__ import annotations

import json
import os
import shutil
import sys

import pytest
from conftest import BUGGY, ROOT, Project, flake8_findings, pylint_findings, validated

CORPUS = ROOT / "corpus"
PATTERNS = ("rules/*.py", "programs/*/*.py", "known/**/*.py")
PROGRAMS = sorted(path for pattern in PATTERNS for path in CORPUS.glob(pattern))
SUPPRESSING = ("noqa", "pylint:", "flake8:")


def short_name(path) -> str:
    return "__".join(path.relative_to(CORPUS).with_suffix("").parts).replace("-", "_") + ".py"


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    """profile -> host -> sorted findings"""
    top = tmp_path_factory.mktemp("agree")
    (top / "home").mkdir()
    (top / "programs").mkdir()
    project = Project(top / "programs", top / "home")
    for path in PROGRAMS:
        if not any(word in path.read_text(errors="replace") for word in SUPPRESSING):
            shutil.copyfile(path, project.folder / short_name(path))
    names = sorted(os.listdir(project.folder))

    def read(profile):
        options = (f"--eos-profile={profile}", "--eos-history=false")
        flake8 = project.flake8("--isolated", "--select=EOS", *options, ".")
        load = ("--load-plugins=eoslint.pylint", "--disable=all", "--enable=eoslint", "--persistent=n")
        pylint = project.pylint("--rcfile=", *load, *options, *names)
        checked = project.eoslint("check", "--format=json", "--no-history", "--profile", profile, ".")
        return {
            "flake8": flake8_findings(flake8),
            "pylint": pylint_findings(pylint),
            "cli": sorted(as_tuple(f) for f in at_level(validated(checked.stdout), profile)),
        }

    answers = {}

    def answer(profile):
        if profile not in answers:
            answers[profile] = read(profile)
        return answers[profile]

    return answer


def at_level(report: dict, profile: str) -> list[dict]:
    least = ("warning", "error") if profile == "default" else ("info", "warning", "error")
    return [finding for finding in report["findings"] if finding["severity"] in least]


def as_tuple(finding: dict) -> tuple:
    name = os.path.basename(finding["path"])
    return (name, finding["line"], finding["column"], finding["code"], finding["message"])


@pytest.mark.skipif(not PROGRAMS, reason="the corpus holds no programs")
@pytest.mark.parametrize("profile", ["default", "theia", "strict"])
def test_all_three_say_the_same(readings, profile):
    found = readings(profile)
    assert found["flake8"], "nothing was found at all: nothing was compared"
    assert found["pylint"] == found["flake8"]
    assert found["cli"] == found["flake8"]


def test_the_judgement_of_one_host_serves_the_others(repo):
    """Same settings, same key: what flake8 judged is not judged again by pylint and the command line."""
    repo.write(net__py=BUGGY)
    repo.flake8("--select=EOS", "net.py")
    count = "SELECT count(*) AS n FROM judgement"
    before = repo.sql(count)
    repo.pylint("--load-plugins=eoslint.pylint", "--disable=all", "--enable=eoslint", "net.py")
    repo.check("net.py")
    assert repo.sql(count) == before == [{"n": 1}]


def test_a_session_refuses_a_second_thread(project):
    """The GIL is free while the core works; the session says so instead of breaking."""
    script = (
        "import ast, json, threading\nfrom eoslint import _core\n"
        "session = _core.Session(json.dumps({'history': False}))\n"
        "text = 'import keras\\n' + 'x = [1, 2, 3]\\n' * 200000\n"
        "errors = []\n"
        "def work():\n"
        "    for _ in range(20):\n"
        "        try:\n            session.scan('a.py', text)\n"
        "        except RuntimeError as error:\n            errors.append(str(error))\n"
        "threads = [threading.Thread(target=work) for _ in range(4)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(json.dumps(sorted(set(errors))))\n"
    )
    done = project.run(sys.executable, "-c", script)
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) <= {"Session is in use by another thread"}
