"""What 523 people drawn by lot thought before and after a weekend of deliberation, as their organisers printed it.

Checks: america_in_one_room

The 844 people of the control group are not in the copy: the changes here are changes, and no effects.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pytest

from obverse.quantities import Estimate, Result, Unit
from obverse.statistics.clusters import clustered_share
from obverse.statistics.paired_changes import paired_change, sign_test
from obverse.statistics.permutation import PermutationTest

ANSWERS = Path("america_in_one_room") / "a1r_participants_pre_post.csv"
# Answers run from 0 to 10; -8, 77, 98 and 99 say that there is none.
IN_FAVOUR = """
    SELECT
        "GROUP" AS met_in,
        count(*) FILTER (WHERE {item} BETWEEN 6 AND 10) AS yes,
        count(*) FILTER (WHERE {item} BETWEEN 0 AND 10) AS answers
    FROM read_csv(?, header = true) WHERE {condition} GROUP BY met_in ORDER BY met_in
"""
REPUBLICANS = "PARTYBEFORE = 'Republican'"
Columns = dict[str, npt.NDArray[np.int64]]


def asked(file: Path, query: str) -> Columns:
    columns: Columns = duckdb.execute(query, [str(file)]).fetchnumpy()
    return columns


@pytest.mark.parametrize(
    ("item", "condition", "percent"),
    [
        # printed: 79 % of Republicans before, 40 % after
        ("Q2I", REPUBLICANS, 78.7),
        ("T2Q2I", REPUBLICANS, 40.3),
        ("Q2A", REPUBLICANS, 65.6),
        ("T2Q2A", REPUBLICANS, 34.4),
        # all participants who think that democracy works well: their share doubled, it is printed
        ("Q1", "true", 29.9),
        ("T2Q1", "true", 60.4),
    ],
)
def test_the_share_in_favour_is_the_printed_one(
    item: str, condition: str, percent: float, open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    groups = asked(open_data / ANSWERS, IN_FAVOUR.format(item=item, condition=condition))
    share = estimate(clustered_share(groups["yes"], groups["answers"]))
    assert round(100 * share.value, 1) == percent


@pytest.mark.parametrize(
    ("item", "condition", "rises"),
    [("Q2I", REPUBLICANS, False), ("Q2A", REPUBLICANS, False), ("Q1", "true", True)],
)
def test_the_same_people_changed_by_more_than_chance_in_their_40_groups(
    item: str, condition: str, rises: bool, open_data: Path, estimate: Callable[[Result], Estimate]
) -> None:
    pairs = asked(
        open_data / ANSWERS,
        f'SELECT {item} AS before, T2{item} AS after, "GROUP" - 1 AS met_in FROM read_csv(?, header = true) '
        f"WHERE {item} BETWEEN 0 AND 10 AND T2{item} BETWEEN 0 AND 10 AND {condition}",
    )
    change = estimate(
        paired_change(
            pairs["before"], pairs["after"], unit=Unit.POINTS, cluster=pairs["met_in"], limits=(-10, 10)
        )
    )
    test = sign_test(pairs["before"], pairs["after"])
    assert isinstance(test, PermutationTest)
    assert test.p < 0.001
    assert (change.interval.low > 0) if rises else (change.interval.high < 0)


def test_523_people_met_in_40_groups(open_data: Path) -> None:
    found = duckdb.execute(
        'SELECT count(*), count(DISTINCT ID), count(DISTINCT "GROUP") FROM read_csv(?, header = true)',
        [str(open_data / ANSWERS)],
    ).fetchall()
    assert found == [(523, 523, 40)]
