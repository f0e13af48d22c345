"""What changed in a series of measurements when something began, beyond the trend that was there before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, numbers, same_length
from obverse.statistics.bisection import crossing
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_BEFORE = 8
"""With fewer points before, a trend and its noise cannot be told apart."""
FEWEST_AFTER = 3
MEMORIES = np.linspace(0.0, 0.95, 20)
"""The correlations of neighbouring points that are weighed against each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterruptedSeries:
    """What differs from the continued trend: at once, per step of time, and on average over the points after."""

    level_change: Result
    slope_change: Result
    average_change: Result


def interrupted_series(
    times: npt.ArrayLike, values: npt.ArrayLike, first_after: float, *, unit: Unit, level: float = 0.95
) -> InterruptedSeries:
    """The change of level and of slope of a series from ``first_after`` on.

    ``y = b0 + b1·t + b2·D + b3·D·(t - t_a) + e``, D being 1 from the first point t_a at or after
    ``first_after``; b2 is the change of level, b3 that of the slope per unit of time, and ``b2 + b3·mean(t -
    t_a)`` the average gap to the continued trend. The noise remembers: points at a distance of h typical
    steps are correlated ρ^h. The correlation is not estimated and then believed, which makes intervals of
    short series far too narrow; 20 values of ρ in 0..0.95 are weighed by their restricted likelihood, and
    value and ends are quantiles of so weighed Student distributions with n - 4 degrees of freedom. ``unit``
    must allow negative figures (a difference, not a share). n is the number of points.

    Measured at 95 % with 12 to 24 points: 0.95 to 1.00 of the intervals hold the truth at correlations of 0
    and 0.3, 0.935 to 0.96 at 0.6 (least squares alone: 0.85 to 0.97 and 0.66 to 0.84). Something else that
    happened at the same time is not told apart: compare with a series that was not concerned.

    >>> sites = [50, 52, 51, 53, 52, 54, 53, 55, 47, 47, 49, 48, 49, 50]
    >>> change = interrupted_series(range(14), sites, 8, unit=Unit.COEFFICIENT).level_change
    >>> round(change.value, 1), round(change.interval.low, 1), round(change.interval.high, 1)
    (-8.3, -10.8, -6.0)

    Raises:
        ValueError: lengths differ, a number is not finite, or the times do not rise.

    Source: segmented regression after Wagner et al. 2002; the weighing of correlations by their restricted
    likelihood after Zellner & Tiao 1964; its coverage by own simulation (tests/statistics).
    """
    t, y = numbers(times, "times"), numbers(values, "values")
    same_length(times=t, values=y)
    if (np.diff(t) <= 0).any():
        raise ValueError("times: each point must lie after the one before it")
    after = t >= first_after
    before = len(t) - int(after.sum())
    if before < FEWEST_BEFORE:
        return _silent(too_few("more_cases", before, FEWEST_BEFORE, "periods"))
    if len(t) - before < FEWEST_AFTER:
        return _silent(too_few("longer_follow_up", len(t) - before, FEWEST_AFTER, "periods"))
    since = np.where(after, t - t[before], 0.0)
    design = np.column_stack([np.ones_like(t), t - t[before], after.astype(np.float64), since])
    if _residual(design, y) <= 1e-18 * float(y @ y):
        return _silent(undefined("more_cases", "periods"))
    wanted = np.array([[0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, since[after].mean()]])
    fit = _weighed_fit(design, y, t, wanted)
    level_change, slope_change, average_change = (
        _figure(fit, which, unit=unit, n=len(t), level=level) for which in range(3)
    )
    return InterruptedSeries(
        level_change=level_change, slope_change=slope_change, average_change=average_change
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """For each correlation its weight, and for each wanted figure the estimate and error under it."""

    weight: Floats
    estimate: Floats
    error: Floats
    freedom: int


def _silent(reason: NotEstimable) -> InterruptedSeries:
    return InterruptedSeries(level_change=reason, slope_change=reason, average_change=reason)


def _residual(design: Floats, y: Floats) -> float:
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(rest @ rest)


def _weighed_fit(design: Floats, y: Floats, t: Floats, wanted: Floats) -> _Weighed:
    n, parameters = design.shape
    steps = np.abs(t[:, np.newaxis] - t) / float(np.median(np.diff(t)))
    root = np.linalg.cholesky(MEMORIES[:, np.newaxis, np.newaxis] ** steps)
    white = np.linalg.solve(
        root, np.broadcast_to(np.column_stack([design, y]), (len(root), n, parameters + 1))
    )
    # the last column of R: the coefficients' right-hand side, and below it the length of what is left over
    r: Floats = np.asarray(np.linalg.qr(white, mode="r"))
    inner, rest = r[:, :parameters, :parameters], r[:, parameters, parameters] ** 2
    coefficients = np.linalg.solve(inner, r[:, :parameters, parameters:])
    spread = np.linalg.solve(np.swapaxes(inner, 1, 2), np.broadcast_to(wanted.T, (len(r), *wanted.T.shape)))
    # the restricted likelihood, the scale of the noise integrated out
    log_weight = (
        -np.log(np.abs(np.diagonal(root, axis1=1, axis2=2))).sum(axis=1)
        - np.log(np.abs(np.diagonal(inner, axis1=1, axis2=2))).sum(axis=1)
        - (n - parameters) / 2 * np.log(rest)
    )
    weight = np.exp(log_weight - log_weight.max())
    return _Weighed(
        weight / weight.sum(),
        (wanted @ coefficients)[:, :, 0],
        np.sqrt(rest[:, np.newaxis] / (n - parameters) * np.sum(spread**2, axis=1)),
        n - parameters,
    )


def _figure(fit: _Weighed, which: int, *, unit: Unit, n: int, level: float) -> Result:
    estimate, error = fit.estimate[:, which], fit.error[:, which]

    def below(x: float) -> float:
        return float(fit.weight @ stdtr(fit.freedom, (x - estimate) / error))

    far = 1e6 * float(error.max())
    low, value, high = (
        crossing(below, share, float(estimate.min()) - far, float(estimate.max()) + far)
        for share in (0.5 - level / 2, 0.5, 0.5 + level / 2)
    )
    return sampled(value, low, high, unit=unit, n=n, method="interrupted_series", level=level)
