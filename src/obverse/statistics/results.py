"""How this room hands back a figure from a sample, and the two reasons for which it has none."""

from __future__ import annotations

from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Unit, Why


def sampled(
    value: float,
    low: float,
    high: float,
    *,
    unit: Unit,
    n: float,
    method: str,
    level: float,
) -> Estimate:
    """A figure with a sampling interval, held within the values that its unit can take.

    >>> sampled(0.5, -0.1, 0.9, unit=Unit.SHARE, n=4, method="wilson", level=0.95).interval.low
    0.0
    """
    low = min(max(float(low), unit.lowest), float(value))
    high = max(min(float(high), unit.highest), float(value))
    return Estimate(
        value=float(value),
        interval=Interval(low, high, level, Basis.SAMPLING),
        unit=unit,
        n=max(1, round(float(n))),
        method=method,
    )


def too_few(remedy: str, have: float, need: float, of: str) -> NotEstimable:
    """There are fewer cases than the method needs.

    >>> too_few("more_clusters", 3, 5, "clusters").need
    5.0
    """
    return NotEstimable(why=Why.TOO_FEW, remedy=remedy, have=float(have), need=float(need), of=of)


def undefined(remedy: str, of: str = "") -> NotEstimable:
    """The figure is not defined for these data, however many cases of this kind there are.

    >>> undefined("nonzero_total").why
    <Why.UNDEFINED: 'undefined'>
    """
    return NotEstimable(why=Why.UNDEFINED, remedy=remedy, of=of)
