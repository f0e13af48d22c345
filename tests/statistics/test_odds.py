"""One odds ratio over strata."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.odds import (
    mantel_haenszel_permutation,
    odds_ratio_exact,
    odds_ratio_mantel_haenszel,
)
from obverse.statistics.permutation import PermutationTest

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]

# Admission of men and women to six departments (Bickel, Hammel & O'Connell 1975), R's UCBAdmissions.
# mantelhaen.test(UCBAdmissions): common odds ratio 0.9046968, 95 percent confidence interval 0.7719074 1.0603298
ADMISSIONS = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]


def test_the_admissions_of_r_come_out(estimate: Read) -> None:
    ratio = estimate(odds_ratio_mantel_haenszel(ADMISSIONS))
    assert ratio.value == pytest.approx(0.9046968, abs=5e-8)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((0.7719074, 1.0603298), abs=5e-8)
    assert ratio.n == 4526


def test_pooling_the_strata_would_reverse_the_answer(estimate: Read) -> None:
    pooled = np.sum(ADMISSIONS, axis=0, keepdims=True)
    assert estimate(odds_ratio_mantel_haenszel(pooled)).interval.low > 1.5
    assert estimate(odds_ratio_mantel_haenszel(ADMISSIONS)).interval.high < 1.1


def test_large_strata_give_about_the_same_interval_exactly(estimate: Read) -> None:
    normal = estimate(odds_ratio_mantel_haenszel(ADMISSIONS)).interval
    exact = estimate(odds_ratio_exact(ADMISSIONS)).interval
    assert (exact.low, exact.high) == pytest.approx((normal.low, normal.high), rel=0.005)


def test_the_lady_tasting_tea_comes_out(estimate: Read) -> None:
    # R documentation of fisher.test: TeaTasting, alternative = "greater": odds ratio 6.408309, low end 0.3135693
    one_sided = estimate(odds_ratio_exact([[[3, 1], [1, 3]]], level=0.9))
    assert one_sided.value == pytest.approx(6.408309, rel=1e-5)
    assert one_sided.interval.low == pytest.approx(0.3135693, rel=1e-4)
    # both sides by hand: given the margins the chances are 1, 16ψ, 36ψ², 16ψ³, ψ⁴ over their sum
    interval = estimate(odds_ratio_exact([[[3, 1], [1, 3]]])).interval
    for ratio, cells in ((interval.low, (3, 4)), (interval.high, (0, 1, 2, 3))):
        weights = np.array([1, 16, 36, 16, 1]) * ratio ** np.arange(5)
        assert weights[list(cells)].sum() / weights.sum() == pytest.approx(0.025)


def test_small_cells_go_exact_and_may_have_no_upper_end(estimate: Read) -> None:
    ratio = estimate(odds_ratio_mantel_haenszel([[[3, 0], [1, 3]], [[2, 0], [1, 2]]]))
    assert ratio.method == "odds_ratio_exact"
    assert math.isinf(ratio.interval.high)
    assert 0 < ratio.interval.low < ratio.value < math.inf


def test_an_expected_total_close_to_its_end_goes_exact_although_no_cell_is_empty(estimate: Read) -> None:
    # by hand: expected a = 10·6/40 = 1.5, less than 5 above its lowest value 0
    assert estimate(odds_ratio_mantel_haenszel([[[3, 7], [3, 27]]])).method == "odds_ratio_exact"
    assert estimate(odds_ratio_mantel_haenszel([[[13, 17], [13, 37]]])).method == "mantel_haenszel"


def test_none_of_the_group_gives_zero_with_an_upper_end(estimate: Read) -> None:
    ratio = estimate(odds_ratio_exact([[[0, 3], [3, 1]]]))
    assert (ratio.value, ratio.interval.low) == (0, 0)
    assert 0 < ratio.interval.high < math.inf


def test_mid_p_is_narrower_than_exact(estimate: Read) -> None:
    exact = estimate(odds_ratio_exact([[[7, 3], [4, 6]]])).interval
    mid_p = estimate(odds_ratio_exact([[[7, 3], [4, 6]]], mid_p=True)).interval
    assert exact.low < mid_p.low < mid_p.high < exact.high


@pytest.mark.parametrize("truth", [1.0, 3.0, 8.0])
@pytest.mark.parametrize(
    ("groups", "chances"),
    [
        ([(5, 5)] * 4, (0.3, 0.5)),
        ([(2, 2)] * 10, (0.3, 0.5)),
        ([(1, 3)] * 20, (0.3, 0.5)),
        ([(4, 20)] * 5, (0.1, 0.3)),
        ([(25, 25)], (0.2,)),
    ],
)
def test_the_odds_ratio_is_covered_also_when_cells_are_small(
    groups: list[tuple[int, int]], chances: tuple[float, ...], truth: float, covered: Covered
) -> None:
    rng = np.random.default_rng(1)
    sizes = np.array(groups)
    base = np.resize(np.array(chances), len(groups))
    odds = truth * base / (1 - base)
    worlds = 300
    yes = np.stack(
        (
            rng.binomial(sizes[:, 0], odds / (1 + odds), size=(worlds, len(groups))),
            rng.binomial(sizes[:, 1], base, size=(worlds, len(groups))),
        ),
        axis=2,
    )
    tables = np.stack((yes, sizes - yes), axis=3)
    # 0.95 or more in runs of 1,500; two and a half standard errors of 300 are 0.03
    assert covered((odds_ratio_mantel_haenszel(table) for table in tables), truth) >= 0.92


def test_permutation_within_strata_keeps_its_level() -> None:
    rng = np.random.default_rng(2)
    rejected = []
    for _ in range(400):
        yes = rng.binomial(6, [[0.2, 0.2], [0.5, 0.5], [0.7, 0.7]])
        test = mantel_haenszel_permutation(np.stack((yes, 6 - yes), axis=2), rng, draws=199)
        rejected.append(isinstance(test, PermutationTest) and test.p <= 0.05)
    assert np.mean(rejected) <= 0.07


def test_the_permutation_agrees_with_the_exact_distribution() -> None:
    # one stratum: P(|a - 2| >= 2) with a hypergeometric out of 4 and 4 is 2/70
    test = mantel_haenszel_permutation([[[4, 0], [0, 4]]], np.random.default_rng(3), draws=99_999)
    assert isinstance(test, PermutationTest)
    assert test.p == pytest.approx(2 / 70, abs=0.002)
    assert test.smallest_p == 1e-5


def test_strata_that_compare_nothing_do_not_count(estimate: Read) -> None:
    informative: list[list[list[int]]] = [[[6, 4], [3, 7]]]
    with_others: list[list[list[int]]] = [*informative, [[5, 5], [0, 0]], [[4, 0], [9, 0]]]
    assert odds_ratio_mantel_haenszel(with_others) == odds_ratio_mantel_haenszel(informative)
    assert estimate(odds_ratio_exact(with_others)).n == 20


def test_groups_that_never_meet_in_a_stratum_give_no_ratio() -> None:
    ratio = odds_ratio_mantel_haenszel([[[5, 5], [0, 0]], [[0, 0], [5, 5]]])
    assert isinstance(ratio, NotEstimable)
    assert (ratio.why, ratio.remedy) == (Why.UNDEFINED, "both_groups")


def test_an_absent_group_gives_no_ratio_and_no_test() -> None:
    tables = [[[5, 5], [0, 0]]]
    for result in (
        odds_ratio_mantel_haenszel(tables),
        odds_ratio_exact(tables),
        mantel_haenszel_permutation(tables, np.random.default_rng(1)),
    ):
        assert isinstance(result, NotEstimable)
        assert result.why is Why.TOO_FEW


def test_other_than_two_by_two_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="2 by 2"):
        odds_ratio_mantel_haenszel(np.ones((1, 2, 3)))


def test_broken_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        odds_ratio_exact([[[1.5, 1.0], [1.0, 1.0]]])
