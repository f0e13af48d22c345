"""Shares of independent cases, shares counted in a complete register, and the difference of two shares."""

from __future__ import annotations

import math

from scipy.special import betaincinv, ndtri

from obverse.quantities import Estimate, Result, Unit, bounds, full_count
from obverse.statistics.arrays import part_of
from obverse.statistics.results import sampled, too_few


def wilson_limits(successes: float, n: float, level: float) -> tuple[float, float]:
    """The two ends of Wilson's score interval, without any check.

    ``(p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)`` with ``p = successes/n`` and z the normal
    quantile.

    >>> [round(end, 4) for end in wilson_limits(81, 263, 0.95)]
    [0.2553, 0.3662]
    """
    z = float(ndtri(0.5 + level / 2))
    p = successes / n
    centre = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # at 0 and n the ends are exactly 0 and 1; rounding would leave 1e-17
    low = 0.0 if successes == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if successes == n else min(1.0, (centre + spread) / scale)
    return low, high


def wilson_share(successes: int, n: int, *, level: float = 0.95) -> Result:
    """The share ``successes / n`` of n independent cases with Wilson's score interval.

    ``(p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)``. Right on average over p; for single values of p
    close to 0 or 1 its coverage dips below the level (at n = 20 and 95 % down to about 0.92 for p in
    0.05..0.95).

    >>> share = wilson_share(15, 148)
    >>> round(share.value, 4), round(share.interval.low, 4), round(share.interval.high, 4)
    (0.1014, 0.0624, 0.1605)

    Raises:
        ValueError: there are more successes than cases, or a negative number of them.

    Source: Wilson 1927, Journal of the American Statistical Association 22; figures of Newcombe 1998,
    Statistics in Medicine 17, 857-872.
    """
    part_of(successes, n, "share")
    if n < 1:
        return too_few("more_cases", n, 1, "cases")
    low, high = wilson_limits(successes, n, level)
    return sampled(successes / n, low, high, unit=Unit.SHARE, n=n, method="wilson", level=level)


def exact_share(successes: int, n: int, *, level: float = 0.95) -> Result:
    """The share ``successes / n`` of n independent cases with the exact binomial interval.

    The ends are the shares at which as many successes or more (fewer) have probability (1 - level)/2:
    quantiles of Beta(x, n-x+1) and Beta(x+1, n-x). Conservative: it covers the truth at least as often as
    it says, often clearly more.

    >>> share = exact_share(0, 15)
    >>> share.value, round(share.interval.high, 3)
    (0.0, 0.218)

    Raises:
        ValueError: there are more successes than cases, or a negative number of them.

    Source: Clopper & Pearson 1934, Biometrika 26.
    """
    part_of(successes, n, "share")
    if n < 1:
        return too_few("more_cases", n, 1, "cases")
    tail = (1 - level) / 2
    low = float(betaincinv(successes, n - successes + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, n - successes, 1 - tail)) if successes < n else 1.0
    return sampled(successes / n, low, high, unit=Unit.SHARE, n=n, method="clopper_pearson", level=level)


def share_of_register(successes: int, n: int, unknown: int = 0) -> Result:
    """The share of a register that was counted completely, with bounds for its unknown entries.

    ``successes / n`` over the n known cases has no sampling error; if ``unknown`` further cases are
    registered without the answer, the share of all lies between ``successes / (n + unknown)`` and
    ``(successes + unknown) / (n + unknown)``.

    >>> share_of_register(6, 8, unknown=2).missing
    Interval(low=0.6, high=0.8, level=1.0, basis=<Basis.BOUNDS: 'bounds'>)

    Raises:
        ValueError: there are more successes than known cases, or a negative number of any.

    Source: worst-case bounds after Manski.
    """
    part_of(successes, n, "share of a register")
    if unknown < 0:
        raise ValueError(f"share of a register: {unknown} unknown cases are not possible")
    if n < 1:
        return too_few("more_cases", n, 1, "cases")
    value = successes / n
    registered = n + unknown
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.SHARE,
        n=n,
        method="share_of_register",
        missing=bounds(successes / registered, (successes + unknown) / registered) if unknown else None,
    )


def difference_of_shares(x1: int, n1: int, x0: int, n0: int, *, level: float = 0.95) -> Result:
    """The difference ``x1/n1 - x0/n0`` of two shares of independent cases.

    ``d - √((p1-l1)² + (u0-p0)²)`` to ``d + √((u1-p1)² + (p0-l0)²)`` where l and u are the ends of the
    Wilson intervals of the two shares. Keeps close to its level also with no success at all in a group.

    >>> difference = difference_of_shares(56, 70, 48, 80)
    >>> round(difference.value, 2), round(difference.interval.low, 4), round(difference.interval.high, 4)
    (0.2, 0.0524, 0.3339)

    Raises:
        ValueError: there are more successes than cases, or a negative number of them.

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890 (method 10).
    """
    part_of(x1, n1, "first share")
    part_of(x0, n0, "second share")
    if n1 < 1 or n0 < 1:
        return too_few("both_groups", min(n1, n0), 1, "cases")
    p1, p0 = x1 / n1, x0 / n0
    low1, high1 = wilson_limits(x1, n1, level)
    low0, high0 = wilson_limits(x0, n0, level)
    return sampled(
        p1 - p0,
        p1 - p0 - math.hypot(p1 - low1, high0 - p0),
        p1 - p0 + math.hypot(high1 - p1, p0 - low0),
        unit=Unit.DIFFERENCE,
        n=n1 + n0,
        method="newcombe",
        level=level,
        fewest=min(n1, n0),
        sides=((p1, n1), (p0, n0)),
    )
