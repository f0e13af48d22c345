"""Quantiles of independent units with intervals that assume nothing about how their values are spread."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrc

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import numbers
from obverse.statistics.results import sampled, too_few

FEWEST_UNITS = 10


def quantile_of_units(values: npt.ArrayLike, share: float, *, unit: Unit, level: float = 0.95) -> Result:
    """The value below which ``share`` of the units lie, with the interval between two of their values.

    If the units are drawn from many of their kind, the number of them below the true quantile is binomial: the
    ends are the k-th smallest values for which fewer than k (k or more) has probability (1 - level)/2 at most. Open
    where no value lies far enough out. Holds the truth at least as often as it says. n is the number of units.

    >>> middle = quantile_of_units(range(1, 22), 0.5, unit=Unit.COUNT)
    >>> middle.value, middle.interval.low, middle.interval.high
    (11.0, 6.0, 16.0)

    Raises:
        ValueError: the share does not lie between 0 and 1.

    Source: binomial distribution of order statistics, as in any textbook of distribution-free methods.
    """
    if not 0 < share < 1:
        raise ValueError(f"a quantile needs a share between 0 and 1, not {share:g}")
    ordered = np.sort(numbers(values, "values"))
    units = len(ordered)
    if units < FEWEST_UNITS:
        return too_few("more_clusters", units, FEWEST_UNITS, "clusters")
    tail = (1 - level) / 2
    place = np.arange(1, units + 1, dtype=np.float64)
    fewer, as_many = bdtr(place - 1, units, share), bdtrc(place - 1, units, share)
    below, above = ordered[fewer <= tail], ordered[as_many <= tail]
    return sampled(
        float(np.quantile(ordered, share)),
        float(below[-1]) if len(below) else -math.inf,
        float(above[0]) if len(above) else math.inf,
        unit=unit,
        n=units,
        method="order_statistics",
        level=level,
    )
