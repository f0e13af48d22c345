"""A figure, or the reason why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from obverse.quantities.interval import Interval
from obverse.quantities.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with all that it needs to be read: interval, unit, number of cases and method.

    ``interval`` answers for sampling (or says that everything was counted), ``missing`` holds the bounds that
    incomplete records leave, ``coding`` those that disagreeing coders leave. The three are kept apart;
    ``envelope`` is what a verdict has to respect. ``method`` is a key of ``statistics/methods.toml``.

    What may be printed about people depends on facts that only the computation knows: ``fewest`` are the people of
    the smallest group that was compared (for a ratio, of its smallest cell), None where there is but one group of n
    people; ``sides`` the two shares of which it is the difference, each with its people; ``scale`` the smallest and
    largest answer that one person could give; ``largest`` the parts of a total that its largest and second largest
    contributor gave.

    >>> from obverse.quantities.interval import full_count
    >>> Estimate(value=0.5, interval=full_count(0.5), unit=Unit.SHARE, n=12, method="share_of_register").n
    12

    Raises:
        ValueError: the value is not finite, lies outside its unit or its interval, or n is below 1.
    """

    value: float
    interval: Interval
    unit: Unit
    n: int
    method: str
    missing: Interval | None = None
    coding: Interval | None = None
    fewest: int | None = None
    sides: tuple[tuple[float, int], tuple[float, int]] | None = None
    scale: tuple[float, float] | None = None
    largest: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError("a figure must be a finite number; use NotEstimable where there is none")
        if not self.unit.lowest - 1e-12 <= self.value <= self.unit.highest + 1e-12:
            raise ValueError(f"{self.value} is not a possible {self.unit.label}")
        for interval in (self.interval, self.missing, self.coding):
            if interval is not None and not interval.contains(self.value):
                raise ValueError(f"the figure {self.value} lies outside its {interval.basis} interval")
        if self.n < 1:
            raise ValueError("a figure rests on at least one case")
        if not self.method:
            raise ValueError("a figure names its method")

    @property
    def envelope(self) -> Interval:
        """The smallest interval that holds what sampling, missing records and coding leave possible."""
        return self.interval.hull(self.missing).hull(self.coding)


class Why(StrEnum):
    """Why there is no figure."""

    NOT_COLLECTED = "not_collected"
    HIDDEN = "hidden"
    NOT_EXPORTED = "not_exported"
    TOO_FEW = "too_few"
    UNDEFINED = "undefined"
    NOT_APPLICABLE = "not_applicable"
    WITHHELD = "withheld"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEstimable:
    """The reason why there is no figure, and the next datum worth collecting.

    ``remedy`` is the key of a text (an indicator's ``texts/<language>.toml`` or the shared vocabulary) that
    names this datum; ``have`` and ``need`` count what there is and what would be enough, ``of`` names what is
    counted.

    >>> NotEstimable(why=Why.TOO_FEW, remedy="more_answers", have=4, need=10).why
    <Why.TOO_FEW: 'too_few'>

    Raises:
        ValueError: no remedy is named.
    """

    why: Why
    remedy: str
    have: float | None = None
    need: float | None = None
    of: str = ""

    def __post_init__(self) -> None:
        if not self.remedy:
            raise ValueError("say which datum would settle it")


Result: TypeAlias = Estimate | NotEstimable
