"""The mean time without the event up to a horizon: one number for a whole curve, also when some cases are open."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit, stdtrit

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, table_of_counts
from obverse.statistics.results import sampled, too_few
from obverse.statistics.survival import day_counts, number_at_risk


@dataclass(frozen=True, slots=True)
class _Mean:
    value: float
    low: float
    high: float
    n: int


def restricted_mean(
    times: npt.ArrayLike,
    events: npt.ArrayLike,
    censored: npt.ArrayLike,
    horizon: float,
    *,
    unit: Unit = Unit.DAYS,
    level: float = 0.95,
) -> Result:
    """The mean of the smaller of waiting time and ``horizon``: the area under the Kaplan-Meier curve up to it.

    ``V = n/(n-1)·Σ A²·d/(r(r-d))`` with A the area from each event to the horizon; the interval is ``±
    t·√V`` on the logit of mean/horizon, so that it stays between 0 and the horizon. Without any spread it
    covers what a share of ``1 - (α/2)^(1/n)`` of unlike cases could change. Nobody observed up to the
    horizon: no figure.

    >>> mean = restricted_mean([1, 3, 5], [1, 1, 1], [0, 1, 1], 5)
    >>> round(mean.value, 2)
    3.8

    Raises: ValueError: lengths differ, days are not rising, a count is negative, or the horizon is not
        after day 0.

    Source: Irwin 1949; Royston & Parmar 2013, BMC Medical Research Methodology 13.
    """
    days, happened, open_ones = day_counts(times, events, censored)
    mean = _mean(days, happened, open_ones, horizon, level)
    if isinstance(mean, NotEstimable):
        return mean
    return sampled(
        mean.value, mean.low, mean.high, unit=unit, n=mean.n, method="restricted_mean", level=level
    )


def difference_restricted_mean(
    times: npt.ArrayLike,
    events: npt.ArrayLike,
    censored: npt.ArrayLike,
    horizon: float,
    *,
    unit: Unit = Unit.DAYS,
    level: float = 0.95,
) -> Result:
    """How much longer group 0 waits than group 1 on average up to the horizon.

    ``events[g]`` and ``censored[g]`` are the day counts of group g = 0, 1 over the same ``times``. The
    interval is recovered from those of the two means: ``d - √((m₀-l₀)² + (u₁-m₁)²)`` to ``d + √((u₀-m₀)²
    + (m₁-l₁)²)``.

    >>> gap = difference_restricted_mean([1, 3, 5], [[0, 1, 2], [2, 1, 0]], [[0, 0, 1], [0, 0, 1]], 5)
    >>> round(gap.value, 2)
    2.0

    Raises:
        ValueError: there are not two groups, or see ``restricted_mean``.

    Source: Royston & Parmar 2013; Zou & Donner 2008.
    """
    happened, open_ones = table_of_counts(events, "events", 2), table_of_counts(censored, "censored", 2)
    if happened.shape != open_ones.shape or len(happened) != 2:
        raise ValueError(f"events and censored: two groups of days are expected, not {happened.shape}")
    means: list[_Mean] = []
    for group in range(2):
        mean = _mean(*day_counts(times, happened[group], open_ones[group]), horizon, level)
        if isinstance(mean, NotEstimable):
            return mean
        means.append(mean)
    a, b = means
    gap = a.value - b.value
    return sampled(
        gap,
        gap - math.hypot(a.value - a.low, b.high - b.value),
        gap + math.hypot(a.high - a.value, b.value - b.low),
        unit=unit,
        n=a.n + b.n,
        method="restricted_mean_difference",
        level=level,
    )


def _mean(
    days: Floats, happened: Ints, open_ones: Ints, horizon: float, level: float
) -> _Mean | NotEstimable:
    if not 0 < horizon < math.inf:
        raise ValueError(f"the horizon {horizon:g} must lie after day 0")
    n = int((happened + open_ones).sum())
    if n < 2:
        return too_few("more_cases", n, 2, "cases")
    at_risk = number_at_risk(happened + open_ones)
    seen = (at_risk > 0) & (days <= horizon)
    remaining = at_risk[seen] - happened[seen]
    survival = np.cumprod(remaining / at_risk[seen])
    last = float(days[happened + open_ones > 0][-1])
    if last < horizon and survival[-1] > 0:
        return too_few("longer_follow_up", last, horizon, "follow_up")
    widths = np.diff(np.concatenate((days[seen], [horizon])), prepend=0.0)
    areas = widths * np.concatenate(([1.0], survival))
    value = float(areas.sum())
    beyond = np.cumsum(areas[:0:-1])[::-1]
    spread = np.where(
        remaining > 0, beyond**2 * happened[seen] / (at_risk[seen] * np.maximum(remaining, 1.0)), 0.0
    )
    variance = float(spread.sum()) * n / (n - 1)
    place = value / horizon
    if variance <= 1e-24 * horizon**2:
        observed = int(at_risk[days >= horizon][0]) if place == 1 else n
        unseen = 1 - ((1 - level) / 2) ** (1 / observed)
        return _Mean(value, value * (1 - unseen), value + unseen * (horizon - value), n)
    turn = float(stdtrit(n - 1, 0.5 + level / 2)) * math.sqrt(variance) / horizon / (place * (1 - place))
    low, high = (horizon * float(expit(logit(place) + side * turn)) for side in (-1, 1))
    if last < horizon and open_ones.any():
        # the last case observed ended, but those lost from sight before it might have gone on
        high = min(horizon, high + (horizon - last) * (float(survival[-2]) if len(survival) > 1 else 1.0))
    return _Mean(value, low, high, n)
