"""One figure as many processes have it: how it is spread, and which of them differ more than chance explains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import bdtr, bdtrc, ndtri

from obverse.quantities import NotEstimable, Result, Unit, Why
from obverse.statistics.funnel import Funnel, binomial_funnel, binomial_limits, funnel_of_estimates
from obverse.statistics.order_statistics import quantile_of_units
from obverse.statistics.spread_between_units import spread_between_units
from obverse.statistics.spread_of_estimates import spread_of_estimates

FEWEST_PROCESSES = 10
LEVELS = (0.95, 0.998)
COUNTED_SHARES = {"wilson", "clopper_pearson", "share_of_register"}
"""Methods whose figure is a number of cases among n: what chance does to it is the binomial distribution."""
UNITS = {unit.label: unit for unit in Unit}
_DIFFERENCES = {Unit.SHARE: Unit.DIFFERENCE, Unit.PER_THOUSAND: Unit.RATIO, Unit.PER_TEN_THOUSAND: Unit.RATIO}


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of one process, as its report prints it; ``process`` is its place in the list of processes."""

    process: int
    value: float
    low: float
    high: float
    level: float
    basis: str
    n: int
    method: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A funnel, the points that have a place in it, and the size of each: cases, or precision (1/standard error)."""

    kind: str
    funnel: Funnel
    points: tuple[Point, ...]
    sizes: tuple[float, ...]
    logarithmic: bool = False


def quartiles(points: Sequence[Point], unit: Unit) -> dict[str, Result]:
    """The lower quartile, the median and the upper quartile over the processes."""
    values = [point.value for point in points]
    if len(values) < FEWEST_PROCESSES:
        return dict.fromkeys(("lower", "median", "upper"), _too_few(len(values)))
    return {
        name: quantile_of_units(values, share, unit=unit)
        for name, share in (("lower", 0.25), ("median", 0.5), ("upper", 0.75))
    }


def placed(points: Sequence[Point], unit: Unit) -> Placed | NotEstimable:
    """The funnel of a figure: exact for shares that were counted, by each figure's own interval for the others."""
    if len(points) < FEWEST_PROCESSES:
        return _too_few(len(points))
    if unit is Unit.SHARE and all(point.method in COUNTED_SHARES for point in points):
        events = [round(point.value * point.n) for point in points]
        cases = [point.n for point in points]
        found = binomial_funnel(events, cases)
        if isinstance(found, NotEstimable):
            return NotEstimable(why=Why.UNDEFINED, remedy="all_alike")
        return Placed("cases", found, tuple(points), tuple(float(n) for n in cases))
    scaled = [(point, *_on_scale(point, unit)) for point in points]
    usable = [(point, value, error) for point, value, error in scaled if error > 0]
    if unit is Unit.SHARE and usable:
        usable = _at_common_share(usable)
    if len(usable) < FEWEST_PROCESSES:
        if all(point.basis != "sampling" for point in points):
            return NotEstimable(why=Why.NOT_APPLICABLE, remedy="no_chance_to_compare_with")
        return _too_few(len(usable))
    found = funnel_of_estimates([value for _, value, _ in usable], [error for *_, error in usable])
    if isinstance(found, NotEstimable):
        return found
    return Placed(
        "precision",
        found,
        tuple(point for point, *_ in usable),
        tuple(1 / error for *_, error in usable),
        unit.scale == "log",
    )


def spread(place: Placed | NotEstimable, unit: Unit) -> Result:
    """How far the true figures of the processes lie apart, without what chance adds."""
    if isinstance(place, NotEstimable):
        return place
    if place.kind == "cases":
        events = [round(point.value * point.n) for point in place.points]
        return spread_between_units(events, [point.n for point in place.points]).deviation
    values = [_on_scale(point, unit)[0] for point in place.points]
    return spread_of_estimates(values, [1 / size for size in place.sizes], unit=_DIFFERENCES.get(unit, unit))


def limits_at(place: Placed, sizes: Sequence[float], level: float) -> tuple[list[float], list[float]]:
    """The figures below and above which a process of each size lies outside, as the unit prints them."""
    tail = place.funnel.tail_at(level)
    if place.kind == "cases":
        low, high = binomial_limits(place.funnel.centre, sizes, tail)
    else:
        reach = -float(ndtri(tail)) / np.asarray(sizes, dtype=np.float64)
        low, high = place.funnel.centre - reach, place.funnel.centre + reach
        if place.logarithmic:
            low, high = np.exp(low), np.exp(high)
    return low.tolist(), high.tolist()


def centre(place: Placed) -> float:
    """The one value that would explain all of them by chance, as the unit prints it."""
    return math.exp(place.funnel.centre) if place.logarithmic else place.funnel.centre


def expected_outside(place: Placed, level: float) -> float:
    """How many processes chance alone puts outside the limits of a level, before these are widened."""
    tail = place.funnel.tail_at(level, widened=False)
    if place.kind != "cases":
        return 2 * tail * len(place.points)
    low, high = binomial_limits(place.funnel.centre, place.sizes, tail)
    return sum(
        _binomial_mass(round(n), place.funnel.centre, lowest * n, highest * n)
        for n, lowest, highest in zip(place.sizes, low, high, strict=True)
    )


def _binomial_mass(n: int, share: float, lowest: float, highest: float) -> float:
    below = float(bdtr(math.floor(lowest + 1e-9), n, share)) if lowest >= 0 else 0.0
    first = math.ceil(highest - 1e-9) if highest <= n else n + 1
    above = float(bdtrc(first - 1, n, share)) if first <= n else 0.0
    return below + above


def _on_scale(point: Point, unit: Unit) -> tuple[float, float]:
    """The figure and its standard error on the scale where errors are symmetric; 0 where it has none."""
    if point.basis != "sampling" or not 0 < point.level < 1:
        return point.value, 0.0
    ends: Sequence[float] = (point.value, point.low, point.high)
    if unit.scale == "log":
        if point.value <= 0:
            return point.value, 0.0
        ends = [math.log(end) if end > 0 else -math.inf for end in ends]
    value, low, high = ends
    halves = [half for half in (value - low, high - value) if math.isfinite(half)]
    z = float(ndtri(0.5 + point.level / 2))
    return value, sum(halves) / len(halves) / z if halves else 0.0


def _at_common_share(usable: Sequence[tuple[Point, float, float]]) -> list[tuple[Point, float, float]]:
    """The standard errors that the shares would have if all were the common share.

    A share's own error is small near 0 and 1; taken as it is, it would draw the common share there, and a process
    that differs would look more exact than it is. An error stands for ``p(1-p)/error²`` independent cases.
    """
    cases = []
    for point, value, error in usable:
        inside = (value * point.n + 1) / (point.n + 2)
        cases.append(inside * (1 - inside) / error**2)
    common = sum(n * value for n, (_, value, _) in zip(cases, usable, strict=True)) / sum(cases)
    if not 0 < common < 1:
        return []
    scatter = common * (1 - common)
    return [
        (point, value, math.sqrt(scatter / n)) for n, (point, value, _) in zip(cases, usable, strict=True)
    ]


def _too_few(have: int) -> NotEstimable:
    return NotEstimable(
        why=Why.TOO_FEW, remedy="more_processes", have=have, need=FEWEST_PROCESSES, of="processes"
    )


def result_of(result: Result, number: Any) -> dict[str, Any]:
    """A figure or a silence as plain data; ``number`` says how a number enters a report."""
    if isinstance(result, NotEstimable):
        return {
            "why": result.why.value,
            "remedy": result.remedy,
            "have": number(result.have),
            "need": number(result.need),
            "of": result.of,
        }
    return {
        "value": number(result.value),
        "low": number(result.interval.low),
        "high": number(result.interval.high),
        "level": result.interval.level,
        "basis": result.interval.basis.value,
        "unit": result.unit.label,
        "n": result.n,
        "method": result.method,
    }
