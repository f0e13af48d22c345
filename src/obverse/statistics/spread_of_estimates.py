"""How far the true values of many units lie apart, where each is known with its own error only."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import chdtri

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, numbers, same_length
from obverse.statistics.bisection import crossing
from obverse.statistics.results import sampled, too_few

FEWEST_UNITS = 10


def spread_of_estimates(
    values: npt.ArrayLike, errors: npt.ArrayLike, *, unit: Unit, level: float = 0.95
) -> Result:
    """The standard deviation τ of the units' true values, without what chance adds.

    τ² is where ``Q(τ²) = Σ (value - mean)²/(error² + τ²)``, the mean weighted alike, equals its expectation u - 1 for u
    units; the ends are where it equals the quantiles of chi-square with u - 1 degrees of freedom. A fit better than
    chance does not narrow the interval beyond that of an average one. Values are on the scale on which their
    errors are symmetric: for ``unit=Unit.RATIO`` these are logarithms, and the figure is ``exp(τ)``, the factor by
    which true values typically lie apart from their middle. n is the number of units.

    >>> spread = spread_of_estimates([1.0, 5, 2, 8, 4, 6, 3, 7, 2, 9], [1.0] * 10, unit=Unit.DAYS)
    >>> round(spread.value, 2), round(spread.interval.low, 2), round(spread.interval.high, 2)
    (2.56, 1.61, 4.92)

    Raises:
        ValueError: lengths differ, or a standard error is not above 0.

    Source: generalised Q statistic after Paule & Mandel 1982 and Viechtbauer 2007.
    """
    seen, spread = numbers(values, "values"), numbers(errors, "errors")
    same_length(values=seen, errors=spread)
    if (spread <= 0).any():
        raise ValueError("a standard error lies above 0")
    units = len(seen)
    if units < FEWEST_UNITS:
        return too_few("more_clusters", units, FEWEST_UNITS, "clusters")
    freedom, tail = units - 1, (1 - level) / 2
    at_zero = _q(seen, spread, 0.0)
    # units that are exactly alike: any tiny difference stands for them, stretched to an average fit
    stretch = max(1.0, freedom / at_zero) if at_zero > 0 else 1.0
    value = _variance_at(seen, spread, float(freedom), 1.0)
    low = _variance_at(seen, spread, float(chdtri(freedom, tail)), 1.0)
    high = (
        _variance_at(seen, spread, float(chdtri(freedom, 1 - tail)), stretch)
        if at_zero > 0
        else float(np.mean(spread**2)) * (freedom / float(chdtri(freedom, 1 - tail)) - 1)
    )
    ends = [math.sqrt(end) for end in (value, low, high)]
    figures = [math.exp(end) for end in ends] if unit is Unit.RATIO else ends
    return sampled(*figures, unit=unit, n=units, method="spread_of_estimates", level=level)


def _q(seen: Floats, spread: Floats, variance: float) -> float:
    weight = 1 / (spread**2 + variance)
    mean = float(seen @ weight / weight.sum())
    return float((seen - mean) ** 2 @ weight)


def _variance_at(seen: Floats, spread: Floats, wanted: float, stretch: float) -> float:
    """The variance at which Q, its squares multiplied by ``stretch``, has fallen to ``wanted``."""
    if stretch * _q(seen, spread, 0.0) <= wanted:
        return 0.0
    # there even the squared distances from any mean, without any error, fall below what is wanted
    most = stretch * float(np.ptp(seen)) ** 2 * len(seen) / wanted + 1e-300
    return crossing(lambda variance: -stretch * _q(seen, spread, variance), -wanted, 0.0, most)
