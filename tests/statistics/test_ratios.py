"""Ratios of risks and rates."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import gammaln

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.ratios import rate_ratio, risk_ratio

Read = Callable[[Result], Estimate]
Binomial = Callable[[int, float], npt.NDArray[np.float64]]


def test_the_rate_ratio_of_r_comes_out(estimate: Read) -> None:
    # R documentation of poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))
    # 95 percent confidence interval: 0.8584264 4.2772659; rate ratio 1.971488
    ratio = estimate(rate_ratio(11, 800, 21, 3011))
    assert ratio.value == pytest.approx(1.971488, abs=5e-7)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((0.8584264, 4.2772659), abs=5e-7)
    assert ratio.n == 32


def test_the_rate_ratio_of_breast_cancer_and_fluoroscopy_comes_out(estimate: Read) -> None:
    # 41 cases in 28,010 and 15 in 19,017 person-years (Rothman), exact interval of Stata's iri: 1.005684 to 3.60930
    ratio = estimate(rate_ratio(41, 28010, 15, 19017))
    assert ratio.value == pytest.approx(1.855759, abs=5e-7)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((1.005684, 3.60930), abs=5e-6)


def test_koopmans_example_comes_out(estimate: Read) -> None:
    # Koopman 1984: 36 of 40 against 16 of 80, 95 % score interval 2.94 to 7.15
    ratio = estimate(risk_ratio(36, 40, 16, 80))
    assert ratio.value == pytest.approx(4.5)
    assert (ratio.interval.low, ratio.interval.high) == pytest.approx((2.94, 7.15), abs=0.005)


def test_the_ends_of_the_score_interval_solve_its_equation(estimate: Read) -> None:
    ratio = estimate(risk_ratio(12, 50, 20, 60))
    for end in (ratio.interval.low, ratio.interval.high):
        # shares under the ratio by a grid over the nuisance share instead of the closed form
        p0 = np.linspace(1e-6, min(1, 1 / end) - 1e-6, 400_001)
        p1 = end * p0
        likelihood = 12 * np.log(p1) + 38 * np.log1p(-p1) + 20 * np.log(p0) + 40 * np.log1p(-p0)
        best = int(np.argmax(likelihood))
        variance = p1[best] * (1 - p1[best]) / 50 + end**2 * p0[best] * (1 - p0[best]) / 60
        assert abs(12 / 50 - end * 20 / 60) / math.sqrt(variance) == pytest.approx(1.959964, abs=1e-3)


@pytest.mark.parametrize(("n1", "n0"), [(10, 10), (10, 40), (20, 100), (50, 50)])
def test_the_risk_ratio_covers_at_least_94_percent(n1: int, n0: int, binomial: Binomial) -> None:
    low, high = np.zeros((n1 + 1, n0 + 1)), np.full((n1 + 1, n0 + 1), math.inf)
    for x1 in range(n1 + 1):
        for x0 in range(n0 + 1):
            ratio = risk_ratio(x1, n1, x0, n0)
            if isinstance(ratio, Estimate):
                low[x1, x0], high[x1, x0] = ratio.interval.low, ratio.interval.high
    for p0 in (0.02, 0.05, 0.1, 0.3, 0.5, 0.8):
        for truth in (0.25, 0.5, 0.8, 1, 1.25, 2, 4):
            if truth * p0 < 1:
                chance = np.outer(binomial(n1, truth * p0), binomial(n0, p0))
                assert chance[(low <= truth) & (truth <= high)].sum() >= 0.94


@pytest.mark.parametrize(("mid_p", "lowest"), [(False, 0.95), (True, 0.935)])
def test_the_rate_ratio_covers_its_level(mid_p: bool, lowest: float) -> None:
    counts = np.arange(36)
    low, high = np.zeros((36, 36)), np.full((36, 36), math.inf)
    for x1 in counts:
        for x0 in counts:
            ratio = rate_ratio(int(x1), 1, int(x0), 2, mid_p=mid_p)
            if isinstance(ratio, Estimate):
                low[x1, x0], high[x1, x0] = ratio.interval.low, ratio.interval.high
    for expected in (1, 3, 8):
        for truth in (0.5, 1, 2):
            chance = [
                np.exp(counts * math.log(mean) - mean - gammaln(counts + 1))
                for mean in (truth * expected, 2 * expected)
            ]
            table = np.outer(*chance)
            assert table[(low <= truth) & (truth <= high)].sum() / table.sum() >= lowest


def test_mid_p_is_narrower_than_exact(estimate: Read) -> None:
    exact = estimate(rate_ratio(9, 100, 4, 100)).interval
    mid_p = estimate(rate_ratio(9, 100, 4, 100, mid_p=True)).interval
    assert exact.low < mid_p.low < mid_p.high < exact.high


def test_nothing_in_the_first_group_gives_a_ratio_of_zero_with_an_upper_end(estimate: Read) -> None:
    ratio = estimate(risk_ratio(0, 20, 6, 20))
    assert (ratio.value, ratio.interval.low) == (0, 0)
    assert 0.3 < ratio.interval.high < 1


def test_nothing_in_the_second_group_leaves_the_ratio_without_upper_end(estimate: Read) -> None:
    ratio = estimate(rate_ratio(6, 10, 0, 10))
    # π = ½^(1/6) is as often too high as too low
    assert ratio.value == pytest.approx(0.5 ** (1 / 6) / (1 - 0.5 ** (1 / 6)))
    assert ratio.interval.low == pytest.approx(0.025 ** (1 / 6) / (1 - 0.025 ** (1 / 6)))
    assert math.isinf(ratio.interval.high)


def test_nothing_anywhere_is_no_ratio() -> None:
    for ratio in (risk_ratio(0, 20, 0, 30), rate_ratio(0, 20, 0, 30)):
        assert isinstance(ratio, NotEstimable)
        assert (ratio.why, ratio.remedy) == (Why.UNDEFINED, "nonzero_total")


def test_a_ratio_needs_both_groups() -> None:
    for ratio in (risk_ratio(0, 0, 3, 30), rate_ratio(3, 1.5, 0, 0)):
        assert isinstance(ratio, NotEstimable)
        assert ratio.remedy == "both_groups"


def test_everybody_in_both_groups_is_a_ratio_of_one(estimate: Read) -> None:
    ratio = estimate(risk_ratio(20, 20, 30, 30))
    assert ratio.value == 1
    assert 0.8 < ratio.interval.low < 1 < ratio.interval.high < 1.25


@pytest.mark.parametrize("exposures", [(-1.0, 1.0), (1.0, math.inf), (math.nan, 1.0)])
def test_impossible_exposures_are_refused(exposures: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="not possible"):
        rate_ratio(1, exposures[0], 1, exposures[1])


def test_more_events_than_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="first group: 5 of 4"):
        risk_ratio(5, 4, 1, 4)
