"""Whether the weak become weaker, without mistaking for it that extreme answers move towards the middle.

Regressing after - before on before from the same answers subtracts the error of ``before`` from itself: with a
reliability r the slope is b·r - (1 - r) instead of b, so that weak values that lose ground seem to gain it.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import numbers, same_length
from obverse.statistics.clusters import FEWEST_CLUSTERS
from obverse.statistics.results import sampled, too_few, undefined
from obverse.statistics.wild_bootstrap import cluster_sums

FEWEST_VALUES = 6
FEWEST_PAIRS = 10
LOWEST_RELIABILITY = 0.2
"""Where less than a fifth of the spread of starting strengths is real, nothing can be said of them."""


def weak_values_change(
    start: npt.ArrayLike,
    change: npt.ArrayLike,
    *,
    start_error_variance: npt.ArrayLike = 0.0,
    level: float = 0.95,
) -> Result:
    """The slope of the change of v values on their starting strength, measured INDEPENDENTLY of the change.

    ``start[i]`` and ``change[i]`` are means of value i from different people (another half of the sample, a
    wave before) or documents. Least squares, divided by the part λ of the spread of starts that is real:
    ``λ = 1 - mean error variance / variance of start``; ``start_error_variance`` is the squared standard error
    of each start, or of all. Without it the slope is too close to 0, but has the right sign. The interval is
    ``± t·√(se²/λ² + (b·(1-λ)/λ²)²·2/(v-1))`` with v - 2 degrees of freedom. Positive: the weaker the value, the
    more it lost. n is the number of values.

    Measured at 95 % with 6, 8, 14 and 25 values, reliabilities of 0.6 to 0.95 and slopes of 0, 0.3 and 1: 0.94
    to 0.99 of the intervals hold the slope.

    >>> start, change = [1.2, 1.8, 2.1, 2.6, 2.9, 3.3], [-0.5, -0.4, -0.2, 0.1, 0.2, 0.3]
    >>> slope = weak_values_change(start, change)
    >>> round(slope.value, 2), slope.interval.low > 0
    (0.42, True)

    Raises:
        ValueError: lengths differ, a number is not finite, or an error variance is negative.

    Source: correction for attenuation after Spearman 1904 and Fuller 1987; the error of λ by the delta method.
    """
    x, y = numbers(start, "start"), numbers(change, "change")
    same_length(start=x, change=y)
    noise = np.atleast_1d(np.asarray(start_error_variance, dtype=np.float64))
    if not np.isfinite(noise).all() or (noise < 0).any() or len(noise) not in {1, len(x)}:
        raise ValueError(
            "start error variance: one number that is not negative is expected, or one per value"
        )
    v = len(x)
    if v < FEWEST_VALUES:
        return too_few("more_cases", v, FEWEST_VALUES, "values")
    x, y = x - x.mean(), y - y.mean()
    spread = float(x @ x)
    real = 1 - float(noise.mean()) * (v - 1) / spread if spread > 0 else 0.0
    if real < LOWEST_RELIABILITY:
        return undefined("more_cases", "answers")
    slope = float(x @ y) / spread
    rest = float(np.sum((y - slope * x) ** 2))
    if rest <= 1e-24 * float(y @ y) or not y.any():
        return undefined("more_cases", "values")
    variance = rest / (v - 2) / spread / real**2
    variance += (slope * (1 - real) / real**2) ** 2 * 2 / (v - 1)
    reach = float(stdtrit(v - 2, 0.5 + level / 2)) * math.sqrt(variance)
    return sampled(
        slope / real,
        slope / real - reach,
        slope / real + reach,
        unit=Unit.COEFFICIENT,
        n=v,
        method="weak_values_change",
        level=level,
    )


def blomqvist_slope(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    reliability: float,
    *,
    reliability_error: float = 0.0,
    cluster: npt.ArrayLike | None = None,
    level: float = 0.95,
) -> Result:
    """The slope of the change after - before on the true ``before``, from the same answers.

    With b the least-squares slope of after - before on before and r the reliability of before (the part of its
    variance that is not error): ``(b + 1 - r)/r``. The error of b is the delete-one jackknife's over people,
    or over clusters if ``cluster`` numbers them 0, 1, 2 ...; that of r enters as ``(b + 1)/r² ·
    reliability_error``. Right only if r is known from elsewhere (a repetition, several items): it decides the
    sign. n is the number of pairs.

    >>> rng = np.random.default_rng(1)
    >>> true = rng.normal(size=4000)
    >>> before, after = (t + rng.normal(0, 0.5, size=4000) for t in (true, 1.3 * true))
    >>> slope = blomqvist_slope(before, after, 0.8)
    >>> round(slope.value, 1), slope.interval.low > 0.2
    (0.3, True)

    Raises:
        ValueError: lengths differ, a number is not finite, or the reliability does not lie in 0.2..1.

    Source: Blomqvist 1977, Journal of the American Statistical Association 72.
    """
    x, y = numbers(before, "before"), numbers(after, "after")
    same_length(before=x, after=y)
    if not LOWEST_RELIABILITY <= reliability <= 1 or not 0 <= reliability_error < 1:
        raise ValueError(f"a reliability of {reliability:g} ± {reliability_error:g} cannot correct a slope")
    if len(x) < FEWEST_PAIRS:
        return too_few("more_cases", len(x), FEWEST_PAIRS, "pairs")
    middle = float(x.mean())
    sums = cluster_sums(x - middle, y - x, np.arange(len(x)) if cluster is None else cluster)
    present = sums.cases > 0
    k = int(present.sum())
    if k < FEWEST_CLUSTERS:
        return too_few("more_clusters", k, FEWEST_CLUSTERS, "clusters")
    cases, sum_x, sum_y, xx, xy = (
        np.append(total.sum() - total[present], total.sum())
        for total in (sums.cases, sums.x, sums.y, sums.xx, sums.xy)
    )
    spread = xx - sum_x**2 / cases
    if float(spread.min()) <= 1e-12 * float(xx.max()):
        return undefined("more_cases", "answers")
    *without, slope = ((xy - sum_x * sum_y / cases) / spread).tolist()
    variance = (k - 1) / k * float(np.sum((np.array(without) - slope) ** 2)) / reliability**2
    variance += ((slope + 1) / reliability**2 * reliability_error) ** 2
    if variance <= 1e-24:
        return undefined("more_cases", "pairs")
    value = (slope + 1 - reliability) / reliability
    reach = float(stdtrit(k - 1, 0.5 + level / 2)) * math.sqrt(variance)
    return sampled(
        value,
        value - reach,
        value + reach,
        unit=Unit.COEFFICIENT,
        n=len(x),
        method="blomqvist_slope",
        level=level,
    )
