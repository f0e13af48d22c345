"""Schools of California: means, totals and weights as the survey package of R prints them.

Checks: survey_api
Elsewhere: tests/statistics/test_clusters.py

The mean calibrated on last year's score (666.72, standard error 3.2959) cannot come out: it needs a regression
estimator, and the statistics here only weight by categories.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import stdtrit

from obverse.quantities import Estimate, Result, Unit
from obverse.statistics.clusters import ClusterRatio, cluster_ratio, clustered_mean, clustered_share
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.weighting import Weighting, design_effect, post_stratify, rake

SCHOOLS = 6194
DISTRICTS = 757
TYPES = {"E": 4421, "H": 755, "M": 1018}
SCHOOL_WIDE = {"No": 1072, "Yes": 5122}
TRUE_MEAN = 664.7126
Columns = dict[str, npt.NDArray[np.float64]]
Read = Callable[[str, str], Columns]


@pytest.fixture
def read(open_data: Path) -> Read:
    def columns(name: str, query: str) -> Columns:
        file = open_data / "survey_api" / f"{name}.csv"
        found: Columns = duckdb.execute(
            f"SELECT {query} FROM read_csv(?, header = true)", [str(file)]
        ).fetchnumpy()
        return found

    return columns


def weighted(result: object) -> Weighting:
    assert isinstance(result, Weighting), result
    return result


def by_district(schools: Columns, what: str) -> npt.NDArray[np.float64]:
    place = np.unique(schools["dnum"], return_inverse=True)[1]
    return np.bincount(place, schools[what]).astype(np.float64)


def test_the_mean_of_all_schools_lies_in_the_interval_of_fifteen_districts(
    read: Read, estimate: Callable[[Result], Estimate]
) -> None:
    everybody = read("apipop_core", "avg(api00) AS mean, count(*) AS schools")
    assert round(float(everybody["mean"][0]), 4) == TRUE_MEAN
    assert int(everybody["schools"][0]) == SCHOOLS
    schools = read("apiclus1", "dnum, api00, 1 AS one")
    mean = estimate(
        clustered_mean(by_district(schools, "api00"), by_district(schools, "one"), unit=Unit.COEFFICIENT)
    )
    assert round(mean.value, 2) == 644.17
    assert mean.interval.contains(TRUE_MEAN)


def test_the_total_of_pupils_and_its_error_come_out_of_the_totals_of_districts(read: Read) -> None:
    schools = read("apiclus1", "dnum, pw * enroll AS pupils")
    totals = by_district(schools, "pupils")
    mean = cluster_ratio(totals, np.ones(len(totals)))
    assert isinstance(mean, ClusterRatio)
    assert round(mean.value * len(totals)) == 3_404_940
    # R takes the districts as drawn without putting back from 757
    drawn_of_few = math.sqrt(1 - len(totals) / DISTRICTS)
    assert round(mean.error * len(totals) * drawn_of_few) == 932_235


def test_the_share_of_pupils_tested_is_the_ratio_of_totals(
    read: Read, estimate: Callable[[Result], Estimate]
) -> None:
    schools = read("apiclus1", 'dnum, "api.stu" AS tested, enroll AS pupils')
    share = estimate(clustered_share(by_district(schools, "tested"), by_district(schools, "pupils")))
    assert round(share.value, 7) == 0.8497087


def test_the_stratified_mean_and_its_error_come_out_of_the_three_types_of_school(
    read: Read, estimate: Callable[[Result], Estimate]
) -> None:
    schools = read("apistrat", "stype, api00, pw")
    of_type = [schools["api00"][schools["stype"] == name] for name in TYPES]
    weighting = weighted(post_stratify([len(part) for part in of_type], list(TYPES.values())))
    total = sum(weight * part.sum() for weight, part in zip(weighting.weights, of_type, strict=True))
    assert round(float(total) / 200, 3) == 662.287
    # the intervals of the three means are read back into standard errors, and each type was drawn without putting back
    variance = 0.0
    for schools_of_type, part in zip(TYPES.values(), of_type, strict=True):
        value, times = np.unique(part, return_counts=True)
        mean = estimate(mean_of_histogram(value, times, unit=Unit.COEFFICIENT))
        reach = (mean.interval.high - mean.interval.low) / 2 / stdtrit(len(part) - 1, 0.975)
        variance += (schools_of_type / SCHOOLS * reach) ** 2 * (1 - len(part) / schools_of_type)
    assert round(math.sqrt(variance), 4) == 9.4089


def test_weights_of_the_stratified_sample_cost_a_fifth_of_it(read: Read) -> None:
    assert round(design_effect(read("apistrat", "pw")["pw"]), 5) == 1.18637


def test_raked_to_two_margins_the_mean_and_the_total_are_those_of_r(read: Read) -> None:
    schools = read("apiclus1", 'stype, "sch.wide" AS wide, api00, enroll')
    cells = np.column_stack(
        [
            np.searchsorted(list(names), schools[column].astype(str))
            for column, names in (("stype", TYPES), ("wide", SCHOOL_WIDE))
        ]
    )
    n = len(cells)
    raking = weighted(rake(cells, np.ones(n, int), [list(TYPES.values()), list(SCHOOL_WIDE.values())]))
    assert round(float(raking.weights @ schools["api00"]) / n, 3) == 641.230
    assert round(float(raking.weights @ schools["enroll"]) * SCHOOLS / n) == 3_647_280
