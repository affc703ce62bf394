# SPDX-License-Identifier: MIT
"""`eoslint check | rules | explain | history`: exit codes, JSON against its schema, what is walked."""
from __future__ import annotations

import csv
import io
import json
import os
import re
import sys

import pytest
from conftest import BUGGY, BUGGY_LINE, FIXED, ROOT, UNRELATED, validated


def found(report: dict) -> list[tuple]:
    return sorted((f["path"], f["line"], f["code"]) for f in report["findings"])


# ---- exit codes ----


def test_exit_codes(project):
    project.write(net__py=BUGGY, fixed__py=FIXED, bad__py="import keras\ndef f(:\n")
    assert project.eoslint("check", "fixed.py").returncode == 0
    assert project.eoslint("check", "net.py").returncode == 1
    assert project.eoslint("check", "net.py", "bad.py").returncode == 2
    assert project.eoslint("check", "net.py", "missing.py").returncode == 2
    assert project.eoslint("check", "--profil", "theia", "net.py").returncode == 2
    assert project.eoslint("check").returncode == 2


def test_findings_below_min_severity_do_not_count_but_json_has_them(project):
    project.write(net__py=BUGGY.replace("batch_size=64", "batch_size=2"))
    report = project.check("net.py", "--profile", "strict", "--min-severity", "error")
    severities = {finding["severity"] for finding in report["findings"]}
    assert severities > {"error"}, "strict has an opinion on a batch of two"
    done = project.eoslint("check", "net.py", "--profile", "strict", "--min-severity", "error")
    assert done.stdout.count(": EOS") == sum(f["severity"] == "error" for f in report["findings"])


@pytest.mark.parametrize("comment", ["# noqa", "# noqa: EOS102", "# pylint: disable=E6102"])
def test_comments_suppress_and_json_says_so(project, comment):
    lines = BUGGY.splitlines()
    lines[BUGGY_LINE - 1] += f"  {comment}"
    project.write(net__py="\n".join(lines) + "\n")
    done = project.eoslint("check", "--format", "json", "net.py")
    finding = next(f for f in validated(done.stdout)["findings"] if f["code"] == "EOS102")
    assert finding["suppressed"]["by"] == ("pylint" if "pylint" in comment else "noqa")
    assert finding["suppressed"]["line"] == BUGGY_LINE
    assert done.returncode == 0
    assert "EOS102" not in project.eoslint("check", "net.py").stdout


# ---- output ----


def test_text_shows_place_source_and_caret(project):
    project.write(net__py=BUGGY)
    done = project.eoslint("check", "./net.py")
    lines = done.stdout.splitlines()
    match = re.match(rf"\./net\.py:{BUGGY_LINE}:(\d+): EOS102 \S.*$", lines[0])
    assert match, lines[0]
    assert lines[1] == f"{BUGGY_LINE:5} | {BUGGY.splitlines()[BUGGY_LINE - 1]}"
    assert lines[2].index("^") == len("      | ") + int(match[1]) - 1
    assert "1 finding" in done.stderr


def test_paths_in_json_are_relative_to_the_repository(repo):
    repo.write(models__net__py=BUGGY)
    inner = repo.folder / "models"
    for folder, path in ((repo.folder, "models"), (inner, "net.py"), (inner, ".."), (inner, repo.folder)):
        assert found(repo.check(path, cwd=folder)) == [("models/net.py", BUGGY_LINE, "EOS102")]


def test_paths_in_json_are_absolute_outside_one(project):
    project.write(net__py=BUGGY)
    path = str((project.folder / "net.py").resolve())
    assert found(project.check("net.py")) == [(path, BUGGY_LINE, "EOS102")]


def test_columns_count_characters(project):
    line = 'å, ö = "日本"; model.add(Dense(1, activation="softmax"))'
    lines = BUGGY.splitlines()
    lines[BUGGY_LINE - 1] = line
    project.write(net__py="\n".join(lines) + "\n")
    done = project.eoslint("check", "net.py")
    finding = project.check("net.py")["findings"][0]
    assert finding["column"] <= len(line) and finding["end_column"] <= len(line) + 1
    assert line[finding["column"] - 1 : finding["end_column"] - 1] in line
    caret = done.stdout.splitlines()[2].index("^") - len("      | ")
    assert caret == finding["column"] - 1


def test_json_is_complete_when_nothing_can_be_read(project):
    done = project.eoslint("check", "--format", "json", "missing.py")
    assert done.returncode == 2
    report = validated(done.stdout)
    assert report["errors"][0]["message"] == "no such file or folder"


def test_wrong_settings_are_errors_in_json(project):
    project.write(net__py=BUGGY, sub__net__py=BUGGY)
    (project.folder / "sub" / "eoslint.toml").write_text('select = ["EOX1"]\n')
    report = project.check(".", ok=(2,))
    assert len(report["errors"]) == 1 and "EOX1" in report["errors"][0]["message"]
    assert found(report)[0][2] == "EOS102"
    report = project.check("net.py", "--eos-dataset", "::3", ok=(2,))
    assert "PATH::TARGET" in report["errors"][0]["message"]


def test_a_closed_pipe_is_no_traceback(project):
    for number in range(300):
        project.write(**{f"net{number}__py": BUGGY})
    done = project.run("sh", "-c", f"{sys.executable} -m eoslint check . | head -n 1")
    assert ": EOS102 " in done.stdout and "Traceback" not in done.stderr


# ---- walking ----


def test_what_is_walked(repo):
    repo.write(
        net__py=BUGGY,
        sub__deep__net__py=BUGGY,
        ignored__net__py=BUGGY,
        node_modules__x__net__py=BUGGY,
        env__lib__net__py=BUGGY,
        notes__txt=BUGGY,
    )
    (repo.folder / ".hidden").mkdir()
    (repo.folder / ".hidden" / "net.py").write_text(BUGGY)
    (repo.folder / "env" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (repo.folder / ".gitignore").write_text("ignored/\n")
    (repo.folder / "loop").symlink_to(repo.folder)
    walked = [("net.py", BUGGY_LINE, "EOS102"), ("sub/deep/net.py", BUGGY_LINE, "EOS102")]
    assert found(repo.check(".")) == walked
    assert found(repo.check("ignored/net.py")) == [("ignored/net.py", BUGGY_LINE, "EOS102")]
    repo.commit()
    (repo.folder / "sub" / "deep" / "net.py").unlink()
    assert found(repo.check(".")) == walked[:1], "deleted files are still in the index"


def test_what_is_walked_without_git(project):
    project.write(net__py=BUGGY, sub__net__py=BUGGY, node_modules__net__py=BUGGY, venv__a__net__py=BUGGY)
    (project.folder / "venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (project.folder / "sub" / "loop").symlink_to(project.folder)
    names = [os.path.relpath(path, project.folder.resolve()) for path, _, _ in found(project.check("."))]
    assert names == ["net.py", "sub/net.py"]


def test_a_file_is_judged_once(repo):
    repo.write(net__py=BUGGY)
    assert len(found(repo.check("net.py", "./net.py", "."))) == 1


def test_repositories_inside_are_walked_and_have_their_own_history(repo):
    repo.write(net__py=BUGGY, inner__net__py=BUGGY)
    repo.run("git", "init", "-q", "inner")
    assert [path for path, _, _ in found(repo.check("."))] == ["net.py", "net.py"], "each in its own root"
    assert (repo.folder / ".eoslint").exists() and (repo.folder / "inner" / ".eoslint").exists()


# ---- settings ----


def test_the_nearest_table_counts(repo):
    repo.write(net__py=BUGGY, off__net__py=BUGGY, off__on__net__py=BUGGY)
    (repo.folder / "off" / "eoslint.toml").write_text('ignore = ["EOS1"]\n')
    (repo.folder / "off" / "on" / "pyproject.toml").write_text('[tool.eoslint]\nprofile = "theia"\n')
    paths = {path for path, _, code in found(repo.check(".")) if code == "EOS102"}
    assert paths == {"net.py", "off/on/net.py"}


def test_both_tables_in_one_folder_are_an_error(project):
    project.write(net__py=BUGGY)
    (project.folder / "eoslint.toml").write_text("")
    (project.folder / "pyproject.toml").write_text("[tool.eoslint]\n")
    report = project.check("net.py", ok=(2,))
    assert "keep one of them" in report["errors"][0]["message"]


def test_select_and_the_longer_prefix(project):
    project.write(net__py=BUGGY)
    for table, codes in (
        ('select = ["EOS6"]', set()),
        ('select = ["EOS102"]\nignore = ["EOS1"]', {"EOS102"}),
        ('ignore = ["EOS102"]', set()),
        ('select = ["EOS"]', {"EOS102"}),
    ):
        (project.folder / "eoslint.toml").write_text(table + "\n")
        assert {code for _, _, code in found(project.check("net.py"))} & {"EOS102"} == codes, table


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('profle = "theia"', "unknown key 'profle': did you mean 'profile'?"),
        ('profile = "thea"', "unknown profile 'thea'"),
        ("profile = 3", "'profile' must be one of default, theia or strict"),
        ('select = "EOS1"', "'select' must be a list of codes"),
        ('select = ["E501"]', "unknown code 'E501'"),
        ("history = 5", "'history' must be a path or false"),
        ('root = "/"', "unknown key 'root'"),
        ("[thresholds]\nlearning-rate-adm-max = 1", "unknown threshold"),
        ('[[datasets]]\ntrian = "x"', "did you mean 'train'?"),
        ("[[datasets]]\ntrain = 5", "'train' of a data set must be text"),
        ('[[datasets]]\ntarget = "y"', "needs 'train' or 'test'"),
        ("x = 2024-01-01", "eoslint.toml"),
        ("x = ", "eoslint.toml"),
    ],
)
def test_wrong_tables(project, table, words):
    project.write(net__py=BUGGY)
    (project.folder / "eoslint.toml").write_text(table + "\n")
    done = project.eoslint("check", "net.py")
    assert done.returncode == 2
    assert words in done.stderr and "Traceback" not in done.stderr


def test_the_table_obeys_its_schema():
    import jsonschema

    schema = json.loads((ROOT / "schemas" / "config.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    good = {
        "profile": "theia",
        "select": ["EOS6"],
        "min_severity": "info",
        "history": False,
        "datasets": [{"train": "data/train.npy", "target": 3}],
    }
    jsonschema.validate(good, schema)
    for bad in ({"profle": "x"}, {"history": True}, {"datasets": [{"target": 1}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


# ---- rules, explain, history ----


def test_rules_and_explain(project):
    rules = json.loads(project.eoslint("rules", "--format", "json").stdout)
    codes = [rule["code"] for rule in rules]
    assert codes == sorted(codes) and "EOS102" in codes
    table = project.eoslint("rules").stdout.splitlines()
    assert [line.split()[0] for line in table] == codes
    for rule in rules:
        for name in (rule["code"], rule["code"].lower(), rule["name"]):
            done = project.eoslint("explain", name)
            assert done.returncode == 0
            assert done.stdout.startswith(f"{rule['code']} {rule['name']}\n")
    done = project.eoslint("explain", "EOS103x")
    assert done.returncode == 2 and "unknown rule 'EOS103x'" in done.stderr


def test_history_commands(repo):
    repo.write(net__py=BUGGY)
    first = repo.check("net.py")["findings"]
    assert {finding["status"] for finding in first} == {"new"}
    rows = json.loads(repo.eoslint("history", "open", "--format", "json").stdout)
    row = next(row for row in rows if row["code"] == "EOS102")
    assert (row["path"], row["line"]) == ("net.py", BUGGY_LINE)
    table = repo.eoslint("history", "open").stdout.splitlines()
    assert table[0].split()[:2] == ["finding_id", "code"] and len(table) == 2 + len(rows)
    lines = list(csv.DictReader(io.StringIO(repo.eoslint("history", "open", "--format", "csv").stdout)))
    assert [line["code"] for line in lines] == [row["code"] for row in rows]
    done = repo.eoslint("history", "show", str(row["finding_id"]), "--format", "json")
    assert json.loads(done.stdout)[0]["code"] == "EOS102"
    assert repo.eoslint("history", "show", "999999").returncode == 2


def test_only_reading_sql(repo):
    repo.write(net__py=BUGGY)
    repo.check("net.py")
    for statement in ("DELETE FROM sqlite_schema", "ATTACH 'x' AS y", "SELEC 1", "SELECT 1; SELECT 2"):
        done = repo.eoslint("history", "sql", statement)
        assert done.returncode == 2 and "Traceback" not in done.stderr, statement
    assert repo.sql("SELECT 1 AS one, 'x' AS two, NULL AS three, 1.5 AS four") == [
        {"one": 1, "two": "x", "three": None, "four": 1.5}
    ]


def test_the_second_call_says_open(repo):
    repo.write(net__py=BUGGY)
    repo.commit()
    assert {finding["status"] for finding in repo.check(".")["findings"]} == {"new"}
    repo.write(other__py=UNRELATED)
    repo.commit()
    assert {finding["status"] for finding in repo.check(".")["findings"]} <= {"new", "open"}


def test_data_that_was_not_read_is_said_once(project):
    project.write(net__py=BUGGY, more__py=BUGGY, labels__json="[1]\n")
    done = project.eoslint("check", "--eos-dataset", "labels.json", ".")
    assert done.stderr.count("not read yet") == 1 and "labels.json" in done.stderr
    report = project.check("--eos-dataset", "labels.json", ".")
    reasons = [entry["reason"] for entry in report["not_judged"] if "labels.json" in entry["what"]]
    assert len(reasons) == 2 and all("not read yet" in reason for reason in reasons)


def test_no_history_leaves_nothing(repo):
    repo.write(net__py=BUGGY)
    report = repo.check("--no-history", ".")
    assert {finding["status"] for finding in report["findings"]} == {None}
    assert not (repo.folder / ".eoslint").exists()


def test_a_cached_judgement_is_the_same(repo):
    repo.write(net__py=BUGGY)
    first, second = repo.check("net.py"), repo.check("net.py")
    for report in (first, second):
        for finding in report["findings"]:
            finding["status"] = None
    assert first == second


def test_stub_names_equal_module_names():
    """_core.pyi is true: what it names is what the extension has."""
    import ast

    from eoslint import _core

    stub = ast.parse((ROOT / "plugin" / "eoslint" / "_core.pyi").read_text())
    named = set()
    for node in stub.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            named.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            named.add(node.target.id)
    present = {name for name in dir(_core) if not name.startswith("__") or name == "__version__"}
    assert named == present
    session = next(n for n in stub.body if isinstance(n, ast.ClassDef) and n.name == "Session")
    methods = {n.name for n in session.body if isinstance(n, ast.FunctionDef)} - {"__init__"}
    assert methods == {name for name in dir(_core.Session) if not name.startswith("_")}


CLASSES = """\
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(8, activation="relu", input_shape=(2,)))
model.add(Dense(3, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
model.fit(x, y, epochs=3)
"""


def test_a_table_gives_the_labels(project):
    """The column that is named, by name or by number, reaches the rule about the head."""
    project.write(
        net__py=CLASSES, iris__csv="a,b,species\n" + "".join(f"{i},0.5,{i % 4}\n" for i in range(20))
    )
    findings = project.check("--eos-dataset", "iris.csv::species", "net.py")["findings"]
    assert [finding["code"] for finding in findings] == ["EOS103"]
    assert "go up to 3" in findings[0]["message"] and "iris.csv" in findings[0]["message"]
    again = project.check("--eos-dataset", "iris.csv::2", "net.py")["findings"]
    assert [finding["message"] for finding in again] == [findings[0]["message"]]
    report = project.check("--eos-dataset", "iris.csv::kind", "net.py")
    assert not report["findings"] and any('"kind"' in entry["reason"] for entry in report["not_judged"])
