"""How strong something unrecorded would have to be to explain a ratio away."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why
from obverse.statistics.confounding import e_value
from obverse.statistics.ratios import risk_ratio
from obverse.statistics.shares import wilson_share

Read = Callable[[Result], Estimate]


def _ratio(value: float, low: float, high: float) -> Estimate:
    return Estimate(
        value=value,
        interval=Interval(low, high, 0.95, Basis.SAMPLING),
        unit=Unit.RATIO,
        n=100,
        method="risk_ratio_score",
    )


def test_the_published_example_comes_out(estimate: Read) -> None:
    # VanderWeele & Ding 2017: 3.9 (1.8 to 8.7) has the E-value 7.26, and its limit 3.0
    value = estimate(e_value(_ratio(3.9, 1.8, 8.7)))
    assert (value.value, value.interval.low) == pytest.approx((7.26, 3.0), abs=0.005)


def test_a_cause_of_that_strength_explains_the_ratio_and_a_weaker_one_does_not(estimate: Read) -> None:
    # the largest bias of a cause tied by A to the group and by B to the outcome is A·B/(A + B - 1)
    e = estimate(e_value(_ratio(2.5, 1.2, 5))).value
    assert e * e / (2 * e - 1) == pytest.approx(2.5)
    weaker = 0.9 * e
    assert weaker * weaker / (2 * weaker - 1) < 2.5


def test_an_interval_around_one_needs_no_hidden_cause(estimate: Read) -> None:
    value = estimate(e_value(_ratio(1.4, 0.8, 2.4)))
    assert value.value > 1.5
    assert value.interval.low == 1


def test_a_common_outcome_counts_the_root_of_the_odds_ratio(estimate: Read) -> None:
    one = estimate(e_value(_ratio(9, 4, 16), common_outcome=True))
    other = estimate(e_value(_ratio(3, 2, 4)))
    assert (one.value, one.interval.low, one.interval.high) == pytest.approx(
        (other.value, other.interval.low, other.interval.high)
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.floats(0.05, 20), st.floats(1.01, 5), st.floats(1.01, 5))
def test_exchanging_the_groups_changes_nothing(value: float, below: float, above: float) -> None:
    one = e_value(_ratio(value, value / below, value * above))
    other = e_value(_ratio(1 / value, 1 / (value * above), below / value))
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    assert (one.value, one.interval.low, one.interval.high) == pytest.approx(
        (other.value, other.interval.low, other.interval.high)
    )
    assert 1 <= one.interval.low <= one.value <= one.interval.high


def test_a_ratio_without_an_upper_end_has_an_e_value_without_one(estimate: Read) -> None:
    value = estimate(e_value(risk_ratio(8, 20, 0, 30)))
    assert math.isinf(value.interval.high)
    assert 1 < value.interval.low < value.value


def test_a_silent_ratio_stays_silent_and_a_ratio_of_zero_has_no_e_value() -> None:
    silence = risk_ratio(0, 10, 0, 10)
    assert e_value(silence) is silence
    zero = e_value(risk_ratio(0, 20, 8, 20))
    assert isinstance(zero, NotEstimable)
    assert (zero.why, zero.remedy) == (Why.UNDEFINED, "nonzero_total")


def test_a_share_is_no_ratio() -> None:
    with pytest.raises(ValueError, match="not to a share"):
        e_value(wilson_share(3, 10))
