"""Closures of libraries as a minister told them, and how many of the statutory ones of 2010 were left in 2023.

Checks: libraries_england
Elsewhere: tests/indicators/test_services_in_the_library_register.py, tests/audits/test_examples.py
Elsewhere: tests/every_connector/test_examples.py
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from obverse.quantities import Estimate, Result
from obverse.statistics.ratios import risk_ratio
from obverse.statistics.shares import share_of_register
from obverse.statistics.survival import SurvivalCurve, kaplan_meier, survival_at

REGISTER = Path("libraries_england") / "basic-dataset-for-libraries-2023-enhanced.csv"
STATUTORY = "Type = 'Static Library' AND \"Statutory in 2010\" = 'Yes'"
TOLD = {
    # answer to written question 45523: permanent closures that were not replaced
    2014: 7,
    2015: 19,
    2016: 20,
    2017: 35,
    2018: 26,
    2019: 17,
    2020: 14,
    2021: 17,
    2022: 17,
    2023: 9,
}
Asked = Callable[[str], list[Any]]


@pytest.fixture(scope="module")
def asked(open_data: Path) -> Asked:
    connection = duckdb.connect()
    connection.execute(
        'CREATE TABLE library AS SELECT *, CAST("Year closed" AS INT) AS closed, '
        'CAST("Index of multiple deprivation decile" AS INT) AS tenth FROM read_csv(?, all_varchar = true)',
        [str(open_data / REGISTER)],
    )
    return lambda query: connection.execute(query).fetchall()


def test_the_register_closes_at_least_as_many_libraries_each_year_as_the_minister_told(asked: Asked) -> None:
    # The register does not say which closures were moves to another building: its counts can only be larger.
    counted = dict(
        asked("SELECT closed, count(*) FROM library WHERE Type = 'Static Library' GROUP BY closed")
    )
    assert all(counted[year] >= told for year, told in TOLD.items())
    assert sum(counted[year] for year in TOLD) == 235


def test_around_150_libraries_became_statutory_after_2010(asked: Asked) -> None:
    added = asked(
        "SELECT count(*) FROM library WHERE Type = 'Static Library' "
        "AND \"Statutory in 2010\" = 'No' AND \"Statutory in 2022\" = 'Yes'"
    )
    assert added == [(145,)]


def survival(asked: Asked, tenths: str) -> tuple[SurvivalCurve, int]:
    rows = asked(
        "SELECT least(coalesce(closed, 2024), 2024) - 2010 AS years, count(*) FILTER (WHERE closed <= 2023), "
        "count(*) FILTER (WHERE closed IS NULL OR closed > 2023) "
        f"FROM library WHERE {STATUTORY} AND {tenths} GROUP BY years ORDER BY years"
    )
    years, closed, still_open = (list(column) for column in zip(*rows, strict=True))
    curve = kaplan_meier(years, closed, still_open)
    assert isinstance(curve, SurvivalCurve)
    return curve, sum(closed) + sum(still_open)


@pytest.mark.parametrize(
    ("tenths", "libraries", "left"),
    [("true", 3011, 1 - 250 / 3011), ("tenth <= 2", 733, 0.8527), ("tenth >= 9", 508, 0.9587)],
)
def test_survival_to_2023_is_lowest_in_the_poorest_fifth(
    tenths: str, libraries: int, left: float, asked: Asked, estimate: Callable[[Result], Estimate]
) -> None:
    curve, at_first = survival(asked, tenths)
    share = estimate(survival_at(curve, 13))
    assert at_first == libraries
    assert share.value == pytest.approx(left, abs=5e-5)


def test_statutory_libraries_closed_three_and_a_half_times_as_often_in_the_poorest_fifth(
    asked: Asked, estimate: Callable[[Result], Estimate]
) -> None:
    (closed_poor, poor), (closed_rich, rich) = (
        asked(
            f"SELECT count(*) FILTER (WHERE closed <= 2023), count(*) FROM library WHERE {STATUTORY} AND {where}"
        )[0]
        for where in ("tenth <= 2", "tenth >= 9")
    )
    ratio = estimate(risk_ratio(closed_poor, poor, closed_rich, rich))
    assert ratio.value == pytest.approx((1 - 0.8527) / (1 - 0.9587), rel=0.002)
    assert ratio.interval.low > 2
    assert estimate(share_of_register(closed_poor, poor)).value == pytest.approx(1 - 0.8527, abs=5e-5)
