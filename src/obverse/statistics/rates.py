"""How often something happens per so much exposure: complaints per thousand contacts, incidents per hour."""

from __future__ import annotations

import math

from scipy.special import gammaincinv

from obverse.quantities import Result, Unit
from obverse.statistics.results import sampled, too_few


def poisson_rate(events: int, exposure: float, *, per: float = 1.0, level: float = 0.95) -> Result:
    """The rate ``per · events / exposure`` of counted independent events with its exact interval.

    The ends are the rates at which as many events or more (fewer) have probability (1 - level)/2:
    quantiles of Gamma(x) and Gamma(x + 1) over the exposure. Conservative: it covers the truth at least
    as often as it says. Without any event the one-sided 95 % end is close to 3/exposure (the rule of
    three), the end given here to 3.7/exposure. ``per`` is the exposure for which the rate is printed
    (1000 for a rate per thousand contacts); n is the exposure, rounded. Events that come in bursts are
    not independent: for them see ``jackknife_interval``.

    >>> rate = poisson_rate(3, 1200, per=1000)
    >>> rate.value, round(rate.interval.low, 3), round(rate.interval.high, 3)
    (2.5, 0.516, 7.306)

    Raises:
        ValueError: a count or an exposure is negative, there are events without exposure, or ``per`` is not
            positive.

    Source: Garwood 1936, Biometrika 28.
    """
    if events < 0 or not 0 <= exposure < math.inf or (events and not exposure):
        raise ValueError(f"{events} events in an exposure of {exposure:g} are not possible")
    if not 0 < per < math.inf:
        raise ValueError(f"a rate per {per:g} units of exposure is not possible")
    if not exposure:
        return too_few("more_cases", 0, 1, "cases")
    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    high = float(gammaincinv(events + 1, 1 - tail))
    scale = per / exposure
    return sampled(
        events * scale,
        low * scale,
        high * scale,
        unit=Unit.RATIO,
        n=exposure,
        method="poisson_rate",
        level=level,
    )
