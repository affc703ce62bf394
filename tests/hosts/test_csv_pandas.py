# SPDX-License-Identifier: MIT
"""Traits of text tables against pandas: rows, types, missing cells, counts, extremes and classes equal, sums
to 1e-12. Hypothesis makes tables with quotes, line ends, blanks and missing cells of every kind; the sizes
reach over several units, so that rows and quotes cross their edges.
"""

import gzip
import io
import math
import os
import random

import pytest

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas")
hypothesis = pytest.importorskip("hypothesis")
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from describing import ROOT, describe  # noqa: E402, F401

WORDS = ["setosa", "versicolor", "a b", "x,y", 'say "hi"', "line\nbreak", "ümlaut", "5 cm", "None of it", "1a", "-", "."]
MISSING = ["", "NA", "?", "null", "nan", "N/A"]
EXAMPLES = int(os.environ.get("EOS_EXAMPLES", "60"))


def check_table(traits: dict, frame) -> None:
    assert traits["shape"] == list(frame.shape)
    assert traits["rows"] == len(frame)
    for facts, name in zip(traits["columns"], frame.columns, strict=True):
        check_column(facts, frame[name])


def check_column(facts: dict, column) -> None:
    assert facts["missing"] + facts["nan"] == int(column.isna().sum())
    values = column.dropna()
    if values.empty:
        assert facts["type"] == "empty" or facts["nan"]
        return
    if facts["distinct_exact"]:
        assert facts["distinct"] == values.nunique()
    elif facts["distinct"] is not None:
        assert math.isclose(facts["distinct"], values.nunique(), rel_tol=0.5 if len(values) < 4096 else 0.15)
    if values.dtype == object or values.dtype.kind in "OTU" or str(values.dtype) in {"str", "string"}:
        texts = values.map(str)
        if facts["type"] == "boolean":
            texts = texts.map(str)
        assert facts["texts"] == len(values)
        if facts["text_classes"] is not None and facts["type"] == "text":
            ours = dict(facts["text_classes"])
            assert ours == texts.value_counts().to_dict()
        return
    if values.dtype == bool:
        assert facts["type"] == "boolean"
        return
    numbers = values.to_numpy(dtype="f8")
    finite = numbers[np.isfinite(numbers)]
    assert facts["infinite"] == len(numbers) - len(finite)
    assert facts["count"] - facts["nan"] == len(numbers)
    if not len(finite):
        return
    assert facts["minimum"] == pytest.approx(finite.min(), rel=4e-16)
    assert facts["maximum"] == pytest.approx(finite.max(), rel=4e-16)
    size = math.fsum(abs(finite))
    assert abs(facts["sum"] - math.fsum(finite)) <= 1e-12 * max(size, 1e-300)
    mean = math.fsum(finite) / len(finite)
    variance = math.fsum((finite - mean) ** 2) / len(finite)
    assert abs(facts["variance"] - variance) <= 1e-12 * max(abs(finite)) ** 2
    assert facts["integer"] == bool((finite == np.floor(finite)).all())
    if facts["classes"] is not None:
        found, counts = np.unique(finite, return_counts=True)
        assert [tuple(map(int, pair)) for pair in facts["classes"]] == [
            (int(v), int(n)) for v, n in zip(found, counts)
        ]
    if facts["order"] is not None:
        ascending = bool((finite[:-1] <= finite[1:]).all())
        descending = bool((finite[:-1] >= finite[1:]).all())
        assert facts["order"] == ("ascending" if ascending else "descending" if descending else "none")


def quote(text: str, delimiter: str, dice) -> str:
    if any(mark in text for mark in (delimiter, '"', "\n", "\r")) or text.strip() != text or dice.random() < 0.1:
        return '"' + text.replace('"', '""') + '"'
    return text


def make_cell(kind: str, dice) -> str:
    if dice.random() < 0.04:
        return dice.choice(MISSING)
    if kind == "int":
        return str(dice.randrange(-9, 10**6))
    if kind == "label":
        return str(dice.randrange(10))
    if kind == "float":
        return repr(dice.gauss(100, 30))
    if kind == "short":
        return f"{dice.gauss(0, 3):.{dice.randrange(1, 5)}f}"
    if kind == "exponent":
        return f"{dice.gauss(0, 1) * 10.0 ** dice.randrange(-12, 13):.9e}"
    if kind == "odd":
        return dice.choice(["inf", "-inf", "1e3", "+5", ".5", "7.", "1E-2", "00012", "-0.0"])
    if kind == "truth":
        return dice.choice(["True", "False"])
    return dice.choice(WORDS)


KINDS = ["int", "label", "float", "short", "exponent", "odd", "truth", "word"]
RECIPES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32),
        "delimiter": st.sampled_from([",", "\t", ";", "|"]),
        "kinds": st.lists(st.sampled_from(KINDS), min_size=1, max_size=8),
        "rows": st.one_of(st.integers(3, 40), st.integers(300, 900), st.integers(6000, 12000)),
        "end": st.sampled_from(["\n", "\r\n", "\r"]),
        "last": st.booleans(),
        "mark": st.booleans(),
    }
)


def make_table(seed, delimiter, kinds, rows, end, last, mark) -> bytes:
    dice = random.Random(seed)
    kinds = ["float", *kinds]  # a column of numbers under a name: the header is certain
    names = [f"column {i}" if i % 2 else f"c{i}" for i in range(len(kinds))]
    lines = [delimiter.join(names)]
    for row in range(rows):
        cells = [quote(make_cell(kind, dice), delimiter, dice) for kind in kinds]
        cells[0] = "1.5" if row == 0 else cells[0]
        lines.append(delimiter.join(cells))
        if dice.random() < 0.01:
            lines.append("")
    text = end.join(lines) + end * last
    return b"\xef\xbb\xbf" * mark + text.encode()


def read_pandas(data: bytes, **how):
    return pd.read_csv(
        io.BytesIO(data), float_precision="round_trip", na_values=["?"], low_memory=False, **how
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(recipe=RECIPES, is_packed=st.booleans())
def test_tables_equal_pandas(describe, tmp_path_factory, recipe, is_packed):  # noqa: F811
    data, delimiter = make_table(**recipe), recipe["delimiter"]
    path = tmp_path_factory.getbasetemp() / ("case.csv.gz" if is_packed else "case.csv")
    path.write_bytes(gzip.compress(data, 1) if is_packed else data)
    answer = describe(path, "0")
    assert "error" not in answer, answer
    traits = answer["traits"]
    assert traits["table"]["delimiter"] == delimiter and traits["table"]["header"]
    if recipe["end"] == "\r":  # pandas itself loses cells of such files where its buffer ends
        data = data.replace(b"\r", b"\n")
    frame = read_pandas(data, sep=delimiter)
    assert [column["name"] for column in traits["columns"]] == list(frame.columns)
    check_table(traits, frame)


def test_bundled_tables(describe, tmp_path):  # noqa: F811
    """The tables that scikit-learn brings along."""
    sklearn = pytest.importorskip("sklearn")
    folder = os.path.join(os.path.dirname(sklearn.__file__), "datasets", "data")
    found = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith((".csv", ".csv.gz")):
            continue
        path = os.path.join(folder, name)
        answer = describe(path, "0")
        assert "error" not in answer, (name, answer)
        table = answer["traits"]["table"]
        frame = pd.read_csv(
            path, sep=r"\s+" if table["delimiter"] == " " else table["delimiter"], skiprows=int(table["header"]),
            header=None, float_precision="round_trip", na_values=["?"],
        )  # some have a first line of their own kind, with fewer cells
        check_table(answer["traits"], frame)
        found += 1
    assert found >= 3


def test_wide_tables(describe, tmp_path):  # noqa: F811
    """Thousands of columns, in rows longer than a unit."""
    random_ = np.random.default_rng(5)
    frame = pd.DataFrame(random_.normal(size=(40, 30_000)).round(6), columns=[f"g{i}" for i in range(30_000)])
    frame.to_csv(tmp_path / "wide.csv", index=False)
    check_table(describe(tmp_path / "wide.csv", "0")["traits"], frame)


@pytest.mark.parametrize("share", [0.2, 1.0])
def test_distinct_beyond_the_bound(describe, tmp_path, share):  # noqa: F811
    rows = 60_000
    frame = pd.DataFrame({"a": np.arange(rows) % int(rows * share), "b": [f"t{i % 9000}" for i in range(rows)]})
    frame.to_csv(tmp_path / "many.csv", index=False)
    first, second = describe(tmp_path / "many.csv", "0")["traits"]["columns"]
    assert not first["distinct_exact"] and first["more_classes"] and first["classes"] is None
    assert math.isclose(first["distinct"], rows * share, rel_tol=0.08)
    assert math.isclose(second["distinct"], 9000, rel_tol=0.08)
