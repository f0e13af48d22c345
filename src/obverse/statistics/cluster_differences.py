"""Differences between two groups of people who come in clusters.

Either each group has clusters of its own (towns with the process against towns without it), or the same
clusters hold people of both groups (men and women of the same associations).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import numbers, same_length
from obverse.statistics.clusters import ClusterRatio, Limits, cluster_ratio, within_limits
from obverse.statistics.results import sampled, undefined

SHARES: Limits = (0.0, 1.0)


def clustered_difference(
    successes_a: npt.ArrayLike,
    totals_a: npt.ArrayLike,
    successes_b: npt.ArrayLike,
    totals_b: npt.ArrayLike,
    *,
    alike: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    cases: int | None = None,
    level: float = 0.95,
) -> Result:
    """The difference a - b of two clustered shares where each group has clusters of its own.

    ``d - √((Ra-la)² + (ub-Rb)²)`` to ``d + √((ua-Ra)² + (Rb-lb)²)`` from the cluster-t intervals (l, u)
    of the two shares. Slightly conservative (measured 0.95 to 0.99 at 95 %). Clusters that have the same
    successes and totals may be given once, with their numbers in a and in b in ``alike``.

    >>> result = clustered_difference([3, 2, 4, 3, 3], [4] * 5, [1, 2, 0, 1, 1, 1], [4] * 6)
    >>> result.value, round(result.interval.low, 2), round(result.interval.high, 2)
    (0.5, 0.17, 0.7)

    Raises:
        ValueError: lengths differ, or a cluster has more successes than people.

    Source: recovery of variance from two intervals (MOVER), Zou & Donner 2008 after Newcombe 1998.
    """
    return clustered_mean_difference(
        successes_a,
        totals_a,
        successes_b,
        totals_b,
        unit=Unit.DIFFERENCE,
        limits=SHARES,
        alike=alike,
        cases=cases,
        level=level,
    )


def clustered_difference_within(
    successes_a: npt.ArrayLike,
    totals_a: npt.ArrayLike,
    successes_b: npt.ArrayLike,
    totals_b: npt.ArrayLike,
    *,
    cases: int | None = None,
    level: float = 0.95,
) -> Result:
    """The difference a - b of two clustered shares where the same k clusters hold people of both groups.

    As ``clustered_difference`` less the covariance of the two shares over clusters. Position i of all four
    vectors is the same cluster; a cluster without anyone of a group has total 0 there, and at least five
    clusters must hold each group. Measured coverage at 95 %: 0.95 to 0.98 for 6 to 40 clusters.

    >>> result = clustered_difference_within([3, 2, 4, 3, 3], [4] * 5, [2, 1, 3, 1, 2], [4] * 5)
    >>> result.value, round(result.interval.low, 2), round(result.interval.high, 2)
    (0.3, 0.14, 0.44)

    Raises:
        ValueError: lengths differ, or a cluster has more successes than people.

    Source: Zou & Donner 2008 with the covariance of the two estimates.
    """
    return clustered_mean_difference_within(
        successes_a,
        totals_a,
        successes_b,
        totals_b,
        unit=Unit.DIFFERENCE,
        limits=SHARES,
        cases=cases,
        level=level,
    )


def clustered_mean_difference(
    sums_a: npt.ArrayLike,
    counts_a: npt.ArrayLike,
    sums_b: npt.ArrayLike,
    counts_b: npt.ArrayLike,
    *,
    unit: Unit,
    limits: Limits | None = None,
    alike: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    cases: int | None = None,
    level: float = 0.95,
) -> Result:
    """The difference a - b of two clustered means where each group has clusters of its own.

    See ``clustered_difference``; ``limits`` are the possible values of one case, as in ``clustered_mean``.

    >>> result = clustered_mean_difference(
    ...     [9, 7, 8, 6, 8], [4] * 5, [4, 5, 3, 5, 4], [4] * 5, unit=Unit.HOURS
    ... )
    >>> round(result.value, 2), round(result.interval.low, 2), round(result.interval.high, 2)
    (0.85, 0.41, 1.29)

    Raises:
        ValueError: lengths differ, or a sum cannot come from values within the limits.

    Source: Zou & Donner 2008.
    """
    alike_a, alike_b = alike or (None, None)
    a = cluster_ratio(sums_a, counts_a, alike=alike_a)
    b = cluster_ratio(sums_b, counts_b, alike=alike_b)
    within_limits(sums_a, counts_a, limits)
    within_limits(sums_b, counts_b, limits)
    return _difference(a, b, correlation=0.0, unit=unit, limits=limits, cases=cases, level=level)


def clustered_mean_difference_within(
    sums_a: npt.ArrayLike,
    counts_a: npt.ArrayLike,
    sums_b: npt.ArrayLike,
    counts_b: npt.ArrayLike,
    *,
    unit: Unit,
    limits: Limits | None = None,
    cases: int | None = None,
    level: float = 0.95,
) -> Result:
    """The difference a - b of two clustered means where the same clusters hold people of both groups.

    See ``clustered_difference_within``. Also for two questions put to the same people.

    >>> result = clustered_mean_difference_within(
    ...     [9, 7, 8, 6, 8], [4] * 5, [8, 6, 8, 5, 7], [4] * 5, unit=Unit.HOURS
    ... )
    >>> round(result.value, 2), round(result.interval.low, 2), round(result.interval.high, 2)
    (0.2, -0.04, 0.44)

    Raises:
        ValueError: lengths differ, or a sum cannot come from values within the limits.

    Source: Zou & Donner 2008 with the covariance of the two estimates.
    """
    same_length(group_a=numbers(counts_a, "counts of a"), group_b=numbers(counts_b, "counts of b"))
    a, b = cluster_ratio(sums_a, counts_a), cluster_ratio(sums_b, counts_b)
    within_limits(sums_a, counts_a, limits)
    within_limits(sums_b, counts_b, limits)
    together = 0.0
    if isinstance(a, ClusterRatio) and isinstance(b, ClusterRatio) and min(a.error, b.error) > 0:
        together = float(np.sum(a.influence * b.influence)) / (a.error * b.error)
        # k clusters cannot show a perfect correlation, which would leave an interval without width
        together = min(together, 1 - 1 / min(a.clusters, b.clusters))
    return _difference(a, b, correlation=together, unit=unit, limits=limits, cases=cases, level=level)


def _difference(
    a: ClusterRatio | NotEstimable,
    b: ClusterRatio | NotEstimable,
    *,
    correlation: float,
    unit: Unit,
    limits: Limits | None,
    cases: int | None,
    level: float,
) -> Result:
    if isinstance(a, NotEstimable):
        return a
    if isinstance(b, NotEstimable):
        return b
    ends_a, ends_b = a.limits(level, limits), b.limits(level, limits)
    if ends_a is None or ends_b is None:
        return undefined("more_clusters", "clusters")
    difference = a.value - b.value

    def reach(from_a: float, from_b: float) -> float:
        return math.sqrt(max(0.0, from_a**2 + from_b**2 - 2 * correlation * from_a * from_b))

    return sampled(
        difference,
        difference - reach(a.value - ends_a[0], ends_b[1] - b.value),
        difference + reach(ends_a[1] - a.value, b.value - ends_b[0]),
        unit=unit,
        n=a.total + b.total if cases is None else cases,
        method="cluster_mover",
        level=level,
        # weights do not tell how many people there are on each side
        fewest=round(min(a.total, b.total)) if cases is None else None,
        sides=((a.value, round(a.total) * (cases is None)), (b.value, round(b.total) * (cases is None)))
        if limits == SHARES
        else None,
    )
