"""An interval for any figure that was computed again without each group in turn."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import numbers
from obverse.statistics.clusters import ClusterRatio, Limits
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_GROUPS = 5


def jackknife_interval(
    full: float,
    replicates: npt.ArrayLike,
    *,
    unit: Unit,
    n: int,
    method: str | None = None,
    limits: Limits | None = None,
    level: float = 0.95,
) -> Result:
    """The figure ``full`` with an interval from g replicates, each computed without one of g groups.

    ``full ± t·√((g-1)/g · Σ(replicate - full)²)`` with g - 1 degrees of freedom. The groups hold all cases
    once: clusters, or people dealt out at random into some 20 to 100 groups of about the same size. With
    ``limits`` (the lowest and the highest possible figure) the interval is computed on the logit of the place
    between them. For smooth figures (shares, means, ratios, Gini); not for medians or the largest of
    something. Measured at 95 % with 10, 20 and 50 groups: 0.93 to 0.96 for a share, a ratio and a Gini coefficient.
    ``method`` says how the figure itself is computed; n is the number of cases.

    >>> half = jackknife_interval(0.5, [0.5, 0.52, 0.48, 0.51, 0.49, 0.5], unit=Unit.SHARE, n=300)
    >>> round(half.interval.low, 3), round(half.interval.high, 3)
    (0.426, 0.574)

    Raises:
        ValueError: a figure is not finite, or lies outside the limits.

    Source: delete-a-group jackknife after Kott 2001 and Wolter, Introduction to Variance Estimation.
    """
    without = numbers(replicates, "replicates")
    if not math.isfinite(full):
        raise ValueError("full: the figure over all groups must be a finite number")
    if limits is not None and not limits[0] <= full <= limits[1]:
        raise ValueError(f"full: {full:g} does not lie within the limits {limits[0]:g} to {limits[1]:g}")
    g = len(without)
    if g < FEWEST_GROUPS:
        return too_few("more_clusters", g, FEWEST_GROUPS, "groups")
    if limits is not None and full in limits:
        # at an end of the scale there is no logit: nothing but the unseen can be told
        without = np.full(g, full)
    influence = math.sqrt((g - 1) / g) * (without - full)
    ends = ClusterRatio(float(full), influence, g, float(g), float(n)).limits(level, limits)
    if ends is None:
        return undefined("more_clusters", "groups")
    return sampled(
        full,
        *ends,
        unit=unit,
        n=n,
        method="delete_a_group_jackknife" if method is None else method,
        level=level,
    )
