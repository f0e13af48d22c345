"""How often something happens per so much exposure."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, pdtr, pdtrc

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.rates import poisson_rate

Read = Callable[[Result], Estimate]


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],
)
def test_the_limits_are_those_of_the_usual_tables(
    events: int, low: float, high: float, estimate: Read
) -> None:
    # R: poisson.test(x)$conf.int
    rate = estimate(poisson_rate(events, 1))
    assert (rate.interval.low, rate.interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("exposure", [15.0, 200.0, 3000.0])
def test_nothing_seen_leaves_three_in_n_possible(exposure: float, estimate: Read) -> None:
    # one-sided 95 % is two-sided 90 %: the upper end solves exp(-n·r) = 0.05, that is r = 2.9957/n
    rate = estimate(poisson_rate(0, exposure, level=0.9))
    assert (rate.value, rate.interval.low) == (0, 0)
    assert rate.interval.high == pytest.approx(-math.log(0.05) / exposure)
    assert rate.interval.high == pytest.approx(3 / exposure, rel=0.002)


def test_the_ends_give_what_was_seen_a_chance_of_one_in_forty(estimate: Read) -> None:
    interval = estimate(poisson_rate(7, 100)).interval
    assert pdtrc(6, 100 * interval.low) == pytest.approx(0.025)
    assert pdtr(7, 100 * interval.high) == pytest.approx(0.025)


@pytest.mark.parametrize("mean", [0.3, 1.0, 2.5, 8.0, 40.0])
def test_the_true_rate_is_covered_at_least_as_often_as_promised(mean: float, estimate: Read) -> None:
    x = np.arange(0, 140)
    chance = np.exp(x * math.log(mean) - mean - gammaln(x + 1))
    held = [estimate(poisson_rate(int(k), 1)).interval.contains(mean) for k in x]
    assert float(chance[held].sum()) >= 0.95


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 200), st.floats(0.5, 1e6), st.floats(0.01, 1e5))
def test_another_unit_of_exposure_gives_the_same_rate_in_it(events: int, exposure: float, per: float) -> None:
    one, other = poisson_rate(events, exposure), poisson_rate(events, exposure, per=per)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert (other.value, other.interval.low, other.interval.high) == pytest.approx(
        (per * one.value, per * one.interval.low, per * one.interval.high)
    )
    assert (one.n, one.unit) == (other.n, Unit.RATIO)


def test_no_exposure_is_silence_and_not_a_rate_of_nothing() -> None:
    rate = poisson_rate(0, 0)
    assert isinstance(rate, NotEstimable)
    assert (rate.why, rate.remedy) == (Why.TOO_FEW, "more_cases")


@pytest.mark.parametrize(("events", "exposure"), [(-1, 10), (2, 0), (2, -5), (2, math.inf), (2, math.nan)])
def test_impossible_events_and_exposures_are_refused(events: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="not possible"):
        poisson_rate(events, exposure)


def test_a_rate_per_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="per 0 units"):
        poisson_rate(1, 10, per=0)
