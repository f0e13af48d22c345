"""Funnels against binomial sums written out here, and against worlds in which nobody or somebody differs."""

from __future__ import annotations

from math import comb, exp, pi, sqrt

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable, Unit
from obverse.statistics.funnel import (
    Funnel,
    binomial_funnel,
    binomial_limits,
    dispersion_beyond_chance,
    funnel_of_estimates,
)
from obverse.statistics.order_statistics import quantile_of_units
from obverse.statistics.spread_of_estimates import spread_of_estimates


def _funnel(found: Funnel | NotEstimable) -> Funnel:
    assert isinstance(found, Funnel)
    return found


def _at_most(x: int, n: int, p: float) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x + 1))


def test_a_share_on_the_line_has_exactly_the_tail_of_the_limits() -> None:
    n, p = 30, 0.3
    for x in range(n + 1):
        tail = _at_most(x, n, p)
        if not 1e-9 < tail < 0.5:
            continue
        (line,), _ = binomial_limits(p, [n], tail)
        assert line * n == pytest.approx(x, abs=1e-6)


def test_tails_are_sums_of_binomial_probabilities() -> None:
    events, cases = [1, 4, 9, 12, 7, 3, 10, 2, 8, 5], [20] * 10
    funnel = _funnel(binomial_funnel(events, cases))
    p = sum(events) / 200
    expected = [min(_at_most(x, 20, p), 1 - _at_most(x - 1, 20, p)) for x in events]
    assert funnel.centre == p
    assert funnel.tail == pytest.approx(expected, rel=1e-9)
    assert funnel.above.tolist() == [_at_most(x, 20, p) > 1 - _at_most(x - 1, 20, p) for x in events]


def test_chance_alone_puts_as_many_outside_as_the_levels_say() -> None:
    rng = np.random.default_rng(11)
    outside, all_units = np.zeros(2), 0
    for _ in range(40):
        cases = rng.integers(100, 2000, 100)
        funnel = _funnel(binomial_funnel(rng.binomial(cases, 0.4), cases))
        outside += [funnel.outside(level, widened=False).sum() for level in (0.95, 0.998)]
        all_units += 100
    # exact limits hold slightly more than they say, because cases are whole numbers
    assert 0.035 < outside[0] / all_units < 0.055
    assert outside[1] / all_units < 0.004


def test_over_dispersion_is_one_by_chance_and_grows_with_true_spread() -> None:
    rng = np.random.default_rng(12)
    by_chance = [dispersion_beyond_chance(rng.normal(0, 1, 200)) for _ in range(200)]
    doubled = [dispersion_beyond_chance(rng.normal(0, 2, 200)) for _ in range(200)]
    assert np.mean(by_chance) == pytest.approx(1.0, abs=0.03)
    assert np.mean(doubled) == pytest.approx(4.0, abs=0.12)


def test_over_dispersion_divides_by_the_mean_square_of_a_normal_drawn_in() -> None:
    # E min(z², c²) = 1 - 2q + 2qc² - 2cφ(c) for the quantile c of 1 - q; q = 0.1, c = 1.2816
    c = 1.2815515655446004
    expected = 0.8 + 0.2 * c * c - 2 * c * exp(-c * c / 2) / sqrt(2 * pi)
    z = np.array([-9.0, -1, -1, 0, 0, 0, 0, 1, 1, 9])
    drawn_in = np.array([-1.0, -1, -1, 0, 0, 0, 0, 1, 1, 1])
    assert dispersion_beyond_chance(z) == pytest.approx(float(np.mean(drawn_in**2)) / expected)


def test_a_few_units_far_out_do_not_widen_the_limits_behind_which_they_would_hide() -> None:
    z = np.concatenate([np.random.default_rng(3).normal(0, 1, 95), [12.0] * 5])
    assert dispersion_beyond_chance(z) < 1.5
    assert float(np.mean(z**2)) > 7


def test_limits_widen_by_the_root_of_the_over_dispersion() -> None:
    values = [-4.0, -3, -2, -1, 0, 0, 1, 2, 3, 4, -4, 4, -3, 3, -2, 2]
    funnel = _funnel(funnel_of_estimates(values, [1.0] * 16))
    assert funnel.dispersion > 4
    reach = 1.959963984540054 * sqrt(funnel.dispersion)
    assert funnel.outside(0.95).tolist() == [abs(value) >= reach for value in values]
    assert funnel.outside(0.95, widened=False).sum() > funnel.outside(0.95).sum()


def test_the_centre_weighs_exact_figures_more() -> None:
    funnel = _funnel(funnel_of_estimates([0.0] * 5 + [3.0] * 5, [1.0] * 5 + [2.0] * 5))
    assert funnel.centre == pytest.approx(3 * 5 / 4 / (5 + 5 / 4))


def test_fewer_than_ten_units_have_no_funnel() -> None:
    for found in (
        binomial_funnel([1] * 9, [2] * 9),
        funnel_of_estimates([1.0] * 9, [1.0] * 9),
        quantile_of_units([1.0] * 9, 0.5, unit=Unit.COUNT),
        spread_of_estimates([1.0] * 9, [1.0] * 9, unit=Unit.DAYS),
    ):
        assert isinstance(found, NotEstimable)


def test_what_was_counted_completely_has_no_place_among_estimates() -> None:
    with pytest.raises(ValueError, match="counted completely"):
        funnel_of_estimates([1.0] * 10, [1.0] * 9 + [0.0])


def test_ends_of_a_median_are_the_values_that_the_binomial_says() -> None:
    # of 12 units fewer than 3 lie below the median with P(B(12, 1/2) <= 2) = 79/4096 < 2.5 %, fewer than 4 with 7.3 %
    median = quantile_of_units(range(1, 13), 0.5, unit=Unit.COUNT)
    assert isinstance(median, Estimate)
    assert (median.interval.low, median.interval.high) == (3, 10)


def test_the_spread_is_where_q_equals_its_expectation() -> None:
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.5, 2, 30)
    values = rng.normal(0, 1.5, 30) + rng.normal(0, errors)
    spread = spread_of_estimates(values, errors, unit=Unit.DAYS)
    assert isinstance(spread, Estimate)
    weight = 1 / (errors**2 + spread.value**2)
    mean = (values @ weight) / weight.sum()
    assert ((values - mean) ** 2) @ weight == pytest.approx(29)
    assert spread.interval.contains(1.5)


def test_the_spread_of_ratios_is_a_factor() -> None:
    logs = [0.0, 1.0] * 10
    factor = spread_of_estimates(logs, [0.1] * 20, unit=Unit.RATIO)
    assert isinstance(factor, Estimate)
    assert factor.value == pytest.approx(exp(sqrt(5 / 19 - 0.01)))
