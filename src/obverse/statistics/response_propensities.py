"""How unevenly the people of different groups answer a survey."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, amounts, counts, same_length
from obverse.statistics.bisection import crossing
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_INVITED = 2


def variation_of_propensities(
    answered: npt.ArrayLike, invited: npt.ArrayLike, eligible: npt.ArrayLike, *, level: float = 0.95
) -> Result:
    """The standard deviation of the chance to answer over the population, divided by its mean.

    Group h has ``invited`` people asked at random, ``answered`` of them, and the part W of all ``eligible``. With
    ``r = answered/invited`` and its mean ``r̄ = Σ W·r`` the plain variance ``Σ W·(r - r̄)²`` is too large on average
    by ``Σ W·(1-W)·v``, with ``v = r·(1-r)/(invited-1)`` the error variance of r; that is taken off, not below zero.
    Zero: all groups answer alike. The bias of the mean of the answers is at most this figure times the standard
    deviation of what is asked. The R-indicator is ``1 - 2·r̄·figure``.

    The interval holds the variations under which a plain one as large (as small) as that found is not too rare: the
    chances of the groups pulled towards their mean or away from it, the plain squared variation gamma distributed
    with its mean and variance under normal errors. Rates more alike than chance leaves them do not
    narrow it. Measured coverage at 95 %: 0.93 to 0.99 for 2 to 20 groups of
    15 to 280 people asked; lowest where groups are few and small.

    >>> result = variation_of_propensities([60, 30, 20], [100, 100, 100], [500, 300, 200])
    >>> round(result.value, 3), round(result.interval.low, 3), round(result.interval.high, 3)
    (0.395, 0.273, 0.506)

    NotEstimable with fewer than two groups of two people asked, or where nobody answered.

    Raises:
        ValueError: lengths differ, a number is negative, more answered than were invited, or more were invited
            than are eligible.

    Source: Schouten, Cobben & Bethlehem 2009, Survey Methodology 35; bias after Shlomo, Skinner & Schouten 2012.
    """
    said, asked = counts(answered, "answered").astype(float), counts(invited, "invited").astype(float)
    there = amounts(eligible, "eligible")
    same_length(answered=said, invited=asked, eligible=there)
    if (said > asked).any() or (asked > there).any():
        raise ValueError(
            "of each group no more can answer than were invited, nor be invited than are eligible"
        )
    kept = asked >= FEWEST_INVITED
    said, asked, there = said[kept], asked[kept], there[kept]
    if len(asked) < 2:
        return too_few("more_cases", len(asked), 2, "strata")
    if not said.sum():
        return undefined("more_cases", "answers")
    weight = there / there.sum()
    rate = said / asked
    mean = float(weight @ rate)
    apart = rate - mean
    plain = float(weight @ apart**2)
    bias = float((weight * (1 - weight)) @ (rate * (1 - rate) / (asked - 1)))
    value = math.sqrt(max(0.0, plain - bias)) / mean
    low, high = _limits(plain / mean**2, rate, weight, asked, level)
    return sampled(value, low, high, unit=Unit.COEFFICIENT, n=asked.sum(), method="propensities", level=level)


def _limits(plain: float, rate: Floats, weight: Floats, asked: Floats, level: float) -> tuple[float, float]:
    """The smallest and the largest variation that the plain one (squared) leaves possible."""
    tail = (1 - level) / 2
    mean = float(weight @ rate)
    size = mean * math.sqrt(plain)
    direction = (rate - mean) / size if size else _alternating(weight)

    def chances(spread: float) -> Floats:
        return np.clip(mean + spread * direction, 0.0, 1.0)

    def rarer(found: float, spread: float) -> float:
        return -_moments(chances(spread), weight, asked).at_most(found)

    even = _moments(chances(0.0), weight, asked)
    low = 0.0
    if even.at_most(plain) > 1 - tail:
        low = crossing(lambda spread: rarer(plain, spread), tail - 1, 0.0, size)
    # rates more alike than chance alone leaves them tell of luck, not of a narrower truth
    seen = max(plain, even.mean)
    # a standard deviation of shares is never larger than one half
    high = crossing(lambda spread: rarer(seen, spread), -tail, size, 1.0)
    return _variation(chances(low), weight), _variation(chances(high), weight)


def _variation(rate: Floats, weight: Floats) -> float:
    mean = float(weight @ rate)
    return math.sqrt(float(weight @ (rate - mean) ** 2)) / mean


@dataclass(frozen=True, slots=True)
class _Moments:
    mean: float
    variance: float

    def at_most(self, found: float) -> float:
        """The chance of a value no larger than the one found."""
        if self.variance <= 0:
            return 1.0 if found >= self.mean else 0.0
        return float(gammainc(self.mean**2 / self.variance, found * self.mean / self.variance))


def _alternating(weight: Floats) -> Floats:
    """A direction where all groups answered alike and none is better than another."""
    signs = np.where(np.arange(len(weight)) % 2, 1.0, -1.0)
    centred = signs - float(weight @ signs)
    return np.asarray(centred / math.sqrt(float(weight @ centred**2)), dtype=np.float64)


def _moments(rate: Floats, weight: Floats, asked: Floats) -> _Moments:
    """Mean and variance of the plain squared variation, had the groups these chances to answer."""
    mean = float(weight @ rate)
    apart = rate / mean - 1
    # rates over their mean, to first order in the errors e of the rates: apart + (e - rate/mean·W'e)/mean
    moved = (np.eye(len(rate)) - np.outer(rate / mean, weight)) / mean
    errors = (moved * (rate * (1 - rate) / asked)) @ moved.T
    form = errors * weight
    expected = float(weight @ apart**2) + float(np.trace(form))
    shift = weight * apart
    return _Moments(expected, 2 * float(np.trace(form @ form)) + 4 * float(shift @ errors @ shift))
