"""Waiting times that can end in several ways: answered with reasons, withdrawn, merged, still open."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, counts, table_of_counts
from obverse.statistics.results import sampled, too_few
from obverse.statistics.survival import day_counts, number_at_risk


@dataclass(frozen=True, slots=True, eq=False)
class IncidenceCurve:
    """The share that has ended in each way after each day, with the ends of a pointwise interval.

    ``incidence``, ``low``, ``high`` and ``variance`` are (causes, days), ``times``, ``at_risk``,
    ``remaining`` and ``survival`` (the share that has not ended in any way) have one entry per day.
    """

    times: Floats
    incidence: Floats
    low: Floats
    high: Floats
    survival: Floats
    variance: Floats
    at_risk: Ints
    remaining: Ints
    n: int
    level: float


def aalen_johansen(
    times: npt.ArrayLike,
    events_by_cause: npt.ArrayLike,
    censored: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> IncidenceCurve | NotEstimable:
    """The cumulative incidence of each cause, ``F_c(t) = Σ S(t-)·d_c/n`` over the days up to t.

    ``events_by_cause`` is (causes, days). The interval is ``1 - (1-F)^exp(±z·√V/((1-F)·|ln(1-F)|))`` with
    the delta method's ``V = Σ(F(t)-F)²·d/(n(n-d)) + ΣS²·d_c(n-d_c)/n³ - 2Σ(F(t)-F)·S·d_c/n²``; with one
    cause it is the interval of the Kaplan-Meier curve. Before the first event of a cause the upper end is
    the exact one for none among those still observed or ended otherwise. As in ``kaplan_meier`` the upper
    end keeps rising while cases are censored.

    >>> curve = aalen_johansen([1, 3, 5], [[1, 0, 1], [0, 1, 0]], [0, 1, 1])
    >>> curve.incidence.round(3).tolist()
    [[0.2, 0.2, 0.5], [0.0, 0.2, 0.2]]

    Raises:
        ValueError: shapes differ, days are not rising or negative, or a count is negative or broken.

    Source: Aalen & Johansen 1978; variance of Marubini & Valsecchi 1995 (delta method).
    """
    table = table_of_counts(events_by_cause, "events by cause", 2)
    if table.shape[1] != len(counts(censored, "censored")) or not len(table):
        raise ValueError(
            f"events by cause: a row per cause and a column per day are expected, not {table.shape}"
        )
    days, happened, open_ones = day_counts(times, table.sum(axis=0), censored)
    kept = happened + open_ones > 0
    days, happened, open_ones, table = days[kept], happened[kept], open_ones[kept], table[:, kept]
    if not len(days):
        return too_few("more_cases", 0, 1, "cases")
    at_risk = number_at_risk(happened + open_ones)
    remaining = at_risk - happened
    survival: Floats = np.cumprod(remaining / at_risk, dtype=np.float64)
    before = np.concatenate(([1.0], survival[:-1]))
    incidence = np.cumsum(before * table / at_risk, axis=1)
    variance = _variance(incidence, before, table, happened, at_risk)
    curve = IncidenceCurve(
        times=days,
        incidence=incidence,
        low=np.empty_like(incidence),
        high=np.empty_like(incidence),
        survival=survival,
        variance=variance,
        at_risk=at_risk,
        remaining=remaining,
        n=int(at_risk[0]),
        level=level,
    )
    for cause in range(len(table)):
        for day in range(len(days)):
            curve.low[cause, day], curve.high[cause, day] = _ends(curve, cause, day, int(remaining[day]))
    return curve


def incidence_at(curve: IncidenceCurve, cause: int, t: float) -> Result:
    """The share that has ended by cause number ``cause`` on or before day t.

    Beyond the last day there is no figure, unless nobody is left. n is the number of cases at the start.

    >>> share = incidence_at(aalen_johansen([1, 3, 5], [[1, 0, 1], [0, 1, 0]], [0, 1, 1]), 0, 4)
    >>> round(share.value, 3), round(share.interval.low, 3), round(share.interval.high, 3)
    (0.2, 0.031, 0.916)

    Raises:
        IndexError: there is no such cause.

    Source: see ``aalen_johansen``.
    """
    day = int(np.searchsorted(curve.times, t, side="right")) - 1
    last = len(curve.times) - 1
    if t > curve.times[last] and curve.survival[last] > 0:
        return too_few("longer_follow_up", float(curve.times[last]), t, "follow_up")
    value = float(curve.incidence[cause, day]) if day >= 0 else 0.0
    if day == last or (day >= 0 and t == curve.times[day]):
        low, high = float(curve.low[cause, day]), float(curve.high[cause, day])
    else:
        low, high = _ends(curve, cause, day, int(curve.at_risk[day + 1]))
    return sampled(value, low, high, unit=Unit.SHARE, n=curve.n, method="aalen_johansen", level=curve.level)


def _variance(incidence: Floats, before: Floats, table: Ints, happened: Ints, at_risk: Ints) -> Floats:
    """The delta-method variance for all days at once, expanded so that only running sums are needed."""
    left = at_risk - happened
    # on a day that empties the risk set F(t) - F is 0 ever after
    a = np.where(left > 0, happened / (at_risk * np.maximum(left, 1.0)), 0.0)
    b = before**2 * table * (at_risk - table) / at_risk.astype(np.float64) ** 3
    c = before * table / at_risk.astype(np.float64) ** 2

    def so_far(terms: Floats) -> Floats:
        return np.asarray(np.cumsum(terms, axis=1), dtype=np.float64)

    variance = (
        incidence**2 * np.cumsum(a)
        - 2 * incidence * so_far(a * incidence)
        + so_far(a * incidence**2)
        + so_far(b)
        - 2 * incidence * so_far(c)
        + 2 * so_far(c * incidence)
    )
    return np.asarray(np.maximum(variance, 0.0), dtype=np.float64)


def _ends(curve: IncidenceCurve, cause: int, day: int, at_risk: int) -> tuple[float, float]:
    """The interval at the given day (-1: before all days) with so many still observed."""
    tail = (1 - curve.level) / 2
    value = float(curve.incidence[cause, day]) if day >= 0 else 0.0
    if value == 0:
        # r/S is n without censoring and falls with each censored case, but not with other causes' events
        survival = float(curve.survival[day]) if day >= 0 else 1.0
        if survival == 0:
            at_risk, survival = int(curve.at_risk[day]), float(curve.survival[day - 1]) if day else 1.0
        return 0.0, 1 - tail ** (survival / at_risk)
    if value >= 1:
        return (float(curve.low[cause, day - 1]) if day else tail ** (1 / curve.n)), 1.0
    turn = float(ndtri(1 - tail)) * math.sqrt(float(curve.variance[cause, day]))
    turn /= (1 - value) * abs(math.log1p(-value))
    falls = np.flatnonzero(curve.remaining[: day + 1] < curve.at_risk[: day + 1])
    widening = math.sqrt(max(1.0, int(curve.remaining[falls[-1]]) / at_risk)) if at_risk else 1.0
    low = 1 - (1 - value) ** math.exp(-turn)
    high = 1 - (1 - value) ** math.exp(min(turn * widening, 700.0))
    return low, high
