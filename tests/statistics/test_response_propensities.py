"""The variation of response propensities: derived by hand, free of bias, and covered by its interval."""

from __future__ import annotations

import numpy as np
import pytest

from obverse.quantities import Estimate, NotEstimable
from obverse.statistics.response_propensities import variation_of_propensities

DESIGNS = {
    "all groups answer alike": ([0.3] * 4, [50] * 4, [500] * 4),
    "a little apart": ([0.25, 0.3, 0.35, 0.3], [50] * 4, [500] * 4),
    "far apart": ([0.1, 0.3, 0.5, 0.7], [50] * 4, [500, 200, 100, 50]),
    "one group holds nearly all": ([0.15, 0.5, 0.6, 0.7], [280, 60, 40, 20], [38_000, 300, 100, 20]),
    "ten groups": (list(np.linspace(0.2, 0.6, 10)), [40] * 10, [100] * 10),
    "two groups": ([0.2, 0.4], [100, 100], [1000, 1000]),
}


def test_the_figure_is_the_one_worked_out_by_hand() -> None:
    result = variation_of_propensities([20, 15], [40, 60], [400, 600])
    assert isinstance(result, Estimate)
    plain = 0.4 * 0.15**2 + 0.6 * 0.1**2
    bias = 0.4 * 0.6 * (0.25 / 39 + 0.1875 / 59)
    assert result.value == pytest.approx((plain - bias) ** 0.5 / 0.35)
    assert result.interval.low < result.value < result.interval.high


@pytest.mark.parametrize("design", DESIGNS)
def test_the_interval_covers_the_truth_and_the_variance_has_no_bias(design: str) -> None:
    chances, invited, eligible = (np.array(numbers) for numbers in DESIGNS[design])
    weight = eligible / eligible.sum()
    mean = float(weight @ chances)
    variance = float(weight @ (chances - mean) ** 2)
    rng = np.random.default_rng(11)
    runs, covered, adjusted = 120, 0, []
    for _ in range(runs):
        answered = rng.binomial(invited, chances)
        result = variation_of_propensities(answered, invited, eligible)
        assert isinstance(result, Estimate)
        covered += (
            result.interval.low <= variance**0.5 / mean + 1e-9
            and result.interval.high >= variance**0.5 / mean
        )
        rate = answered / invited
        plain = float(weight @ (rate - weight @ rate) ** 2)
        adjusted.append(plain - float((weight * (1 - weight)) @ (rate * (1 - rate) / (invited - 1))))
    assert covered / runs > 0.88
    error = float(np.std(adjusted)) / runs**0.5
    assert abs(float(np.mean(adjusted)) - variance) < 4 * error


def test_equal_response_is_zero_and_its_interval_begins_there() -> None:
    result = variation_of_propensities([10, 10, 10], [40, 40, 40], [100, 100, 100])
    assert isinstance(result, Estimate)
    assert result.value == result.interval.low == 0
    assert 0 < result.interval.high < 0.5


def test_one_group_or_nobody_who_answered_gives_no_figure() -> None:
    for answered, invited in (([5, 1], [10, 1]), ([0, 0], [10, 10])):
        assert isinstance(variation_of_propensities(answered, invited, [50, 50]), NotEstimable)


@pytest.mark.parametrize(("answered", "invited", "eligible"), [([11], [10], [20]), ([5], [30], [20])])
def test_impossible_counts_are_refused(answered: list[int], invited: list[int], eligible: list[int]) -> None:
    with pytest.raises(ValueError, match="no more can answer"):
        variation_of_propensities(answered, invited, eligible)
