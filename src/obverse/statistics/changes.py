"""Before and after: levels of complete counts, and one service among comparable ones."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from obverse.quantities import Estimate, NotEstimable, Result, Unit, bounds, full_count
from obverse.statistics.arrays import amounts, numbers, same_length
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_COMPARATORS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceboRank:
    """The place of one change among those of comparable services, the smallest first.

    ``p = rank/of`` is the chance of such a place or a lower one if nothing distinguishes the service; it
    cannot fall below ``smallest_p = 1/of``, so that fewer than 19 comparators can never reach 5 %.
    """

    rank: int
    of: int
    p: float
    smallest_p: float


def relative_level(
    now: float,
    before: float,
    *,
    now_bounds: tuple[float, float] | None = None,
    before_bounds: tuple[float, float] | None = None,
    n: int = 2,
) -> Result:
    """The ratio ``now / before`` of two complete counts, with bounds for records that are missing.

    ``now_bounds`` and ``before_bounds`` are the lowest and the highest that each count can be; the ratio
    then lies between ``lowest now / highest before`` and ``highest now / lowest before``. n is the number
    of records behind it.

    >>> relative_level(78.0, 100.0, before_bounds=(100.0, 104.0)).missing
    Interval(low=0.75, high=0.78, level=1.0, basis=<Basis.BOUNDS: 'bounds'>)

    Raises:
        ValueError: a count is negative, or lies outside its bounds.

    Source: worst-case bounds after Manski.
    """
    if now < 0 or before < 0:
        raise ValueError(f"a level of {min(now, before):g} is not possible")
    for level, ends in ((now, now_bounds), (before, before_bounds)):
        if ends is not None and not 0 <= ends[0] <= level <= ends[1]:
            raise ValueError(
                f"the count {level:g} does not lie between its bounds {ends[0]:g} and {ends[1]:g}"
            )
    if before == 0:
        return undefined("nonzero_total", "periods")
    value = now / before
    missing = None
    if now_bounds is not None or before_bounds is not None:
        lowest_now, highest_now = now_bounds or (now, now)
        lowest_before, highest_before = before_bounds or (before, before)
        missing = bounds(
            lowest_now / highest_before, highest_now / lowest_before if lowest_before else math.inf
        )
    return Estimate(
        value=value,
        interval=full_count(value),
        unit=Unit.RATIO,
        n=n,
        method="relative_level",
        missing=missing,
    )


def placebo_rank(own: float, comparators: npt.ArrayLike) -> PlaceboRank | NotEstimable:
    """The place of the own change among k comparable ones; ties count against calling it low.

    >>> placebo_rank(0.78, [0.97, 1.02, 1.0, 0.99]).rank
    1

    Raises:
        ValueError: a change is not finite.

    Source: placebo tests after Abadie, Diamond & Hainmueller 2010.
    """
    others = numbers(comparators, "comparators")
    if not math.isfinite(own):
        raise ValueError("own: the change must be a finite number")
    if not len(others):
        return too_few("more_cases", 0, 1, "comparators")
    of = len(others) + 1
    rank = 1 + int((others <= own).sum())
    return PlaceboRank(rank=rank, of=of, p=rank / of, smallest_p=1 / of)


def net_log_change(
    own_now: float,
    own_before: float,
    comparators_now: npt.ArrayLike,
    comparators_before: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> Result:
    """The change of the own level net of that of k comparable services, on the logarithm.

    ``δ = ln(now/before) - mean ln(now/before)`` of the comparators; the interval ``± t·s·√(1 + 1/k)``
    with their standard deviation s and k - 1 degrees of freedom is that of one more service like them. n
    is k.

    >>> net = net_log_change(78, 100, [98, 101, 100], [100, 100, 100])
    >>> round(net.value, 3), round(net.interval.low, 3), round(net.interval.high, 3)
    (-0.245, -0.321, -0.169)

    Raises:
        ValueError: lengths differ, or a level is negative.

    Source: prediction interval of a normal sample; difference in differences with one treated unit.
    """
    change = _net_change(own_now, own_before, comparators_now, comparators_before, level)
    if isinstance(change, NotEstimable):
        return change
    value, reach, k = change
    return sampled(
        value,
        value - reach,
        value + reach,
        unit=Unit.COEFFICIENT,
        n=k,
        method="net_log_change",
        level=level,
    )


def net_relative_level(
    own_now: float,
    own_before: float,
    comparators_now: npt.ArrayLike,
    comparators_before: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> Result:
    """``exp(δ)`` of ``net_log_change``: the own level relative to what the comparators' change makes expect.

    >>> net = net_relative_level(78, 100, [98, 101, 100], [100, 100, 100])
    >>> round(net.value, 3), round(net.interval.low, 3), round(net.interval.high, 3)
    (0.783, 0.725, 0.845)

    Raises:
        ValueError: lengths differ, or a level is negative.

    Source: see ``net_log_change``.
    """
    change = _net_change(own_now, own_before, comparators_now, comparators_before, level)
    if isinstance(change, NotEstimable):
        return change
    value, reach, k = change
    # beyond e^700 a float has no room; such an interval says nothing anyway
    high = math.exp(value + reach) if value + reach < 700 else math.inf
    return sampled(
        math.exp(value),
        math.exp(value - reach),
        high,
        unit=Unit.RATIO,
        n=k,
        method="net_relative_level",
        level=level,
    )


def _net_change(
    own_now: float, own_before: float, now: npt.ArrayLike, before: npt.ArrayLike, level: float
) -> tuple[float, float, int] | NotEstimable:
    others_now, others_before = amounts(now, "comparators now"), amounts(before, "comparators before")
    same_length(comparators_now=others_now, comparators_before=others_before)
    if own_now < 0 or own_before < 0:
        raise ValueError(f"a level of {min(own_now, own_before):g} is not possible")
    k = len(others_now)
    if k < FEWEST_COMPARATORS:
        return too_few("more_cases", k, FEWEST_COMPARATORS, "comparators")
    if not own_now or not own_before or not others_now.all() or not others_before.all():
        return undefined("nonzero_total", "periods")
    changes = np.log(others_now / others_before)
    spread = float(np.std(changes, ddof=1))
    if spread == 0:
        return undefined("more_cases", "comparators")
    reach = float(stdtrit(k - 1, 0.5 + level / 2)) * spread * math.sqrt(1 + 1 / k)
    return math.log(own_now / own_before) - float(changes.mean()), reach, k
