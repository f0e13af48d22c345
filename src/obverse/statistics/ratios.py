"""Ratios of two risks and of two rates, which must survive a group in which nothing happened."""

from __future__ import annotations

import math

from scipy.special import betainc, betaincinv, ndtri

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import part_of
from obverse.statistics.bisection import crossing
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_EVENTS = 5
"""With fewer events in a group the ratio of risks is read as one of rates, with mid-p ends."""


def rate_ratio(
    x1: int,
    exposure1: float,
    x0: int,
    exposure0: float,
    *,
    mid_p: bool = False,
    dispersion: float = 1.0,
    level: float = 0.95,
) -> Result:
    """The ratio ``(x1/exposure1) / (x0/exposure0)`` of two rates of counted events.

    Given their sum, x1 is binomial with ``π = ρ·E1/(ρ·E1 + E0)`` under the ratio ρ: the exact ends of π
    are turned into ends of ρ. Conservative; ``mid_p`` counts half of the probability of what was seen,
    which brings the coverage close to the level on average, but lets it fall a little below for single
    ratios. n is the number of events. Without an event in group 0 the ratio has no upper end (infinity)
    and its value is the median-unbiased one, ``π = ½^(1/x1)``; without one in group 1 it is 0. Where events come
    in waves, ``dispersion`` φ > 1 (see ``dispersion_of_counts``) makes the interval that of x1/φ and x0/φ events.

    >>> ratio = rate_ratio(11, 800, 21, 3011)
    >>> round(ratio.value, 4), round(ratio.interval.low, 4), round(ratio.interval.high, 4)
    (1.9715, 0.8584, 4.2773)

    Raises:
        ValueError: a count is negative, an exposure is negative or not finite, or the dispersion is below 1.

    Source: the figures of R's ``poisson.test``; mid-p after Berry & Armitage 1995; dispersion after Wedderburn 1974.
    """
    if not 1 <= dispersion < math.inf:
        raise ValueError(f"a dispersion of {dispersion:g} is not possible")
    if min(x1, x0) < 0 or not (0 <= exposure1 < math.inf and 0 <= exposure0 < math.inf):
        raise ValueError(f"{x1} events in {exposure1:g} against {x0} in {exposure0:g} are not possible")
    if not exposure1 or not exposure0:
        return too_few("both_groups", 0, 1, "cases")
    if x1 + x0 == 0:
        return undefined("nonzero_total", "events")
    scale = exposure0 / exposure1
    low, high = (
        odds * scale for odds in _odds_limits(x1 / dispersion, x0 / dispersion, mid_p=mid_p, level=level)
    )
    method = "rate_ratio_mid_p" if mid_p else "rate_ratio_exact"
    return sampled(
        _finite_odds(x1, x0) * scale,
        low,
        high,
        unit=Unit.RATIO,
        n=x1 + x0,
        method="rate_ratio_dispersed" if dispersion > 1 else method,
        level=level,
        fewest=min(x1, x0),
    )


def risk_ratio(x1: int, n1: int, x0: int, n0: int, *, level: float = 0.95) -> Result:
    """The ratio ``(x1/n1) / (x0/n0)`` of two shares of independent cases.

    The ratios ρ that the score test does not refuse: ``|p1 - ρ·p0| ≤ z·√v(ρ)``, v being the variance at
    the shares most likely under ρ, times N/(N-1). Where a group has fewer than five events, the mid-p
    interval of the ratio of rates is taken instead, which is conservative for shares. Measured coverage
    at 95 %: 0.94 or more, up to 1.00 for rare events in small groups. Without an event in group 0 see
    ``rate_ratio``.

    >>> ratio = risk_ratio(36, 40, 16, 80)
    >>> round(ratio.value, 2), round(ratio.interval.low, 2), round(ratio.interval.high, 2)
    (4.5, 2.94, 7.15)

    Raises:
        ValueError: there are more events than cases, or a negative number of them.

    Source: Koopman 1984, Biometrics 40, 513-517, and its example.
    """
    part_of(x1, n1, "first group")
    part_of(x0, n0, "second group")
    if not n1 or not n0:
        return too_few("both_groups", 0, 1, "cases")
    if x1 + x0 == 0:
        return undefined("nonzero_total", "events")
    if min(x1, x0) < FEWEST_EVENTS:
        low, high = (odds * n0 / n1 for odds in _odds_limits(x1, x0, mid_p=True, level=level))
        value = _finite_odds(x1, x0) * n0 / n1
        method = "risk_ratio_mid_p"
    else:
        z = float(ndtri(0.5 + level / 2))

        def score(log_ratio: float) -> float:
            return -_score(x1, n1, x0, n0, math.exp(log_ratio))

        value = (x1 / n1) / (x0 / n0)
        low = math.exp(crossing(score, -z, math.log(value) - 20, math.log(value)))
        high = math.exp(crossing(score, z, math.log(value), math.log(value) + 20))
        method = "risk_ratio_score"
    fewest = min(x1, x0, n1 - x1, n0 - x0)
    return sampled(value, low, high, unit=Unit.RATIO, n=n1 + n0, method=method, level=level, fewest=fewest)


def _score(x1: int, n1: int, x0: int, n0: int, ratio: float) -> float:
    n = n1 + n0
    b = n1 * ratio + x1 + n0 + x0 * ratio
    p0 = (b - math.sqrt(max(0.0, b * b - 4 * n * ratio * (x1 + x0)))) / (2 * n * ratio)
    p1 = min(1.0, ratio * p0)
    difference = x1 / n1 - ratio * x0 / n0
    variance = p1 * (1 - p1) / n1 + ratio**2 * p0 * (1 - p0) / n0
    if variance <= 0:
        return math.copysign(math.inf, difference) if difference else 0.0
    return difference / math.sqrt(variance)


def _odds_limits(x1: float, x0: float, *, mid_p: bool, level: float) -> tuple[float, float]:
    """The ends of the odds π/(1-π) of a binomial share seen as x1 of x1 + x0."""
    tail = (1 - level) / 2
    n = x1 + x0
    if mid_p:

        def at_least(share: float) -> float:
            more = float(betainc(x1 + 1, n - x1, share)) if x1 < n else 0.0
            as_many = float(betainc(x1, n - x1 + 1, share)) if x1 else 1.0
            return (more + as_many) / 2

        low = crossing(at_least, tail, 0.0, 1.0) if x1 else 0.0
        high = crossing(at_least, 1 - tail, 0.0, 1.0) if x0 else 1.0
    else:
        low = float(betaincinv(x1, x0 + 1, tail)) if x1 else 0.0
        high = float(betaincinv(x1 + 1, x0, 1 - tail)) if x0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


def _finite_odds(x1: int, x0: int) -> float:
    if x0:
        return x1 / x0
    share: float = 0.5 ** (1 / x1)
    return share / (1 - share)
