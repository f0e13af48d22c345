"""What a number is, or why there is none."""

from obverse.quantities.chart import Chart, Series
from obverse.quantities.interval import Basis, Interval, bounds, full_count
from obverse.quantities.precision import decimals
from obverse.quantities.result import Estimate, NotEstimable, Result, Why
from obverse.quantities.unit import Unit

__all__ = [
    "Basis",
    "Chart",
    "Estimate",
    "Interval",
    "NotEstimable",
    "Result",
    "Series",
    "Unit",
    "Why",
    "bounds",
    "decimals",
    "full_count",
]
