"""Whether the weak become weaker.

Longer runs (1,500 samples per case, 95 %): with 6, 8, 14 and 25 values, reliabilities 0.95, 0.8 and 0.6 and slopes
0, 0.3 and 1, the intervals of weak_values_change hold the slope in 0.94 to 0.99.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Why
from obverse.statistics.regression_to_mean import blomqvist_slope, weak_values_change

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Floats = npt.NDArray[np.float64]


def _answers(
    people: int, slope: float, reliability: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Before and after, both with error; who truly stands one higher changes by ``slope`` more."""
    true = rng.normal(size=people)
    error = np.sqrt(1 / reliability - 1)
    before = true + error * rng.normal(size=people)
    after = (1 + slope) * true + error * rng.normal(size=people)
    return before, after


def _naive(before: Floats, after: Floats) -> float:
    return float(np.polyfit(before, after - before, 1)[0])


@pytest.mark.parametrize(("reliability", "naive"), [(0.8, 0.04), (0.6, -0.22)])
def test_the_naive_slope_hides_that_the_weak_lose_and_the_corrected_one_shows_it(
    reliability: float, naive: float, estimate: Read
) -> None:
    # trap: true slope +0.30; by hand b·r - (1 - r) = 0.24 - 0.20 and 0.18 - 0.40
    before, after = _answers(40_000, 0.3, reliability, np.random.default_rng(1))
    assert _naive(before, after) == pytest.approx(naive, abs=0.02)
    slope = estimate(blomqvist_slope(before, after, reliability))
    assert slope.value == pytest.approx(0.3, abs=0.035)
    assert slope.interval.low > 0.2


@pytest.mark.parametrize(("reliability", "attenuated"), [(0.8, 0.24), (0.6, 0.18)])
def test_an_independent_start_has_the_right_sign_and_its_error_the_right_size(
    reliability: float, attenuated: float, estimate: Read
) -> None:
    rng = np.random.default_rng(2)
    true = rng.normal(size=20_000)
    noise = 1 / reliability - 1
    start = true + np.sqrt(noise) * rng.normal(size=20_000)
    change = 0.3 * true + rng.normal(size=20_000)
    assert estimate(weak_values_change(start, change)).value == pytest.approx(attenuated, abs=0.02)
    corrected = estimate(weak_values_change(start, change, start_error_variance=noise))
    assert corrected.value == pytest.approx(0.3, abs=0.035)


def test_without_any_true_relation_the_naive_slope_accuses_the_strong(estimate: Read) -> None:
    before, after = _answers(40_000, 0.0, 0.8, np.random.default_rng(3))
    assert _naive(before, after) == pytest.approx(-0.2, abs=0.02)
    assert estimate(blomqvist_slope(before, after, 0.8)).interval.contains(0)


def test_the_corrected_slope_worked_by_hand_comes_out(estimate: Read) -> None:
    # starts of variance 18/6 = 3, error variance 3/4: λ = 3/4; Σxy = 9, Σx² = 18: b = 1/2, and 1/2 over 3/4 is 2/3
    start, change = [-2, -2, -1, 1, 2, 2, 0], [-1, -1, -0.5, 0.5, 1.5, 0.5, 0]
    slope = estimate(weak_values_change(start, change, start_error_variance=0.75))
    assert slope.value == pytest.approx(2 / 3)
    # left over: 2·(1/2)² = 1/2, so se² = 1/2/5/18; t(5) = 2.570582
    variance = 1 / 180 / 0.75**2 + (0.5 * 0.25 / 0.75**2) ** 2 * 2 / 6
    assert slope.interval.high - slope.value == pytest.approx(2.570582 * variance**0.5, rel=1e-6)
    assert slope.n == 7


@pytest.mark.parametrize(("values", "reliability"), [(8, 0.8), (14, 0.6)])
@pytest.mark.parametrize("truth", [0.0, 0.3])
def test_the_slope_over_values_is_covered(
    values: int, reliability: float, truth: float, covered: Covered
) -> None:
    rng, noise, results = np.random.default_rng(4), 1 / reliability - 1, []
    for _ in range(600):
        true = rng.normal(size=values)
        start = true + np.sqrt(noise) * rng.normal(size=values)
        change = truth * true + 0.5 * rng.normal(size=values)
        results.append(weak_values_change(start, change, start_error_variance=noise))
    assert covered(results, truth) >= 0.93


def test_the_error_is_that_of_leaving_out_each_person_in_turn(estimate: Read) -> None:
    before, after = _answers(12, 0.3, 0.7, np.random.default_rng(7))
    whole = _naive(before, after)
    without = [_naive(np.delete(before, i), np.delete(after, i)) for i in range(12)]
    error = np.sqrt(11 / 12 * np.sum((np.array(without) - whole) ** 2))
    slope = estimate(blomqvist_slope(before, after, 0.7))
    assert slope.value == pytest.approx((whole + 0.3) / 0.7)
    # t(11) = 2.200985
    assert slope.interval.high - slope.value == pytest.approx(2.200985 * error / 0.7, rel=1e-6)


@pytest.mark.parametrize(("people", "clusters"), [(40, None), (60, 10)])
def test_the_slope_over_people_is_covered(people: int, clusters: int | None, covered: Covered) -> None:
    rng, results = np.random.default_rng(5), []
    for _ in range(400):
        before, after = _answers(people, 0.3, 0.7, rng)
        cluster = None
        if clusters is not None:
            cluster = np.arange(people) % clusters
            after = after + 0.5 * rng.normal(size=clusters)[cluster]
        results.append(blomqvist_slope(before, after, 0.7, cluster=cluster))
    assert covered(results, 0.3) >= 0.92


def test_a_reliability_known_roughly_widens_the_interval(estimate: Read) -> None:
    before, after = _answers(400, 0.3, 0.7, np.random.default_rng(6))
    exact, rough = (
        estimate(blomqvist_slope(before, after, 0.7, reliability_error=error)) for error in (0.0, 0.05)
    )
    assert rough.value == exact.value
    gap = (rough.interval.high - rough.value) ** 2 - (exact.interval.high - exact.value) ** 2
    # by hand: t·(b + 1)/r²·0.05, and b + 1 = r·(value + 1)
    assert np.sqrt(gap) == pytest.approx(1.9659 * (exact.value + 1) / 0.7 * 0.05, rel=1e-3)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(-50, 50))
def test_the_origin_and_the_unit_of_the_scale_do_not_matter(seed: int, scale: float, shift: float) -> None:
    before, after = _answers(20, 0.3, 0.8, np.random.default_rng(seed))
    one = blomqvist_slope(before, after, 0.8)
    other = blomqvist_slope(scale * before + shift, scale * after + shift, 0.8)
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    ends = (one.value, one.interval.low, one.interval.high)
    assert (other.value, other.interval.low, other.interval.high) == pytest.approx(ends, rel=1e-6, abs=1e-8)


def test_few_values_and_starts_that_are_all_noise_are_silences() -> None:
    few = weak_values_change([1, 2, 3, 4, 5], [1, 2, 2, 3, 1])
    noise = weak_values_change([1, 2, 3, 4, 5, 6], [1, 2, 2, 3, 1, 2], start_error_variance=3.4)
    pairs = blomqvist_slope([1, 2, 3], [2, 3, 1], 0.8)
    groups = blomqvist_slope(range(12), np.arange(12)[::-1], 0.8, cluster=[i % 4 for i in range(12)])
    reasons = [(s.why, s.of) for s in (few, noise, pairs, groups) if isinstance(s, NotEstimable)]
    assert reasons == [
        (Why.TOO_FEW, "values"),
        (Why.UNDEFINED, "answers"),
        (Why.TOO_FEW, "pairs"),
        (Why.TOO_FEW, "clusters"),
    ]


def test_impossible_reliabilities_and_errors_are_refused() -> None:
    for reliability in (0.1, 1.2):
        with pytest.raises(ValueError, match="cannot correct"):
            blomqvist_slope(range(12), range(12), reliability)
    with pytest.raises(ValueError, match="not negative"):
        weak_values_change(range(6), range(6), start_error_variance=-1)
