"""What chance alone concentrates, and what goes beyond it.

Longer runs of the simulations below (3,000 worlds; 300 for 2,000 persons), share of intervals at 95 % that hold 0
when all have equal chances:

| persons | events | Gini | HHI |
|---|---|---|---|
| 8 | 20 | 0.984 | 1.000 |
| 15 | 60 | 0.991 | 1.000 |
| 100 | 30 | 0.973 | 1.000 |
| 2,000 | 50,000 | 0.983 | 1.000 |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from scipy.special import i0e, i1e

from obverse.quantities import Estimate, NotEstimable, Result
from obverse.statistics.concentration import Concentration, histogram, index_of_histograms
from obverse.statistics.equal_chances import equal_chance_mean, equal_chance_null, excess_concentration

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


@pytest.mark.parametrize(
    ("events", "persons", "mean", "high"), [(60, 15, 0.260, 0.342), (20, 8, 0.306, 0.450)]
)
def test_equal_chances_already_look_unequal(events: int, persons: int, mean: float, high: float) -> None:
    null = equal_chance_null(events, persons, np.random.default_rng(1), draws=20_000)
    assert float(equal_chance_mean(events, persons)) == pytest.approx(mean, abs=5e-4)
    assert null.mean() == pytest.approx(mean, abs=2e-3)
    assert np.quantile(null, 0.95) == pytest.approx(high, abs=0.01)


def test_the_expectation_is_exact_for_two_persons() -> None:
    # by hand: 3 events on 2 persons: (3,0) with chance 1/4 gives G = 1/2, (2,1) with 3/4 gives 1/6
    assert float(equal_chance_mean(3, 2)) == pytest.approx(1 / 4 * 1 / 2 + 3 / 4 * 1 / 6)


def test_the_expectation_is_exact_for_three_persons() -> None:
    # by hand: 2 events on 3 persons: (2,0,0) with chance 1/3 gives 2/3, (1,1,0) with 2/3 gives 1/3
    assert float(equal_chance_mean(2, 3)) == pytest.approx(1 / 3 * 2 / 3 + 2 / 3 * 1 / 3)


@pytest.mark.parametrize("rate", [0.5, 2, 20])
def test_for_many_persons_the_expectation_is_the_gini_coefficient_of_a_poisson_variable(rate: float) -> None:
    poisson = i0e(2 * rate) + i1e(2 * rate)
    assert float(equal_chance_mean(int(rate * 10**6), 10**6)) == pytest.approx(poisson, abs=1e-6)


@pytest.mark.parametrize("statistic", ["gini", "hhi"])
@pytest.mark.parametrize(("events", "persons"), [(900, 600), (9000, 600), (400, 1000)])
def test_large_worlds_are_drawn_as_if_every_event_were_placed(
    events: int, persons: int, statistic: Concentration
) -> None:
    fast = equal_chance_null(events, persons, np.random.default_rng(1), draws=4000, statistic=statistic)
    worlds = np.random.default_rng(2).multinomial(events, [1 / persons] * persons, size=4000)
    widest = worlds.max() + 1
    table = np.stack([np.bincount(world, minlength=widest) for world in worlds])
    placed = index_of_histograms(np.arange(widest), table, statistic)
    spread = placed.std()
    assert fast.std() == pytest.approx(spread, rel=0.06)
    for tail in (0.025, 0.5, 0.975):
        assert abs(np.quantile(fast, tail) - np.quantile(placed, tail)) < 0.17 * spread


@pytest.mark.parametrize("statistic", ["gini", "hhi"])
@pytest.mark.parametrize(
    ("persons", "events", "worlds", "draws"),
    [(15, 60, 400, 499), (8, 20, 400, 499), (2000, 50_000, 100, 199)],
)
def test_where_all_have_equal_chances_the_interval_holds_zero(
    *, persons: int, events: int, worlds: int, draws: int, statistic: Concentration, covered: Covered
) -> None:
    rng = np.random.default_rng(4)
    results = (
        excess_concentration(*histogram(world), rng, statistic=statistic, draws=draws)
        for world in rng.multinomial(events, [1 / persons] * persons, size=worlds)
    )
    assert covered(results, 0.0) >= 0.95


@pytest.mark.parametrize(
    ("persons", "events", "loudest"), [(15, 60, 0.5), (25, 200, 0.2), (60, 120, 0.5), (15, 600, 0.2)]
)
def test_the_expected_excess_is_covered_where_one_person_dominates(
    persons: int, events: int, loudest: float, covered: Covered
) -> None:
    rng = np.random.default_rng(5)
    chances = [loudest] + [(1 - loudest) / (persons - 1)] * (persons - 1)
    worlds = rng.multinomial(events, chances, size=8_000)
    x = np.sort(worlds, axis=1)
    rank = 2 * np.arange(1, persons + 1) - persons - 1
    truth = float(np.mean(x @ rank / (persons * events))) - float(equal_chance_mean(events, persons))
    results = [excess_concentration(*histogram(world), rng, draws=120) for world in worlds[:600]]
    assert covered(results, truth) >= 0.91


def test_one_person_in_fifteen_who_takes_half_of_the_floor_is_found(estimate: Read) -> None:
    rng = np.random.default_rng(6)
    worlds = rng.multinomial(60, [0.5] + [0.5 / 14] * 14, size=100)
    excess = [estimate(excess_concentration(*histogram(world), rng, draws=200)) for world in worlds]
    assert np.mean([result.interval.low > 0 for result in excess]) > 0.95


def test_the_excess_is_negative_where_turns_are_dealt_out(estimate: Read) -> None:
    excess = estimate(excess_concentration([4], [15], np.random.default_rng(7)))
    assert excess.value == pytest.approx(-0.2596, abs=1e-4)
    assert excess.interval.high < 0


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = (
        excess_concentration([0, 2, 9], [3, 5, 2], np.random.default_rng(8), draws=300) for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize(("value", "persons"), [([0], [9]), ([3], [1]), ([0, 1], [9, 1])])
def test_too_little_gives_no_excess(value: list[int], persons: list[int]) -> None:
    result = excess_concentration(value, persons, np.random.default_rng(1), statistic="hhi")
    assert isinstance(result, NotEstimable)


def test_equal_chances_of_one_person_are_refused() -> None:
    with pytest.raises(ValueError, match="two persons"):
        equal_chance_mean(10, 1)
    with pytest.raises(ValueError, match="two persons"):
        equal_chance_null(10, 1, np.random.default_rng(1))
