# SPDX-License-Identifier: MIT
"""pylint with the plug-in: both ways to load it, with and without workers, suppression, usage errors."""
from __future__ import annotations

import json
import sys

import pytest
from conftest import BUGGY, BUGGY_LINE, FIXED, UNRELATED, pylint_findings

LOAD = ("--load-plugins=eoslint.pylint", "--disable=all", "--enable=eoslint", "--persistent=n")


def codes(done) -> list[tuple]:
    return [(path, line, code) for path, line, _, code, _ in pylint_findings(done)]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_loaded_on_the_command_line(repo, jobs):
    repo.write(net__py=BUGGY, fixed__py=FIXED, other__py=UNRELATED, more__py=BUGGY)
    done = repo.pylint(*LOAD, "-j", jobs, "net.py", "fixed.py", "other.py", "more.py")
    assert codes(done) == [("more.py", BUGGY_LINE, "EOS102"), ("net.py", BUGGY_LINE, "EOS102")]
    assert done.stderr == ""
    assert done.returncode == 2, "an error message is bit 2"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_loaded_in_an_rcfile(repo, jobs):
    repo.write(net__py=BUGGY, more__py=BUGGY)
    (repo.folder / ".pylintrc").write_text(
        "[MAIN]\nload-plugins=eoslint.pylint\npersistent=no\n"
        "[MESSAGES CONTROL]\ndisable=all\nenable=eoslint\n[EOSLINT]\neos-profile=theia\n"
    )
    done = repo.pylint("-j", jobs, "net.py", "more.py")
    assert [code for code in codes(done) if code[2] == "EOS102"] == [
        ("more.py", BUGGY_LINE, "EOS102"),
        ("net.py", BUGGY_LINE, "EOS102"),
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_findings_are_recorded(repo, jobs):
    repo.write(net__py=BUGGY, more__py=BUGGY)
    repo.pylint(*LOAD, "-j", jobs, "net.py", "more.py")
    rows = repo.sql("SELECT path FROM open_findings WHERE code = 'EOS102' ORDER BY path")
    assert [row["path"] for row in rows] == ["more.py", "net.py"]


def test_ends_of_ranges_reach_pylint(project):
    project.write(net__py=BUGGY)
    done = project.pylint(*LOAD, "--output-format=json", "net.py")
    message = next(m for m in json.loads(done.stdout) if m["message-id"] == "E6102")
    assert message["line"] == BUGGY_LINE and message["endLine"] >= BUGGY_LINE
    assert message["endColumn"] > message["column"]


@pytest.mark.parametrize("name", ["E6102", "softmax-on-one-unit", "eoslint"])
def test_disable_comments(project, name):
    if name == "softmax-on-one-unit":
        name = name_of("EOS102")
    lines = BUGGY.splitlines()
    lines[BUGGY_LINE - 1] += f"  # pylint: disable={name}"
    project.write(net__py="\n".join(lines) + "\n")
    assert codes(project.pylint(*LOAD, "net.py")) == []


def name_of(code: str) -> str:
    from eoslint import _core

    return next(rule["name"] for rule in _core.rules() if rule["code"] == code)


def test_one_disabled_code_leaves_the_others(project):
    project.write(net__py=BUGGY)
    assert codes(project.pylint(*LOAD, "--disable=E6102", "net.py")) == []
    assert codes(project.pylint(*LOAD, "--disable=E6900", "net.py")) == [("net.py", BUGGY_LINE, "EOS102")]


def test_every_rule_has_its_message(project):
    from eoslint import _core

    done = project.pylint("--load-plugins=eoslint.pylint", "--list-msgs")
    for rule in _core.rules():
        letter = {"error": "E", "warning": "W", "info": "R"}[rule["severity"]]
        assert f":{rule['name']} ({letter}6{rule['code'][3:]})" in done.stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_wrong_settings_are_usage_errors(project, jobs):
    project.write(net__py=BUGGY)
    assert project.pylint(*LOAD, "-j", jobs, "--eos-profile=thea", "net.py").returncode == 32
    assert project.pylint(*LOAD, "-j", jobs, "--eos-dataset=::x", "net.py").returncode == 32
    (project.folder / "eoslint.toml").write_text('min_severety = "info"\n')
    done = project.pylint(*LOAD, "-j", jobs, "net.py")
    assert done.returncode == 32
    assert "did you mean 'min_severity'?" in done.stderr


def test_text_from_an_editor_is_never_recorded(repo):
    done = repo.pylint(*LOAD, "--from-stdin", "editor.py", text_in=BUGGY)
    assert codes(done) == [("editor.py", BUGGY_LINE, "EOS102")]
    assert not (repo.folder / ".eoslint").exists()


def test_a_syntax_error_is_pylints_own(project):
    project.write(bad__py="import keras\ndef f(:\n", net__py=BUGGY)
    done = project.pylint(*LOAD, "--enable=syntax-error", "bad.py", "net.py")
    assert codes(done) == [("net.py", BUGGY_LINE, "EOS102")]
    assert "E0001" in done.stdout


def test_two_runs_in_one_process(project):
    """Editors and servers keep pylint loaded."""
    project.write(net__py=BUGGY)
    script = (
        "from pylint.lint import Run\n"
        f"arguments = {list(LOAD)!r} + ['net.py']\n"
        "for _ in range(2):\n    Run(arguments, exit=False)\n"
    )
    done = project.run(sys.executable, "-c", script)
    assert codes(done) == [("net.py", BUGGY_LINE, "EOS102")] * 2
