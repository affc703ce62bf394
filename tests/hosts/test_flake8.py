# SPDX-License-Identifier: MIT
"""flake8 with the plug-in, as users run it: options, config files, jobs, stdin, suppression."""
from __future__ import annotations

import pytest
from conftest import BUGGY, BUGGY_LINE, FIXED, UNRELATED, flake8_findings


def codes(done) -> list[tuple]:
    return [(path, line, code) for path, line, _, code, _ in flake8_findings(done)]


def test_the_plugin_is_listed(project):
    assert "eoslint" in project.flake8("--version").stdout


def test_a_finding_is_one_line_with_place_and_code(project):
    project.write(net__py=BUGGY, other__py=UNRELATED)
    done = project.flake8("--select", "EOS", ".")
    assert done.returncode == 1
    assert codes(done) == [("net.py", BUGGY_LINE, "EOS102")]
    assert done.stderr == ""


def test_clean_programs_are_silent(project):
    project.write(net__py=FIXED, other__py=UNRELATED)
    done = project.flake8("--select", "EOS", ".")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("jobs", ["1", "2", "8"])
def test_jobs_change_nothing(repo, jobs):
    for number in range(20):
        repo.write(**{f"net{number:02}__py": BUGGY if number % 2 else FIXED})
    found = codes(repo.flake8("--select", "EOS", "--jobs", jobs, "."))
    assert found == [(f"net{n:02}.py", BUGGY_LINE, "EOS102") for n in range(1, 20, 2)]


def test_stdin_is_judged_under_its_display_name(repo):
    done = repo.flake8("--select", "EOS", "--stdin-display-name", "editor.py", "-", text_in=BUGGY)
    assert codes(done) == [("editor.py", BUGGY_LINE, "EOS102")]
    assert not (repo.folder / ".eoslint").exists(), "text of an editor is never recorded"


def test_noqa_silences(project):
    lines = BUGGY.splitlines()
    lines[BUGGY_LINE - 1] += "  # noqa: EOS102"
    project.write(net__py="\n".join(lines) + "\n")
    assert project.flake8("--select", "EOS", ".").stdout == ""


def test_per_file_ignores(project):
    project.write(a__py=BUGGY, b__py=BUGGY)
    done = project.flake8("--select", "EOS", "--per-file-ignores", "a.py:EOS1", ".")
    assert codes(done) == [("b.py", BUGGY_LINE, "EOS102")]


def test_a_syntax_error_is_flake8s_own(project):
    project.write(bad__py="import keras\ndef f(:\n", net__py=BUGGY)
    found = codes(project.flake8("--select", "EOS,E9", "."))
    assert ("net.py", BUGGY_LINE, "EOS102") in found
    assert [code for path, _, code in found if path == "bad.py"] == ["E999"]


@pytest.mark.parametrize("name", ["setup.cfg", "tox.ini", ".flake8"])
def test_options_from_config_files(project, name):
    project.write(net__py=BUGGY)
    (project.folder / name).write_text("[flake8]\nselect = EOS\neos-profile = wrong\n")
    done = project.flake8(".")
    assert done.returncode == 1
    assert "unknown --eos-profile 'wrong'" in done.stdout
    (project.folder / name).write_text("[flake8]\nselect = EOS\neos-profile = theia\neos-history = false\n")
    assert ("net.py", BUGGY_LINE, "EOS102") in codes(project.flake8("."))


def test_the_command_line_wins_over_the_config_file(project):
    project.write(net__py=BUGGY)
    (project.folder / ".flake8").write_text("[flake8]\nselect = EOS\neos-profile = wrong\n")
    assert codes(project.flake8("--eos-profile", "default", ".")) == [("net.py", BUGGY_LINE, "EOS102")]


def test_min_severity(project):
    project.write(net__py=BUGGY)
    for severity in ("error", "warning", "info"):
        found = codes(project.flake8("--select", "EOS", "--eos-min-severity", severity, "."))
        assert ("net.py", BUGGY_LINE, "EOS102") in found
    done = project.flake8("--eos-min-severity", "errer", ".")
    assert "did you mean 'error'?" in done.stdout


def test_wrong_keys_of_the_table_name_the_right_one(project):
    project.write(net__py=BUGGY)
    (project.folder / "eoslint.toml").write_text('profle = "theia"\n')
    done = project.flake8("--select", "EOS", ".")
    assert done.returncode == 1
    assert "eoslint.toml: unknown key 'profle': did you mean 'profile'?" in done.stdout


def test_a_wrong_table_below_does_not_end_the_run(project):
    project.write(net__py=BUGGY, sub__net__py=BUGGY)
    (project.folder / "sub" / "eoslint.toml").write_text("[thresholds]\nlearning = 1\n")
    found = flake8_findings(project.flake8("--select", "EOS", "."))
    assert [(f[0], f[3]) for f in found] == [("net.py", "EOS102"), ("sub/net.py", "EOS900")]
    assert "unknown threshold 'learning'" in found[1][4]


def test_a_wrong_dataset_option(project):
    project.write(net__py=BUGGY)
    done = project.flake8("--eos-dataset", "::target", ".")
    assert "--eos-dataset wants PATH or PATH::TARGET" in done.stdout


def test_history_false_writes_nothing(repo):
    repo.write(net__py=BUGGY)
    repo.flake8("--select", "EOS", "--eos-history", "false", ".")
    assert not (repo.folder / ".eoslint").exists()


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_findings_are_recorded(repo, jobs):
    for number in range(6):
        repo.write(**{f"net{number}__py": BUGGY})
    done = repo.flake8("--select", "EOS", "--jobs", jobs, ".")
    assert done.stderr == ""
    rows = repo.sql("SELECT path, code, line, state FROM open_findings WHERE code = 'EOS102' ORDER BY path")
    assert [row["path"] for row in rows] == [f"net{number}.py" for number in range(6)]
    assert {row["line"] for row in rows} == {BUGGY_LINE}


def test_history_at_a_given_path(repo):
    repo.write(net__py=BUGGY)
    (repo.folder / ".flake8").write_text("[flake8]\nselect = EOS\neos-history = build/eos.db\n")
    (repo.folder / "sub").mkdir()
    repo.flake8("../net.py", cwd=repo.folder / "sub")
    assert (repo.folder / "build" / "eos.db").exists(), "relative to the config file"
    assert not (repo.folder / ".eoslint").exists()


def test_outside_a_repository_no_history_is_made(project):
    project.write(net__py=BUGGY)
    project.flake8("--select", "EOS", ".")
    assert not (project.folder / ".eoslint").exists()


def test_an_error_of_ours_is_told_and_ends_nothing(project):
    """A broken core (here: a module in its place that raises) costs one line per file."""
    project.write(net__py=BUGGY, other__py="import keras\nx = 1;\n")
    broken = project.folder.parent / "broken"
    broken.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import eoslint._sessions as s\n"
        "def judge(*a, **k):\n    raise KeyError('boom')\n"
        "s.judge = judge\n"
    )
    project.environment["PYTHONPATH"] = str(broken)
    found = flake8_findings(project.flake8("--select", "EOS9,E703", "."))
    assert [(f[0], f[1], f[3]) for f in found] == [
        ("net.py", 1, "EOS900"),
        ("other.py", 1, "EOS900"),
        ("other.py", 2, "E703"),
    ]
    assert "KeyError: 'boom'" in found[0][4]
