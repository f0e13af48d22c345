"""How this room hands back a figure from a sample, and the two reasons for which it has none."""

from __future__ import annotations

from dataclasses import replace

from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why


def sampled(
    value: float,
    low: float,
    high: float,
    *,
    unit: Unit,
    n: float,
    method: str,
    level: float,
    fewest: int | None = None,
    scale: tuple[float, float] | None = None,
    sides: tuple[tuple[float, int], tuple[float, int]] | None = None,
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
        fewest=fewest,
        scale=scale,
        sides=sides,
    )


def between_people(difference: Result, first: int, second: int) -> Result:
    """A difference with the number of people on each of its sides, where its method saw weights only.

    >>> apart = sampled(0.2, 0.0, 0.4, unit=Unit.DIFFERENCE, n=70, method="cluster_mover", level=0.95,
    ...                 sides=((0.5, 0), (0.3, 0)))
    >>> between_people(apart, 40, 30).sides
    ((0.5, 40), (0.3, 30))
    """
    if isinstance(difference, NotEstimable):
        return difference
    sides = difference.sides
    if sides is not None:
        sides = ((sides[0][0], first), (sides[1][0], second))
    return replace(difference, fewest=min(first, second), sides=sides)


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
