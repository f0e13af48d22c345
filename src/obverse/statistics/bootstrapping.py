"""A ratio of totals over few and unequal clusters, by resampling the clusters."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, amounts, numbers
from obverse.statistics.clusters import cluster_ratio
from obverse.statistics.results import sampled, undefined


def bootstrap_ratio_by_cluster(
    numerators: npt.ArrayLike,
    denominators: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    unit: Unit = Unit.SHARE,
    cases: int | None = None,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """The ratio ``Σ num / Σ den`` over k clusters with a studentised bootstrap interval.

    Each draw takes k clusters with putting back, computes ratio R* and jackknife error s*, and ``t* = (R*
    - R)/s*``; the interval is ``R - t*₊·s`` to ``R - t*₋·s`` with the upper and lower quantile of t*. For
    skewed amounts per cluster (money over projects, hours over associations); for shares of people
    ``clustered_share`` is as good and shorter. n is ``cases``, or the number of clusters.

    Measured coverage at 95 % for 8, 15, 40 clusters: 0.95, 0.95, 0.94 where clusters are symmetric; 0.87,
    0.90, 0.93 where they are lognormal with σ = 1.2 (t from the errors alone: 0.78, 0.82, 0.88;
    percentiles of R*: 0.71, 0.80, 0.88). Few clusters with heavy tails leave no honest interval: look at
    each cluster instead. Where so many draws have no spread that t* is unbounded, the end is that of the
    unit.

    >>> rng = np.random.default_rng(1)
    >>> hours = bootstrap_ratio_by_cluster([0, 12, 9, 30, 2, 7], [20, 40, 30, 60, 10, 25], rng)
    >>> round(hours.value, 3), hours.n
    (0.324, 6)

    Raises: ValueError: lengths differ, a denominator is negative, or a numerator stands over a zero
        denominator.

    Source: bootstrap-t after Efron 1979 and Cameron, Gelbach & Miller 2008.
    """
    ratio = cluster_ratio(numerators, denominators)
    if isinstance(ratio, NotEstimable):
        return ratio
    if ratio.error <= 1e-12 * max(1.0, abs(ratio.value)):
        return undefined("more_clusters", "clusters")
    top, base = numbers(numerators, "numerators"), amounts(denominators, "denominators")
    top, base = top[base > 0], base[base > 0]
    chosen = rng.integers(len(base), size=(draws, len(base)))
    values, errors = _ratios(top[chosen], base[chosen])
    gap = values - ratio.value
    t = np.full(draws, math.inf)
    np.divide(gap, errors, out=t, where=errors > 1e-12 * max(1.0, abs(ratio.value)))
    t[~np.isfinite(t)] = np.sign(gap[~np.isfinite(t)]) * math.inf
    t[np.isnan(t)] = 0.0
    # "lower" and "higher" quantiles exist for infinite values too, and are the conservative ones
    below = float(np.quantile(t, 0.5 - level / 2, method="lower"))
    above = float(np.quantile(t, 0.5 + level / 2, method="higher"))
    return sampled(
        ratio.value,
        ratio.value - above * ratio.error,
        ratio.value - below * ratio.error,
        unit=unit,
        n=len(base) if cases is None else cases,
        method="cluster_bootstrap_t",
        level=level,
    )


def _ratios(top: Floats, base: Floats) -> tuple[Floats, Floats]:
    """The ratio of totals and its error in each row of resampled clusters, as in ``cluster_ratio``."""
    total = base.sum(axis=1, keepdims=True)
    value = top.sum(axis=1, keepdims=True) / total
    influence = (top - value * base) / (total * (1 - base / total))
    clusters = base.shape[1]
    error = np.sqrt((clusters - 1) / clusters * (influence**2).sum(axis=1))
    return value[:, 0], np.asarray(error, dtype=np.float64)
