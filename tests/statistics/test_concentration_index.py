"""Indices over groups ranked by deprivation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Basis, Estimate, NotEstimable, Result, Why
from obverse.statistics.clusters import clustered_mean
from obverse.statistics.concentration_index import (
    RankedIndex,
    concentration_index,
    concentration_interval,
    erreygers_index,
    rate_concentration,
    wagstaff_index,
)

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]

INDICES = {
    "concentration": concentration_index,
    "wagstaff": wagstaff_index,
    "erreygers": erreygers_index,
}


def test_child_mortality_in_india_comes_out(estimate: Read) -> None:
    # World Bank, Quantitative Techniques for Health Equity Analysis, Technical Note 7: C = -0.1694
    births = [29939, 28776, 26528, 24689, 19739]
    deaths_per_1000 = [154.7, 152.9, 119.5, 86.9, 54.3]
    index = estimate(concentration_index(deaths_per_1000, births))
    assert index.value == pytest.approx(-0.1694, abs=5e-5)
    assert index.interval.basis is Basis.FULL_COUNT


def test_nine_to_one_at_rare_participation_looks_like_nothing_on_the_absolute_index(estimate: Read) -> None:
    # trap: 0.1 % of the poorer half and 0.9 % of the richer take part. By hand: 2R-1 = -1/2, 1/2;
    # C = (0.9-0.1)/(0.9+0.1)/2 = 0.4; W = 0.4/0.995; E = 4·0.005·0.4
    shares, population = [0.001, 0.009], [1, 1]
    assert estimate(concentration_index(shares, population)).value == pytest.approx(0.4)
    assert estimate(wagstaff_index(shares, population)).value == pytest.approx(0.4 / 0.995)
    assert estimate(erreygers_index(shares, population)).value == pytest.approx(0.008)


def test_events_counted_by_group_give_the_index_of_their_rates(estimate: Read) -> None:
    events, people = np.array([12, 9, 11, 8, 10]), np.array([120, 90, 100, 70, 130])
    assert estimate(concentration_interval(events, people)).value == pytest.approx(
        estimate(concentration_index(events / people, people)).value
    )


@pytest.mark.parametrize("index", ["concentration", "wagstaff", "erreygers"])
def test_units_hit_give_the_index_of_their_risks(index: RankedIndex, estimate: Read) -> None:
    events, units = np.array([36, 41, 17, 25, 20]), np.array([300, 280, 310, 290, 300])
    assert estimate(rate_concentration(events, units, index=index)).value == pytest.approx(
        estimate(INDICES[index](events / units, units)).value
    )


@pytest.mark.parametrize("slope", [0.0, 0.8])
@pytest.mark.parametrize(("groups", "events"), [(10, 10), (10, 50), (10, 200), (5, 50), (20, 50)])
def test_the_index_of_counted_events_is_covered(
    groups: int, events: int, slope: float, covered: Covered
) -> None:
    place = (2 * np.arange(groups) + 1) / groups - 1
    chances = (1 + slope * place) / groups
    worlds = np.random.default_rng(1).multinomial(events, chances, size=1200)
    results = (concentration_interval(world, np.ones(groups)) for world in worlds)
    assert covered(results, float(chances @ place)) >= 0.935


def test_the_index_is_covered_also_where_two_tenths_have_nearly_all(covered: Covered) -> None:
    place = (2 * np.arange(10) + 1) / 10 - 1
    chances = np.array([0.45, 0.45] + [0.0125] * 8)
    worlds = np.random.default_rng(2).multinomial(20, chances, size=2000)
    results = (concentration_interval(world, np.ones(10)) for world in worlds)
    assert covered(results, float(chances @ place)) >= 0.96


@pytest.mark.parametrize(("events", "reach"), [(50, 0.16), (300, 0.065)])
def test_chance_alone_spans_the_index(events: int, reach: float, estimate: Read) -> None:
    interval = estimate(concentration_interval(np.full(10, events // 10), np.ones(10))).interval
    assert interval.high == pytest.approx(reach, abs=0.005)
    assert interval.low == pytest.approx(-reach, abs=0.005)


@pytest.mark.parametrize("index", ["concentration", "wagstaff", "erreygers"])
@pytest.mark.parametrize(
    ("groups", "units", "mean", "slope"),
    [(10, 30, 0.05, 0.8), (10, 300, 0.06, 0.5), (5, 40, 0.5, 0.0), (5, 40, 0.9, -0.1), (10, 5, 0.3, 0.5)],
)
def test_the_indices_of_risks_are_covered(
    *,
    groups: int,
    units: int,
    mean: float,
    slope: float,
    index: RankedIndex,
    covered: Covered,
    estimate: Read,
) -> None:
    place = (2 * np.arange(groups) + 1) / groups - 1
    risks = mean * (1 + slope * place)
    truth = estimate(INDICES[index](risks, np.ones(groups))).value
    worlds = np.random.default_rng(3).binomial(units, risks, size=(600, groups))
    results = (rate_concentration(world, [units] * groups, index=index) for world in worlds)
    assert covered(results, truth) >= 0.92


def test_the_index_of_money_is_a_mean_over_projects(estimate: Read) -> None:
    # the same index with projects as clusters of euros: Σ amount·(2R-1) / Σ amount
    amounts, area = np.array([10, 40, 5, 5, 30, 10]), np.array([0, 3, 1, 2, 3, 4])
    place = (2 * np.arange(5) + 1) / 5 - 1
    per_area = np.bincount(area, weights=amounts, minlength=5)
    by_projects = clustered_mean(
        amounts * place[area],
        amounts,
        unit=estimate(concentration_index([1, 1], [1, 1])).unit,
        limits=(-1, 1),
    )
    assert estimate(by_projects).value == pytest.approx(
        estimate(concentration_index(per_area, np.ones(5))).value
    )


def test_units_that_are_hit_once_vary_less_than_events(estimate: Read) -> None:
    # half of the units are hit: the binomial variance is half of the Poisson one
    hit, units = [20] * 5, [40] * 5
    once, any_number = estimate(rate_concentration(hit, units)), estimate(concentration_interval(hit, units))
    assert once.interval.high == pytest.approx(any_number.interval.high * 0.5**0.5, rel=0.02)


def test_all_events_in_one_group_still_leave_an_interval(estimate: Read) -> None:
    index = estimate(concentration_interval([12, 0, 0, 0, 0], np.ones(5)))
    assert index.value == pytest.approx(-0.8)
    assert index.interval.low < -0.8 < -0.55 < index.interval.high


def test_no_event_is_no_index() -> None:
    for index in (concentration_index, concentration_interval, rate_concentration):
        result = index([0, 0, 0], [10, 10, 10])
        assert isinstance(result, NotEstimable)
        assert (result.why, result.remedy) == (Why.UNDEFINED, "nonzero_total")


def test_one_group_has_no_rank() -> None:
    result = concentration_interval([3, 0], [10, 0])
    assert isinstance(result, NotEstimable)
    assert (result.remedy, result.have, result.need) == ("both_groups", 1, 2)


def test_where_everybody_is_hit_wagstaffs_index_is_undefined() -> None:
    assert isinstance(wagstaff_index([1, 1], [5, 5]), NotEstimable)
    assert isinstance(rate_concentration([5, 5], [5, 5], index="wagstaff"), NotEstimable)


def test_impossible_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="population is 0"):
        concentration_interval([3, 1, 1], [10, 10, 0])
    with pytest.raises(ValueError, match="more in a group than units"):
        rate_concentration([3, 1], [2, 10])
    with pytest.raises(ValueError, match="between 0 and 1"):
        wagstaff_index([30, 10], [100, 100])
    with pytest.raises(ValueError, match="negative"):
        concentration_index([-1, 1], [1, 1])
