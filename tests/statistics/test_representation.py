"""Whether those who take part resemble those who could have.

Longer runs (1,500 and 2,000 worlds, 95 %): of the intervals of participation_cv 0.975 to 0.981 hold 0 in honest draws,
and 0.94 to 0.98 a true spread; of those of dissimilarity_excess 0.99 hold 0 in honest draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.representation import dissimilarity_excess, participation_cv, representation_ratio

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]


def test_a_ratio_is_wilsons_share_over_the_known_share(estimate: Read) -> None:
    # 15 of 148 participants: Wilson 0.0624 to 0.1605 (Newcombe 1998); a fifth of the population
    ratio = estimate(representation_ratio(15, 148, 200, 1000))
    assert ratio.value == pytest.approx(15 / 148 / 0.2)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((0.0624 * 5, 0.1605 * 5), abs=3e-4)


@pytest.mark.parametrize(("participants", "below"), [(50, 0.31), (100, 0.19), (200, 0.09)])
def test_honest_draws_often_fall_below_four_fifths(participants: int, below: float, estimate: Read) -> None:
    # trap: a group of 20 %, perfectly fair draws; the interval, unlike the ratio, does not accuse them
    present = np.random.default_rng(1).binomial(participants, 0.2, size=2000)
    ratios = [estimate(representation_ratio(int(x), participants, 2, 10)) for x in present]
    assert np.mean([ratio.value < 0.8 for ratio in ratios]) == pytest.approx(below, abs=0.03)
    assert np.mean([ratio.interval.high < 1 for ratio in ratios]) <= 0.035


def test_nine_to_one_at_rare_participation_is_a_large_spread(estimate: Read) -> None:
    # trap: 0.1 % against 0.9 %: S = 0.004, the raw R-indicator 1 - 2S = 0.992 calls that representative, CV = 0.8
    cv = estimate(participation_cv([100, 900], [100_000, 100_000], np.random.default_rng(2)))
    assert cv.value == pytest.approx(0.8, abs=0.005)
    assert 0.7 < cv.interval.low < cv.interval.high < 0.9
    raw = 1 - 2 * 0.004
    assert raw == 0.992


def test_the_spread_worked_by_hand_comes_out(estimate: Read) -> None:
    # 60 of 100 and 20 of 100: ρ = 0.6, 0.2, ρ̄ = 0.4, Σf(ρ-ρ̄)² = 0.04;
    # chance: ½·½·(0.24 + 0.16)/99
    cv = estimate(participation_cv([60, 20], [100, 100], np.random.default_rng(3)))
    assert cv.value == pytest.approx((0.04 - 0.1 / 99) ** 0.5 / 0.4)
    assert cv.n == 80


@pytest.mark.parametrize(("groups", "people", "rate"), [(2, 5000, 0.01), (6, 2000, 0.01), (4, 100, 0.4)])
def test_honest_draws_hold_a_spread_of_zero(groups: int, people: int, rate: float, covered: Covered) -> None:
    rng = np.random.default_rng(4)
    worlds = rng.binomial(people, rate, size=(160, groups))
    results = [participation_cv(world, [people] * groups, rng, draws=120) for world in worlds]
    assert covered(results, 0.0) >= 0.93
    assert np.mean([result.value for result in results if isinstance(result, Estimate)]) < 0.12


@pytest.mark.parametrize("propensities", [(0.01, 0.03), (0.02, 0.03, 0.04, 0.05, 0.06), (0.3, 0.5, 0.9)])
def test_a_true_spread_is_covered(propensities: tuple[float, ...], covered: Covered) -> None:
    rng = np.random.default_rng(5)
    people = 2000 if max(propensities) < 0.1 else 60
    truth = float(np.std(propensities) / np.mean(propensities))
    worlds = rng.binomial(people, propensities, size=(240, len(propensities)))
    results = (participation_cv(world, [people] * len(propensities), rng, draws=100) for world in worlds)
    assert covered(results, truth) >= 0.91


def test_a_perfect_fit_still_leaves_a_spread_possible(estimate: Read) -> None:
    cv = estimate(participation_cv([10, 10, 10], [500, 500, 500], np.random.default_rng(6)))
    assert (cv.value, cv.interval.low) == (0, 0)
    assert 0.1 < cv.interval.high < 0.6


@pytest.mark.parametrize(("shares", "participants"), [((0.5, 0.5), 40), ((0.1, 0.2, 0.3, 0.4), 100)])
def test_honest_draws_are_not_dissimilar(
    shares: tuple[float, ...], participants: int, covered: Covered
) -> None:
    rng = np.random.default_rng(7)
    worlds = rng.multinomial(participants, shares, size=400)
    results = [dissimilarity_excess(world, shares, rng, draws=400) for world in worlds]
    assert covered(results, 0.0) >= 0.95
    assert np.mean([r.value for r in results if isinstance(r, Estimate)]) == pytest.approx(0, abs=0.01)


def test_the_dissimilarity_by_chance_worked_by_hand_is_taken_off(estimate: Read) -> None:
    # two participants, two halves: D is 1/2 with chance 1/2 (both of one half), 0 otherwise: expectation 1/4
    excess = estimate(dissimilarity_excess([2, 0], [1, 1], np.random.default_rng(8)))
    assert excess.value == pytest.approx(1 / 2 - 1 / 4)


def test_a_gap_beyond_chance_is_found(estimate: Read) -> None:
    excess = estimate(dissimilarity_excess([20, 180], [5000, 5000], np.random.default_rng(9)))
    # D = 0.4; E|X - 100|/200 of a binomial(200, ½) by De Moivre is about √(2·50/π)/200 = 0.0282
    assert excess.value == pytest.approx(0.4 - 0.0282, abs=2e-4)
    assert excess.interval.low > 0.3


def test_nobody_present_and_nobody_there_are_different_silences() -> None:
    rng = np.random.default_rng(10)
    absent = representation_ratio(0, 0, 10, 100)
    unknown = representation_ratio(5, 50, 0, 100)
    assert isinstance(absent, NotEstimable)
    assert isinstance(unknown, NotEstimable)
    assert (absent.why, unknown.why) == (Why.TOO_FEW, Why.UNDEFINED)
    for measure in (participation_cv, dissimilarity_excess):
        for participants, population in (([0, 0], [10, 10]), ([5, 0], [10, 0])):
            assert isinstance(measure(participants, population, rng), NotEstimable)


def test_participants_from_nowhere_are_refused() -> None:
    rng = np.random.default_rng(11)
    with pytest.raises(ValueError, match="population is 0"):
        dissimilarity_excess([3, 1], [10, 0], rng)
    with pytest.raises(ValueError, match="more of them than people"):
        participation_cv([11, 1], [10, 10], rng)
    with pytest.raises(ValueError, match="a group of 12 in 10"):
        representation_ratio(1, 5, 12, 10)
