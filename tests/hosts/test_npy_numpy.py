# SPDX-License-Identifier: MIT
"""Traits of NPY files against numpy: counts, extremes, classes and order equal, sums to 1e-12.

The core is asked through eos_describe.c, compiled here without sanitizers being required; hypothesis
makes arrays of every type, both byte orders and layouts, and sizes around the blocks' edges.
"""

import math
import os
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
hypothesis = pytest.importorskip("hypothesis")
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from describing import describe  # noqa: E402, F401

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "corpus" / "data"
TYPES = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]


def same_sum(actual, values) -> bool:
    """Relative to the size of what was summed: a sum near zero has no relative error of its own."""
    size = math.fsum(abs(float(v)) for v in values)
    return abs(actual - math.fsum(float(v) for v in values)) <= 1e-12 * max(size, 1e-300)


def check_values(facts: dict, values) -> None:
    """`values` is one-dimensional, in row order."""
    as_float = values.astype("f8") if values.dtype.kind == "f" else values
    finite = as_float[np.isfinite(as_float)] if values.dtype.kind == "f" else values
    assert facts["count"] == values.size
    if values.dtype.kind == "f":
        assert facts["nan"] == int(np.isnan(values).sum())
        assert facts["infinite"] == int(np.isinf(values).sum())
    if finite.size == 0:
        assert facts["minimum"] is None and facts["mean"] is None and facts["classes"] is None
        return
    # cJSON prints 15 digits when they come within one unit in the last place
    assert math.isclose(facts["minimum"], float(finite.min()), rel_tol=4e-16)
    assert math.isclose(facts["maximum"], float(finite.max()), rel_tol=4e-16)
    numbers = [int(v) if values.dtype.kind in "iub" else float(v) for v in finite]
    if max(abs(float(v)) for v in numbers) < 1e150:
        mean = math.fsum(map(float, numbers)) / len(numbers)
        squares = [(float(v) - mean) ** 2 for v in numbers]
        assert same_sum(facts["sum"], numbers)
        scale = max(abs(float(v)) for v in numbers)
        assert abs(facts["variance"] - math.fsum(squares) / len(squares)) <= 1e-12 * scale**2
    is_whole = all(float(v).is_integer() for v in numbers)
    assert facts["integer"] == is_whole
    assert facts["constant"] == (finite.size == values.size and len(set(numbers)) == 1)
    if not is_whole:
        assert facts["classes"] is None
    elif facts["classes"] is None:
        assert facts["more_classes"]
        assert len(set(numbers)) > 4096 or max(abs(v) for v in numbers) >= 2**53
    else:
        found, counts = np.unique(finite, return_counts=True)
        ours = [(int(value), count) for value, count in facts["classes"]]
        assert ours == [(int(v), int(n)) for v, n in zip(found, counts)]
    if facts["order"] is not None and all(abs(v) < 2**53 for v in numbers):
        ascending = bool(np.all(values[:-1] <= values[1:])) and not np.isnan(as_float[0])
        descending = bool(np.all(values[:-1] >= values[1:])) and not np.isnan(as_float[0])
        assert facts["order"] == ("ascending" if ascending else "descending" if descending else "none")


def check_array(answer: dict, array) -> None:
    traits = answer["traits"]
    assert traits["dtype"] == array.dtype.newbyteorder("=").name
    assert traits["shape"] == list(array.shape)
    check_values(traits["all"], array.ravel())
    if traits["columns"] is not None:
        table = array.reshape(array.shape[0], -1) if array.size else array.reshape(0, max(1, array.shape[-1]))
        assert len(traits["columns"]) == table.shape[1]
        for index, facts in enumerate(traits["columns"]):
            check_values(facts, table[:, index])
    if array.ndim == 2 and array.shape[1] >= 2 and traits["row_facts"] is not None:
        is_binary = bool(np.isin(array, [0, 1]).all())
        assert traits["row_facts"]["binary"] == is_binary
        if is_binary:
            ones = array.astype("f8").sum(axis=1)
            assert traits["row_facts"]["with_none"] == int((ones == 0).sum())
            assert traits["row_facts"]["with_one"] == int((ones == 1).sum())
            assert traits["row_facts"]["with_many"] == int((ones > 1).sum())


@st.composite
def arrays(draw):
    """Arrays by recipe: the values come from numpy's own generator, the sizes from hypothesis."""
    kind = draw(st.sampled_from(TYPES))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rank = draw(st.integers(0, 4))
    if rank == 1:
        shape = (draw(st.one_of(st.integers(0, 50), st.integers(32_700, 32_800), st.integers(65_500, 66_000))),)
    elif rank == 2:
        shape = (draw(st.integers(0, 700)), draw(st.one_of(st.integers(0, 20), st.integers(250, 260))))
    else:
        shape = tuple(draw(st.lists(st.integers(0, 9), min_size=rank, max_size=rank)))
    style = draw(st.sampled_from(["full", "few", "binary", "one_hot", "sorted", "odd", "large"]))
    size = int(np.prod(shape))
    if style == "binary" or kind == "?":
        flat = random.integers(0, 2, size)
    elif style == "few":
        flat = random.integers(0, 11, size)
    elif style == "sorted":
        flat = np.sort(random.integers(0, 100, size))[:: draw(st.sampled_from([1, -1]))]
    elif style == "one_hot" and rank == 2 and shape[1] > 0:
        flat = np.eye(shape[1])[random.integers(0, shape[1], shape[0])].ravel()
    elif kind[0] in "iu":
        info = np.iinfo(kind)
        flat = random.integers(info.min, info.max, size, dtype=kind, endpoint=True)
        if style == "odd":
            flat = flat // 2 + 1
    elif style == "large":
        flat = random.normal(3e4, 1e-2, size)
    else:
        flat = random.normal(0, 3, size)
        if style == "odd" and size:
            for value in (np.nan, np.inf, -np.inf):
                flat[random.integers(0, size, max(1, size // 50))] = value
    array = np.asarray(flat).astype(kind).reshape(shape)
    array = array.astype(array.dtype.newbyteorder(draw(st.sampled_from(["<", ">"]))))
    return np.asfortranarray(array) if draw(st.booleans()) else array


@settings(max_examples=int(os.environ.get("EOS_EXAMPLES", "120")), deadline=None)
@given(array=arrays())
def test_traits_equal_numpy(describe, tmp_path_factory, array):
    path = tmp_path_factory.getbasetemp() / "case.npy"
    np.save(path, array)
    answer = describe(path)
    assert "error" not in answer
    check_array(answer, array)


def test_corpus_arrays(describe):
    for path in sorted(DATA.glob("*.npy")):
        check_array(describe(path), np.load(path, allow_pickle=False))


@pytest.mark.parametrize("path", sorted((DATA / "broken").glob("*.npy")), ids=lambda p: p.stem)
def test_broken_arrays_are_refused(describe, path):
    error = describe(path)["error"]
    assert error["code"] in {"format", "limit", "unsupported"}
    assert error["message"] and "\n" not in error["message"]


def test_no_examples_are_left_out():
    """Every broken file that numpy itself reads without pickles is one that we refuse by choice."""
    by_choice = {"complex", "structured", "texts", "rank_17", "twice"}
    for path in (DATA / "broken").glob("*.npy"):
        try:
            np.load(path, allow_pickle=False)
        except (ValueError, EOFError, OSError, MemoryError, OverflowError):
            continue
        assert path.stem in by_choice, path
