"""How far a figure may be from the truth, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Why an interval is as wide as it is: four different reasons that are never merged into one."""

    SAMPLING = "sampling"
    FULL_COUNT = "full_count"
    BOUNDS = "bounds"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that the evidence leaves possible.

    ``level`` is the confidence level (0..1) for a sampling interval and 1.0 for a full count or bounds.

    >>> Interval(0.2, 0.4, 0.95, Basis.SAMPLING).contains(0.3)
    True

    Raises:
        ValueError: the ends are not numbers, are in the wrong order, or the level is not in (0, 1].
    """

    low: float
    high: float
    level: float
    basis: Basis

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high):
            raise ValueError("an interval needs two numbers as its ends")
        if self.low > self.high:
            raise ValueError(f"the interval's low end {self.low} lies above its high end {self.high}")
        if not 0.0 < self.level <= 1.0:
            raise ValueError(f"the level {self.level} of an interval lies outside (0, 1]")

    def contains(self, value: float) -> bool:
        """Whether ``value`` lies in the interval, to within rounding of the last digits."""
        slack = 1e-9 * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack

    def hull(self, other: Interval | None) -> Interval:
        """The smallest interval of this basis that holds this one and ``other``."""
        if other is None:
            return self
        return Interval(min(self.low, other.low), max(self.high, other.high), self.level, self.basis)


def full_count(value: float) -> Interval:
    """The interval of a figure that was counted completely: the figure itself.

    >>> full_count(77.0)
    Interval(low=77.0, high=77.0, level=1.0, basis=<Basis.FULL_COUNT: 'full_count'>)
    """
    return Interval(value, value, 1.0, Basis.FULL_COUNT)


def bounds(low: float, high: float) -> Interval:
    """The values that remain possible whatever the missing records hold (Manski bounds)."""
    return Interval(low, high, 1.0, Basis.BOUNDS)
