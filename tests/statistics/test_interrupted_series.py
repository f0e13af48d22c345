"""What changed in a series when something began.

Longer runs (400 series each, 95 %): 8 + 4, 8 + 8, 12 + 12 and 18 + 6 points held the change of level in 0.96 to 0.99
at a correlation of 0, 0.95 to 0.965 at 0.3 and 0.94 to 0.95 at 0.6; that of the slope in 0.98 to 1.00, 0.975 to 1.00
and 0.935 to 0.96.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obverse.quantities import Estimate, NotEstimable, Result, Unit, Why
from obverse.statistics.interrupted_series import MEMORIES, interrupted_series

Read = Callable[[Result], Estimate]
Covered = Callable[[Iterable[Result], float], float]
Floats = npt.NDArray[np.float64]


def _noise(series: int, points: int, memory: float, rng: np.random.Generator) -> Floats:
    noise = rng.normal(size=(series, points))
    for point in range(1, points):
        noise[:, point] = memory * noise[:, point - 1] + math.sqrt(1 - memory**2) * noise[:, point]
    return noise


def _reduced(rho: float, y: Floats, design: Floats) -> tuple[float, Floats, Floats]:
    """Generalised least squares written out: restricted likelihood, coefficients, their errors."""
    n, p = design.shape
    v = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    inverse = np.linalg.inv(v)
    bread = np.linalg.inv(design.T @ inverse @ design)
    b = bread @ design.T @ inverse @ y
    rest = float((y - design @ b) @ inverse @ (y - design @ b))
    likelihood = np.linalg.det(v) ** -0.5 * np.linalg.det(bread) ** 0.5 * rest ** (-(n - p) / 2)
    return float(likelihood), b, np.sqrt(rest / (n - p) * np.diag(bread))


def test_the_quantiles_are_those_of_the_weighed_student_distributions(estimate: Read) -> None:
    # by draws: a correlation by its likelihood, then a Student variable around its estimate
    rng = np.random.default_rng(1)
    y = _noise(1, 14, 0.3, rng)[0]
    d = (np.arange(14) >= 9).astype(float)
    design = np.column_stack([np.ones(14), np.arange(14.0) - 9, d, d * (np.arange(14) - 9)])
    fits = [_reduced(rho, y, design) for rho in MEMORIES]
    weight = np.array([likelihood for likelihood, _, _ in fits])
    chosen = rng.choice(len(MEMORIES), p=weight / weight.sum(), size=400_000)
    b = np.array([coefficients[2] for _, coefficients, _ in fits])
    error = np.array([errors[2] for _, _, errors in fits])
    drawn = b[chosen] + error[chosen] * rng.standard_t(10, size=len(chosen))
    change = estimate(interrupted_series(range(14), y, 9, unit=Unit.COEFFICIENT).level_change)
    ends = (change.interval.low, change.value, change.interval.high)
    assert ends == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.5, 0.975])), abs=0.03)


@pytest.mark.parametrize(("before", "after", "memory"), [(8, 4, 0.3), (12, 12, 0.0), (12, 12, 0.3)])
def test_changes_are_covered_although_the_noise_remembers(
    before: int, after: int, memory: float, covered: Covered
) -> None:
    t = np.arange(before + after)
    truth = 10 + 0.2 * t + np.where(t >= before, 1.5 - 0.3 * (t - before), 0)
    series = truth + _noise(120, len(t), memory, np.random.default_rng(2))
    changes = [interrupted_series(t, y, before, unit=Unit.COEFFICIENT) for y in series]
    assert covered([change.level_change for change in changes], 1.5) >= 0.92
    assert covered([change.slope_change for change in changes], -0.3) >= 0.92
    average = 1.5 - 0.3 * (after - 1) / 2
    assert covered([change.average_change for change in changes], average) >= 0.92


def test_a_fall_is_found_and_a_continued_trend_is_not_taken_for_one(estimate: Read) -> None:
    t, rng = np.arange(20), np.random.default_rng(3)
    trend = 100 - 2.0 * t + rng.normal(0, 1, 20)
    still = interrupted_series(t, trend, 12, unit=Unit.COEFFICIENT)
    assert estimate(still.average_change).interval.contains(0)
    fallen = interrupted_series(t, trend - 12 * (t >= 12), 12, unit=Unit.COEFFICIENT)
    assert estimate(fallen.level_change).interval.high < -6
    # before against after without a trend would accuse both
    assert trend[12:].mean() - trend[:12].mean() < -15


def test_the_average_change_is_the_mean_gap_to_the_continued_trend(estimate: Read) -> None:
    # at once -5, then 1 more per step: after six points on average -5 + (0 + 1 + 2 + 3 + 4 + 5)/6
    t = np.arange(16)
    y = 3 + 0.5 * t + np.where(t >= 10, -5 + (t - 10), 0) + np.random.default_rng(5).normal(0, 1e-3, 16)
    change = interrupted_series(t, y, 10, unit=Unit.COEFFICIENT)
    assert estimate(change.level_change).value == pytest.approx(-5, abs=0.01)
    assert estimate(change.slope_change).value == pytest.approx(1, abs=0.01)
    assert estimate(change.average_change).value == pytest.approx(-2.5, abs=0.01)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 1000), st.floats(0.1, 50), st.floats(-100, 100), st.floats(-3, 3))
def test_units_and_a_common_trend_do_not_matter(seed: int, scale: float, shift: float, slope: float) -> None:
    t = np.arange(13)
    y = np.random.default_rng(seed).normal(size=13)
    one = interrupted_series(t, y, 8, unit=Unit.COEFFICIENT).level_change
    other = interrupted_series(
        30 * t + 7, scale * (y + shift + slope * t), 247, unit=Unit.COEFFICIENT
    ).level_change
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    for a, b in (
        (one.value, other.value),
        (one.interval.low, other.interval.low),
        (one.interval.high, other.interval.high),
    ):
        assert b == pytest.approx(scale * a, rel=1e-5, abs=1e-6 * scale * (1 + abs(shift)))


@pytest.mark.parametrize(
    ("first_after", "remedy", "have", "need"), [(7, "more_cases", 7, 8), (12, "longer_follow_up", 2, 3)]
)
def test_short_series_are_only_described(first_after: int, remedy: str, have: int, need: int) -> None:
    y = np.random.default_rng(4).normal(size=14)
    change = interrupted_series(range(14), y, first_after, unit=Unit.COEFFICIENT)
    for result in (change.level_change, change.slope_change, change.average_change):
        assert isinstance(result, NotEstimable)
        assert (result.why, result.remedy, result.have, result.need) == (Why.TOO_FEW, remedy, have, need)


def test_points_on_two_straight_lines_say_nothing_about_the_noise() -> None:
    change = interrupted_series(range(14), np.arange(14) * 2.0, 9, unit=Unit.COEFFICIENT)
    assert isinstance(change.level_change, NotEstimable)
    assert change.level_change.why is Why.UNDEFINED


def test_points_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="each point must lie after"):
        interrupted_series([0, 2, 1], [1, 2, 3], 1, unit=Unit.COEFFICIENT)
