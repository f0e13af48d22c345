"""Intervals from published numbers only: whatever the true counts behind the rounded ones are, they hold."""

from __future__ import annotations

import math
from collections.abc import Callable

from obverse.disclosure.released import SafeCount

Ends = tuple[float, float]
MOST = 40.0
HALF_A_DECIMAL = 0.05
_NEAR = 0.002  # an exact interval that touches 0 or 1 is never held to the last digit


def _wilson(successes: float, n: float, level: float) -> Ends:
    from obverse.statistics.shares import wilson_limits  # noqa: PLC0415 - heavy, and the front door opens without it

    return wilson_limits(successes, n, level)


def share_ends(yes: SafeCount, cases: SafeCount, *, design_effect: float = 1.0, level: float = 0.95) -> Ends:
    """The lowest and highest end of Wilson's interval over all counts that are published alike.

    Both ends rise with the yes-count; for a given one they fall as the number of cases rises, so that two corners of
    the rounding box are enough. A design effect divides both counts, as if fewer people had answered.

    >>> low, high = share_ends(SafeCount(15, 13, 17), SafeCount(40, 38, 42))
    >>> round(low, 3), round(high, 3)
    (0.191, 0.603)

    Source: Wilson 1927; the envelope and its coverage by own simulation (tests/disclosure).
    """
    least, most = yes.low, cases.high
    low, _ = _wilson(least / design_effect, most / design_effect, level)
    fewest = max(cases.low, 1)
    most_yes = min(yes.high, fewest)
    _, high = _wilson(most_yes / design_effect, fewest / design_effect, level)
    return low, high


def share_box(yes: SafeCount, cases: SafeCount) -> Ends:
    """The smallest and largest share that the rounding leaves possible where all were counted.

    >>> share_box(SafeCount(15, 13, 17), SafeCount(40, 38, 42))
    (0.30952380952380953, 0.4473684210526316)
    """
    return yes.low / cases.high, min(1.0, yes.high / max(cases.low, 1))


def difference_ends(
    first: tuple[SafeCount, SafeCount],
    second: tuple[SafeCount, SafeCount],
    *,
    design_effect: float = 1.0,
    level: float = 0.95,
) -> Ends:
    """The lowest and highest end of Newcombe's interval of the difference of two shares, each ``(yes, cases)``.

    The lowest lies where the first share is the smallest and the second the largest that the rounding leaves possible.

    >>> low, high = difference_ends((SafeCount(15, 13, 17), SafeCount(40, 38, 42)),
    ...                             (SafeCount(25, 23, 27), SafeCount(40, 38, 42)))
    >>> round(low, 2), round(high, 2)
    (-0.57, 0.11)

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, at two corners of the rounding box.
    """

    def corner(part: tuple[SafeCount, SafeCount], *, smallest: bool) -> tuple[float, float]:
        yes, cases = part
        n = cases.high if smallest else max(cases.low, 1)
        x = yes.low if smallest else min(yes.high, n)
        return x / design_effect, n / design_effect

    ends = []
    for lowest in (True, False):
        (x1, n1), (x0, n0) = corner(first, smallest=lowest), corner(second, smallest=not lowest)
        low1, high1 = _wilson(x1, n1, level)
        low0, high0 = _wilson(x0, n0, level)
        p1, p0 = x1 / n1, x0 / n0
        if lowest:
            ends.append(p1 - p0 - math.hypot(p1 - low1, high0 - p0))
        else:
            ends.append(p1 - p0 + math.hypot(high1 - p1, p0 - low0))
    return max(ends[0], -1.0), min(ends[1], 1.0)


def mean_ends(
    value: float, scale: Ends, cases: SafeCount, *, design_effect: float = 1.0, level: float = 0.95
) -> Ends:
    """An interval of a mean on a scale from ``a`` to ``b`` that knows no answers, only the rounded mean.

    Answers between a and b whose true mean is μ have at most the variance ``(μ-a)(b-μ)``. So a mean μ is left possible
    where the rounded one lies within ``z·√((μ-a)(b-μ)/n)`` of it, which is Wilson's interval on the scale, for the
    fewest people that the rounding leaves possible, and half of the last decimal on both sides.

    >>> [round(end, 2) for end in mean_ends(2.0, (0.0, 4.0), SafeCount(100, 98, 102))]
    [1.56, 2.44]

    Source: Bhatia & Davis 2000, A better bound on the variance, American Mathematical Monthly 107, 353-357.
    """
    a, b = scale
    n = max(cases.low, 1) / design_effect
    least, most = (
        (max(a, value - HALF_A_DECIMAL) - a) / (b - a),
        (min(b, value + HALF_A_DECIMAL) - a) / (b - a),
    )
    low, _ = _wilson(least * n, n, level)
    _, high = _wilson(most * n, n, level)
    return a + (b - a) * low, a + (b - a) * high


def least_design_effect(ends: Callable[[float], Ends], exact: Ends, most: float) -> float:
    """The smallest factor in steps of a half, from 1 up, with which the published interval holds the exact one.

    It is published with the figure; only where people came in clusters or carry weights is it more than 1.
    """

    def holds(halves: int) -> bool:
        low, high = ends(halves / 2)
        return low <= exact[0] + _NEAR and high >= exact[1] - _NEAR

    # a larger factor never makes the interval narrower, so that it can be halved in on
    fewest, widest = 2, max(2, int(2 * min(most, MOST)))
    if holds(fewest):
        return 1.0
    while widest - fewest > 1:
        middle = (fewest + widest) // 2
        fewest, widest = (fewest, middle) if holds(middle) else (middle, widest)
    return widest / 2
