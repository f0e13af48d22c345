"""How far places or professionals differ beyond chance in what they do for comparable cases: never by name."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr, bdtrc, chdtri

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, Ints, counts, same_length
from obverse.statistics.bisection import crossing
from obverse.statistics.results import sampled, too_few, undefined
from obverse.statistics.shares import wilson_limits

FEWEST_UNITS = 10
FEWEST_CASES = 10
"""Units with fewer cases are left out: their shares are mostly chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadBetweenUnits:
    """The intraclass correlation, and the standard deviation of the units' true shares that it stands for."""

    icc: Result
    deviation: Result


def spread_between_units(
    events: npt.ArrayLike, cases: npt.ArrayLike, *, level: float = 0.95
) -> SpreadBetweenUnits:
    """The spread of the true shares ``events / cases`` of u units, without what chance adds.

    If the true shares spread around p with the intraclass correlation ρ, a share of n cases has the variance
    ``p(1-p)(1 + (n-1)ρ)/n``. ρ is where ``Q(ρ) = Σ(share - p)²/variance``, p weighted alike, equals its
    expectation u - 1; the ends are where it equals the quantiles of chi-square with u - 1 degrees of freedom. A
    fit better than chance does not narrow the interval beyond that of an average one. The deviation is
    ``√(ρ·p(1-p))``, in shares. Units with fewer than 10 cases are left out. n is the number of cases.

    Measured at 95 % with 10, 20 and 40 units of 10 to 60 cases: 0.95 to 0.99 of the intervals hold ρ of 0,
    0.05 and 0.2 for shares of 0.3 and 0.5, 0.91 to 0.97 for a share of 0.1.
    Differences in need between the units belong into it: compare like with like.

    >>> spread = spread_between_units([2, 18, 9, 3, 16, 11, 4, 15, 8, 10], [20] * 10)
    >>> round(spread.icc.value, 2), round(spread.deviation.value, 2), spread.icc.interval.low > 0.05
    (0.27, 0.26, True)

    Raises:
        ValueError: lengths differ, or a unit has more events than cases.

    Source: generalised Q statistic after Paule & Mandel 1982 and Viechtbauer 2007; variance of the
    beta-binomial distribution.
    """
    kept = _units(events, cases)
    if isinstance(kept, NotEstimable):
        return SpreadBetweenUnits(icc=kept, deviation=kept)
    happened, n = kept
    freedom = len(n) - 1
    tail = (1 - level) / 2
    seen = _q(happened, n, 0.0)
    stretch = max(1.0, freedom / seen) if seen > 0 else 0.0
    low_q, high_q = float(chdtri(freedom, tail)), float(chdtri(freedom, 1 - tail))
    value = _icc_at(happened, n, freedom, 1.0)
    low = _icc_at(happened, n, low_q, 1.0)
    # units that are all exactly alike: the interval of an average fit is that of Q = u - 1 at the same p
    high = _icc_at(happened, n, high_q, stretch) if stretch else _icc_of_average_fit(n, freedom, high_q)
    share = float(happened.sum() / n.sum())

    def figure(scale: float, power: float, unit: Unit) -> Result:
        ends = (scale * end**power for end in (value, low, high))
        return sampled(*ends, unit=unit, n=float(n.sum()), method="spread_between_units", level=level)

    return SpreadBetweenUnits(
        icc=figure(1.0, 1.0, Unit.INDEX),
        deviation=figure(math.sqrt(share * (1 - share)), 0.5, Unit.DIFFERENCE),
    )


def outside_funnel(
    events: npt.ArrayLike, cases: npt.ArrayLike, *, target: float | None = None, level: float = 0.95
) -> Result:
    """The share of units outside the 95 % limits of a funnel plot, less what chance alone puts there.

    A unit lies outside where its events, or more (fewer), have a probability of at most 2.5 % if its true
    share is ``target``, the share over all units if left out; chance puts slightly less than 5 % there, added
    up exactly. The interval is Wilson's for the share of units (measured at 95 % without any difference: 0.91 to
    0.99 hold 0). Units with fewer than 10 cases are left out. n
    is the number of units; which ones they are is nobody's business here.

    >>> outside = outside_funnel([2, 18, 9, 3, 16, 11, 4, 15, 8, 10], [20] * 10)
    >>> round(outside.value, 2), outside.interval.low > 0
    (0.58, True)

    Raises:
        ValueError: lengths differ, a unit has more events than cases, or the target is not between 0 and 1.

    Source: Spiegelhalter 2005, Statistics in Medicine 24.
    """
    kept = _units(events, cases)
    if isinstance(kept, NotEstimable):
        return kept
    happened, n = kept
    if target is not None and not 0 < target < 1:
        raise ValueError(f"a target of {target:g} has no limits: it must lie between 0 and 1")
    share = float(happened.sum() / n.sum()) if target is None else target
    outside, chance = 0, 0.0
    for x, size in zip(happened.tolist(), n.tolist(), strict=True):
        possible = np.arange(size + 1)
        at_most = bdtr(possible, size, share)
        at_least = bdtrc(possible - 1, size, share)
        at_least[0] = 1.0
        beyond = np.minimum(at_most, at_least) <= 0.025
        outside += int(beyond[x])
        low, high = np.flatnonzero(~beyond)[[0, -1]].tolist()
        chance += float(at_most[low - 1] if low else 0.0)
        chance += float(at_least[high + 1] if high < size else 0.0)
    units = len(n)
    expected = chance / units
    below, above = wilson_limits(outside, units, level)
    return sampled(
        outside / units - expected,
        below - expected,
        above - expected,
        unit=Unit.DIFFERENCE,
        n=units,
        method="outside_funnel",
        level=level,
    )


def _units(events: npt.ArrayLike, cases: npt.ArrayLike) -> tuple[Ints, Ints] | NotEstimable:
    happened, n = counts(events, "events"), counts(cases, "cases")
    same_length(events=happened, cases=n)
    if (happened > n).any():
        raise ValueError("events: a unit has more of them than cases")
    happened, n = happened[n >= FEWEST_CASES], n[n >= FEWEST_CASES]
    if len(n) < FEWEST_UNITS:
        return too_few("more_clusters", len(n), FEWEST_UNITS, "clusters")
    if happened.sum() in {0, n.sum()}:
        return undefined("nonzero_total", "events")
    return happened, n


def _inflation(n: Ints, icc: float) -> Floats:
    return np.asarray((1 + (n - 1) * icc) / n, dtype=np.float64)


def _q(happened: Ints, n: Ints, icc: float) -> float:
    weight = 1 / _inflation(n, icc)
    share = happened / n
    mean = float(share @ weight / weight.sum())
    return float((share - mean) ** 2 @ weight) / (mean * (1 - mean))


def _icc_at(happened: Ints, n: Ints, wanted: float, stretch: float) -> float:
    """The correlation at which Q, its squares multiplied by ``stretch``, has fallen to ``wanted``."""
    if stretch * _q(happened, n, 0.0) <= wanted:
        return 0.0
    return crossing(lambda icc: -stretch * _q(happened, n, icc), -wanted, 0.0, 1.0)


def _icc_of_average_fit(n: Ints, freedom: int, wanted: float) -> float:
    typical = float(len(n) / np.sum(1 / n))
    return min(1.0, (freedom / wanted - 1) / (typical - 1))
