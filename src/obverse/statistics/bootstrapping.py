"""Intervals by resampling: a ratio of totals over few and unequal clusters, the inequality of persons in a sample."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, amounts, numbers
from obverse.statistics.clusters import cluster_ratio
from obverse.statistics.concentration import gini_of_histogram, index_of_histograms, sorted_histogram
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_PERSONS = 50
"""Below it the interval of a Gini coefficient is too short to be shown; see ``bootstrap_gini``."""
_AT_ONCE = 2_000_000
_IN_CACHE = 20_000


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
    # so many at a time that they stay in the processor's cache
    parts = np.array_split(chosen, max(1, chosen.size // _IN_CACHE))
    values, errors = np.concatenate([_ratios(top[part], base[part]) for part in parts], axis=1)
    gap = values - ratio.value
    t = np.full(draws, math.inf)
    np.divide(gap, errors, out=t, where=errors > 1e-12 * max(1.0, abs(ratio.value)))
    without = ~np.isfinite(t)
    t[without] = np.select([gap[without] > 0, gap[without] < 0], [math.inf, -math.inf], 0.0)
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


def bootstrap_gini(
    value: npt.ArrayLike,
    persons: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """The Gini coefficient where the persons are a random sample, with the percentile bootstrap interval.

    ``value[i]`` events each for ``persons[i]`` people of the sample, those without any included; where the
    register is complete use ``gini_of_histogram``. Each draw takes as many persons with putting back. How many
    of them have value i is multinomial, so a draw costs what the histogram has entries, not what it has people.
    Draws in which nobody has an event are left out. n is the number of persons.

    Measured coverage at 95 % for 50, 200, 1,000 persons: 0.90 to 0.92, 0.94, 0.95 for Poisson counts and for negative
    binomial ones (dispersion 0.5); 0.72, 0.83, 0.88 for lognormal ones with σ = 1.5, where a sample seldom holds
    the few who have most: of such a tail no resampling knows more than the sample does.

    >>> few_speak = bootstrap_gini([0, 1, 2, 20], [50, 30, 15, 5], np.random.default_rng(1))
    >>> round(few_speak.value, 2), round(few_speak.interval.low, 2), round(few_speak.interval.high, 2)
    (0.79, 0.68, 0.84)

    Raises:
        ValueError: lengths differ, or a number is negative or broken.

    Source: bootstrap of persons after Efron 1979; for inequality measures after Mills & Zandvakili 1997.
    """
    observed = gini_of_histogram(value, persons)
    if isinstance(observed, NotEstimable):
        return observed
    events, people = sorted_histogram(value, persons)
    n = int(people.sum())
    if n < FEWEST_PERSONS:
        return too_few("more_cases", n, FEWEST_PERSONS, "persons")
    events, people = events[people > 0], people[people > 0]
    if len(events) < 2:
        return undefined("more_cases", "persons")
    drawn = []
    step = max(1, _AT_ONCE // len(events))
    for start in range(0, draws, step):
        rows = rng.multinomial(n, people / n, size=min(step, draws - start))
        drawn.append(index_of_histograms(events, rows[rows @ events > 0], "gini"))
    low, high = np.quantile(np.concatenate(drawn), [0.5 - level / 2, 0.5 + level / 2])
    return sampled(observed.value, low, high, unit=Unit.INDEX, n=n, method="bootstrap_gini", level=level)


def _ratios(top: Floats, base: Floats) -> Floats:
    """The ratio of totals and its error in each row of resampled clusters, as in ``cluster_ratio``, (2, rows)."""
    total = base.sum(axis=1, keepdims=True)
    value = top.sum(axis=1, keepdims=True) / total
    influence = (top - value * base) / (total * (1 - base / total))
    clusters = base.shape[1]
    error = np.sqrt((clusters - 1) / clusters * (influence**2).sum(axis=1))
    return np.stack((value[:, 0], error))
