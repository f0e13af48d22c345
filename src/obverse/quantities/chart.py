"""A picture of some figures, before it has any form: what stands on the axes and how certain it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from obverse.quantities.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or set of bars: as many values (and ends of intervals) as the chart has categories.

    ``name`` and the chart's categories are keys that the report turns into words. None marks a place without a
    figure, which is drawn as a gap and never as zero.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        for ends in (self.low, self.high):
            if ends and len(ends) != len(self.values):
                raise ValueError(f"series {self.name}: intervals and values differ in number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart with its data: bars over words, a curve over numbers, or two sides of one value.

    ``reference`` is a line to compare with (a threshold, the equal share), None where there is none; ``along`` is
    the key of what the categories are (days, tenths of areas).
    """

    kind: Literal["bars", "curve", "two_sided"]
    unit: Unit
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    reference: float | None = None
    along: str = ""

    def __post_init__(self) -> None:
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise ValueError(
                    f"series {series.name} has {len(series.values)} values for {len(self.categories)} places"
                )
