"""How strong something unrecorded would have to be to explain a ratio away."""

from __future__ import annotations

import math

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.results import sampled, undefined


def e_value(ratio: Result, *, common_outcome: bool = False) -> Result:
    """The E-value of a risk ratio, and of the ends of its interval.

    The smallest ratio by which an unrecorded cause would have to be tied both to the group and to the outcome,
    beyond what is recorded, to make the ratio 1: ``RR + √(RR·(RR - 1))`` for RR above 1, of 1/RR below. The low
    end belongs to the end of the interval that lies nearer to 1, and is 1 where the interval holds 1: then
    nothing unrecorded is needed. For odds ratios of an outcome that more than 15 % have, ``common_outcome``
    takes the square root as the risk ratio. It is a measure of robustness, not a probability; read it against
    what is known of such causes (cost, support, feasibility). Silent where the ratio is.

    >>> from obverse.quantities import Basis, Estimate, Interval
    >>> breastfeeding = Estimate(
    ...     value=3.9, interval=Interval(1.8, 8.7, 0.95, Basis.SAMPLING), unit=Unit.RATIO, n=40, method="x"
    ... )
    >>> value = e_value(breastfeeding)
    >>> round(value.value, 2), round(value.interval.low, 1)
    (7.26, 3.0)

    Raises:
        ValueError: the figure is no ratio.

    Source: VanderWeele & Ding 2017, Annals of Internal Medicine 167, and its example.
    """
    if isinstance(ratio, NotEstimable):
        return ratio
    if ratio.unit is not Unit.RATIO:
        raise ValueError(f"an E-value belongs to a ratio, not to a {ratio.unit.label}")
    if not ratio.value:
        return undefined("nonzero_total", "events")
    value, low, high = (
        _away_from_one(end, common_outcome=common_outcome)
        for end in (ratio.value, ratio.interval.low, ratio.interval.high)
    )
    crosses = ratio.interval.low <= 1 <= ratio.interval.high
    return sampled(
        value,
        1.0 if crosses else min(low, high),
        max(low, high),
        unit=Unit.RATIO,
        n=ratio.n,
        method="e_value",
        level=ratio.interval.level,
    )


def _away_from_one(ratio: float, *, common_outcome: bool) -> float:
    if ratio in {0.0, math.inf}:
        return math.inf
    above = max(ratio, 1 / ratio)
    if common_outcome:
        above = math.sqrt(above)
    return above + math.sqrt(above * (above - 1))
