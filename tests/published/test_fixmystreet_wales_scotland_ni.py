"""Reports from less deprived areas of Wales, Scotland and Northern Ireland are more frequent than from the others.

Checks: fixmystreet_wales_scotland_ni
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from obverse.indicators.indicator import Measurement
from obverse.quantities import Estimate, NotEstimable, Result

# Areas with no report are not in the files of reports, and how many people live in an area is not told: each counts as
# one, as in the figure to be reproduced. The files give no days either: the last one of the period stands for all.
AREAS = """
    SELECT area.lsoa AS id, CAST(floor(area.UK_IMD_E_rank) AS BIGINT) AS deprivation_rank, 1 AS population,
        coalesce(counted.reports, 0) AS reports
    FROM read_csv('{areas}', header = true) AS area
    LEFT JOIN read_csv('{reports}', header = true) AS counted ON counted.lsoa = area.lsoa
    ORDER BY area.UK_IMD_E_rank, area.lsoa
"""
REPORTS = """
    SELECT row_number() OVER () AS id, 'report' AS kind, area.id AS area, DATE '{last_day}' AS created_at
    FROM area, range(area.reports)
"""


@pytest.fixture
def measured(
    open_data: Path,
    build_dossier: Callable[..., Path],
    measure: Callable[[str, Path], Measurement],
) -> Callable[[str, str], Measurement]:
    def run(file: str, last_day: str) -> Measurement:
        folder = open_data / "fixmystreet_wales_scotland_ni"
        directory = build_dossier({}, audit={"as_of": dt.date(2021, 12, 31)})
        evidence = directory / "evidence"
        rows = duckdb.connect()
        areas = AREAS.format(areas=folder / "uk_imd_e.csv", reports=folder / file)
        rows.execute(f"CREATE TABLE area AS {areas}")
        rows.execute(
            f"COPY (SELECT id, deprivation_rank, population FROM area) TO '{evidence / 'neighbourhood.csv'}'"
        )
        rows.execute(f"COPY ({REPORTS.format(last_day=last_day)}) TO '{evidence / 'contribution.csv'}'")
        return measure("E5.13", directory)

    return run


@pytest.mark.parametrize(
    ("file", "last_day", "reports", "index"),
    [
        ("fms_lsoa_all_time.csv", "2021-07-31", 154_623, 0.08214),
        ("fms_lsoa_2019.csv", "2019-12-31", 18_369, 0.04045),
    ],
)
def test_reports_come_more_often_from_the_less_deprived_of_9775_areas(
    *,
    file: str,
    last_day: str,
    reports: int,
    index: float,
    measured: Callable[[str, str], Measurement],
    estimate: Callable[[Result], Estimate],
) -> None:
    measurement = measured(file, last_day)
    found = estimate(measurement.results["reports.index"])
    assert found.n == reports
    assert found.value == pytest.approx(index, abs=1e-5)
    assert found.interval.low > 0
    # whether the same problem is reported sooner cannot be told where no report says which other one it repeats
    speed = measurement.results["speed.index"]
    assert isinstance(speed, NotEstimable)
    assert speed.why == "not_collected"
