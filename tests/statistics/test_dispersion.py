"""Counts that come one by one are not dispersed; counts that come several at a time are, and widen the interval."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import Estimate
from obverse.statistics.dispersion import dispersion_of_counts
from obverse.statistics.ratios import rate_ratio


def ends(dispersion: float) -> tuple[float, float]:
    ratio = rate_ratio(30, 1000, 40, 1000, dispersion=dispersion)
    assert isinstance(ratio, Estimate)
    assert ratio.value == pytest.approx(0.75)
    return ratio.interval.low, ratio.interval.high


def test_independent_counts_have_a_dispersion_near_one_whatever_their_means() -> None:
    rng = np.random.default_rng(2)
    found = [dispersion_of_counts(rng.poisson(3, 400), rng.poisson(9, 400)) for _ in range(50)]
    assert 1 <= np.mean(found) < 1.06


def test_occasions_of_four_at_a_time_have_a_dispersion_of_four() -> None:
    rng = np.random.default_rng(2)
    found = [dispersion_of_counts(4 * rng.poisson(5, 400)) for _ in range(50)]
    assert np.mean(found) == pytest.approx(4, rel=0.03)


def test_a_side_without_events_tells_nothing_of_dispersion() -> None:
    assert dispersion_of_counts([0, 0, 0, 0]) == 1
    assert dispersion_of_counts([0, 4, 0], [0, 0, 0]) == dispersion_of_counts([0, 4, 0])


def test_the_interval_is_that_of_as_many_events_fewer_as_they_are_dispersed() -> None:
    fewer = rate_ratio(10, 1000, 12, 1000)
    same = rate_ratio(20, 1000, 24, 1000, dispersion=2)
    assert isinstance(fewer, Estimate)
    assert isinstance(same, Estimate)
    assert (same.interval.low, same.interval.high) == pytest.approx((fewer.interval.low, fewer.interval.high))
    assert same.n == 44
    assert same.method == "rate_ratio_dispersed"
    (low, high), (lower, higher) = ends(1), ends(3)
    assert lower < low < high < higher


@pytest.mark.parametrize("dispersion", [0.9, float("nan"), float("inf")])
def test_a_dispersion_below_one_is_refused(dispersion: float) -> None:
    with pytest.raises(ValueError, match="dispersion"):
        rate_ratio(1, 1, 1, 1, dispersion=dispersion)
