"""Agreement on an order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import permutations, product

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.concordance import kendalls_w, mid_ranks
from obverse.statistics.permutation import PermutationTest

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]

# Siegel 1956: three executives rank six applicants. Rank sums 8, 14, 11, 11, 11, 8, mean 10.5,
# s = 25.5, W = 12·25.5/(9·(216-6)) = 0.16
EXECUTIVES: list[list[float]] = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]


def test_siegels_executives_come_out(estimate: Read) -> None:
    agreement = kendalls_w(EXECUTIVES, np.random.default_rng(1))
    assert estimate(agreement.concordance).value == pytest.approx(12 * 25.5 / (9 * 210))
    assert round(estimate(agreement.concordance).value, 2) == 0.16
    assert agreement.judges_dropped == 0


def test_ties_worked_by_hand_are_corrected_for(estimate: Read) -> None:
    # ranks (1.5, 1.5, 3), (1, 2, 3), (1, 2.5, 2.5): sums 3.5, 6, 8.5, Σ(R-6)² = 12.5;
    # T = 6, 0, 6; W = 12·12.5/(9·24 - 3·12)
    w = estimate(kendalls_w([[1, 1, 2], [1, 2, 3], [7, 9, 9]], np.random.default_rng(2)).concordance)
    assert w.value == pytest.approx(12 * 12.5 / (9 * 24 - 3 * 12))


def test_the_p_value_is_the_share_of_all_rankings() -> None:
    judges = np.array([[1, 2, 3], [1, 2, 3], [2, 1, 3]])
    seen = ((judges.sum(axis=0) - 6) ** 2).sum()
    rankings = list(permutations([1, 2, 3]))
    worlds = [np.sum(world, axis=0) for world in product(rankings, repeat=3)]
    expected = np.mean([((sums - 6) ** 2).sum() >= seen for sums in worlds])
    test = kendalls_w(judges, np.random.default_rng(3), draws=20_000).test
    assert isinstance(test, PermutationTest)
    assert test.p == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("judges", "agreement"), [(4, 0.5), (6, 4.0), (10, 1.5), (20, 0.0), (50, 0.5)])
def test_the_concordance_is_covered(judges: int, agreement: float, covered: Covered) -> None:
    rng = np.random.default_rng(4)
    order = np.linspace(-1, 1, 6) * agreement
    many = mid_ranks(order + rng.normal(size=(4000, 6)))
    correlation = (np.corrcoef(many).sum() - 4000) / (4000 * 3999)
    truth = (1 + (judges - 1) * correlation) / judges
    results = (kendalls_w(order + rng.normal(size=(judges, 6)), rng, draws=1).concordance for _ in range(600))
    assert covered(results, truth) >= 0.93


def test_without_agreement_the_test_keeps_its_level() -> None:
    rng = np.random.default_rng(5)
    tests = [kendalls_w(rng.normal(size=(5, 4)), rng, draws=99).test for _ in range(400)]
    assert np.mean([isinstance(test, PermutationTest) and test.p <= 0.05 for test in tests]) <= 0.08


def test_resampling_judges_would_find_agreement_where_there_is_none(estimate: Read) -> None:
    # copies of a judge agree with each other: the mean W of resamples lies well above the W observed
    rng = np.random.default_rng(6)
    scores = rng.normal(size=(6, 8))
    seen = estimate(kendalls_w(scores, rng, draws=1).concordance).value
    resampled = [
        estimate(kendalls_w(scores[rng.integers(6, size=6)], rng, draws=1).concordance).value
        for _ in range(200)
    ]
    assert np.mean(resampled) > seen + 0.1


def test_judges_who_left_an_item_out_are_dropped_and_counted(estimate: Read) -> None:
    incomplete: list[list[float]] = [*EXECUTIVES, [1, 2, np.nan, 3, 4, 5]]
    agreement = kendalls_w(incomplete, np.random.default_rng(7))
    assert agreement.judges_dropped == 1
    assert estimate(agreement.concordance).n == 3


def test_two_judges_are_too_few() -> None:
    agreement = kendalls_w([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, np.nan]], np.random.default_rng(8))
    assert isinstance(agreement.concordance, NotEstimable)
    assert (agreement.concordance.have, agreement.concordance.need) == (2, 3)
    assert agreement.test == agreement.concordance


def test_judges_who_rank_everything_alike_order_nothing() -> None:
    agreement = kendalls_w([[1, 1, 1]] * 4, np.random.default_rng(9))
    assert isinstance(agreement.concordance, NotEstimable)
    assert agreement.concordance.why is Why.UNDEFINED


def test_perfect_agreement_of_three_is_no_certainty(estimate: Read) -> None:
    w = estimate(kendalls_w([[1, 2, 3, 4]] * 3, np.random.default_rng(10)).concordance)
    assert (w.value, w.interval.high) == (1, 1)
    assert w.interval.low < 0.2


def test_a_vector_is_refused() -> None:
    with pytest.raises(ValueError, match="judges by items"):
        kendalls_w([1, 2, 3], np.random.default_rng(11))
