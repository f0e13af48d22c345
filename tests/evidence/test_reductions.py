"""A small table as an indicator gets it: numbers without gaps, words or nothing, cut into groups."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from obverse.evidence.evidence import Reduction, reduction_of


def test_words_and_days_come_back_as_they_were_and_nothing_stays_nothing() -> None:
    day = dt.date(2026, 3, 1)
    table = pa.table({
        "word": pa.chunked_array([["b", None, "a"], ["b", ""]]),
        "day": [day, None, day, None, day],
        "never": pa.nulls(5, pa.string()),
        "untyped": pa.nulls(5),
    })  # fmt: skip
    reduction = reduction_of(table)
    assert reduction["word"].tolist() == ["b", None, "a", "b", ""]
    assert reduction["day"].tolist() == [day, None, day, None, day]
    assert reduction["never"].tolist() == reduction["untyped"].tolist() == [None] * 5
    assert len(reduction_of(table.slice(0, 0))) == 0


def test_a_missing_number_is_refused() -> None:
    with pytest.raises(ValueError, match="column votes has missing numbers"):
        reduction_of(pa.table({"votes": [1, None]}))


def test_groups_come_in_the_order_of_their_first_row_and_keep_the_order_of_theirs() -> None:
    table = Reduction({
        "area": np.array(["west", None, "west", "east", None], dtype=object),
        "year": np.array([1, 2, 1, 1, 2]),
        "row": np.arange(5),
    })  # fmt: skip
    cut = {key: part["row"].tolist() for key, part in table.groups("area", "year")}
    assert list(cut.items()) == [(("west", 1), [0, 2]), ((None, 2), [1, 4]), (("east", 1), [3])]
    assert [key for key, _ in table.groups("year")] == [(1,), (2,)]
    assert list(table.where("year", 7).groups("area")) == []
