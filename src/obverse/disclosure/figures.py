"""One exact figure about people turned into the safe numbers that may stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from obverse.disclosure.envelope import difference_ends, least_design_effect, mean_ends, share_ends
from obverse.disclosure.grid import nice, outwards, snapped
from obverse.disclosure.released import (
    FEWEST,
    FEWEST_FOR_A_MEAN,
    FEWEST_FOR_A_PLACE,
    FEWEST_FOR_A_SHARE,
    Ends,
    Released,
    SafeCount,
    safe_count,
    safe_part,
)
from obverse.quantities import Basis, Estimate, Interval, Unit

MAGNITUDES = frozenset(
    {Unit.HOURS, Unit.HOURS_A_WEEK, Unit.DAYS, Unit.MINUTES, Unit.MONTHS, Unit.YEARS, Unit.MONEY}
)
LARGEST_TWO = 0.85
REST_OF_LARGEST = 0.10
# Two groups are compared, and nothing tells how small the smaller one is.
COMPARING = frozenset({Unit.DIFFERENCE, Unit.RATIO})
# A ratio or difference over one group of people: their own before and after, or how unlike units are.
ONE_GROUP = frozenset({"cluster_t", "spread_between_units", "e_value"})
PLACES = ("*median*", "*quantile*", "*percentile*", "*minimum*", "*maximum*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which figure it is, whom it is about and what they were asked or did."""

    key: str
    population: str
    group: str
    item: str


def released_of(address: Address, exact: Estimate, *, fewest: int = FEWEST) -> Released:
    """What may be told of an exact figure about ``fewest`` people or more, by its unit and method."""
    if exact.n < fewest:
        return _withheld(address, exact)
    if exact.unit is Unit.SHARE:
        return _share(address, exact)
    if exact.unit is Unit.COUNT and exact.method != "decidim_band":
        return _count(address, exact)
    if exact.scale is not None and exact.unit in {Unit.DEGREE, Unit.POINTS}:
        return _mean(address, exact)
    if _is_difference_of_shares(exact):
        return _difference(address, exact)
    return _coarse(address, exact)


def _is_difference_of_shares(exact: Estimate) -> bool:
    if exact.sides is None or exact.interval.basis is not Basis.SAMPLING or exact.missing or exact.coding:
        return False
    return all(people >= FEWEST_FOR_A_SHARE for _, people in exact.sides)


def _difference(address: Address, exact: Estimate) -> Released:
    first, second = (
        (safe_part(round(share * people), people), safe_count(people)) for share, people in exact.sides or ()
    )
    interval = exact.interval
    effect = least_design_effect(
        lambda factor: difference_ends(first, second, design_effect=factor, level=interval.level),
        (interval.low, interval.high),
        min(people for _, people in exact.sides or ()) / 2,
    )
    return _base(
        address,
        exact,
        "difference",
        first[1],
        yes=first[0],
        other_yes=second[0],
        other_cases=second[1],
        design_effect=effect,
    )


def _base(address: Address, exact: Estimate, kind: str, cases: SafeCount, **more: Any) -> Released:
    return Released(
        key=address.key,
        population=address.population,
        group=address.group,
        item=address.item,
        kind=kind,
        unit=exact.unit.label,
        cases=cases,
        basis=exact.interval.basis.value,
        level=exact.interval.level,
        method=exact.method,
        **more,
    )


def _withheld(address: Address, exact: Estimate) -> Released:
    return _base(address, exact, "withheld", safe_count(exact.n))


def hidden(address: Address, unit: Unit) -> Released:
    """What is told of fewer than ten people, of nobody and of a figure that nobody made for them: always the same."""
    return Released(
        key=address.key,
        population=address.population,
        group=address.group,
        item=address.item,
        kind="withheld",
        unit=unit.label,
        cases=safe_count(0),
    )


def _share(address: Address, exact: Estimate) -> Released:
    if exact.n < FEWEST_FOR_A_SHARE:
        return _withheld(address, exact)
    cases, yes = safe_count(exact.n), safe_part(round(exact.value * exact.n), exact.n)
    interval = exact.interval
    effect = 1.0
    if interval.basis is Basis.SAMPLING:
        effect = least_design_effect(
            lambda factor: share_ends(yes, cases, design_effect=factor, level=interval.level),
            (interval.low, interval.high),
            exact.n / 2,
        )
    step = nice(5 / exact.n)
    return _base(
        address,
        exact,
        "share",
        cases,
        yes=yes,
        design_effect=effect,
        missing=_on_grid(exact.missing, step, exact.unit),
        coding=_on_grid(exact.coding, step, exact.unit),
    )


def _count(address: Address, exact: Estimate) -> Released:
    return _base(address, exact, "count", safe_count(round(exact.value)))


def _mean(address: Address, exact: Estimate) -> Released:
    scale, interval = exact.scale, exact.interval
    if exact.n < FEWEST_FOR_A_MEAN or scale is None:
        return _withheld(address, exact)
    cases, value = safe_count(exact.n), round(exact.value, 1) + 0.0
    effect = least_design_effect(
        lambda factor: mean_ends(value, scale, cases, design_effect=factor, level=interval.level),
        (interval.low, interval.high),
        exact.n / 2,
    )
    return _base(address, exact, "mean", cases, value=value, scale=scale, design_effect=effect)


def _coarse(address: Address, exact: Estimate) -> Released:
    log = exact.unit.scale == "log"
    fewest = _fewest(exact)
    if fewest is None or (log and exact.value <= 0):
        return _withheld(address, exact)
    step = _step(exact, fewest)
    value = snapped(exact.value, step, log=log)
    interval = exact.interval
    ends = (interval.low, interval.high)
    if interval.basis is not Basis.SAMPLING:
        ends = (min(exact.value, value, ends[0]), max(exact.value, value, ends[1]))
    low, high = _within(outwards(*ends, step, log=log), exact.unit)
    if low == high:
        low, high = _within(_one_step_around(value, step, log=log), exact.unit)
    return _base(
        address,
        exact,
        "coarse",
        safe_count(exact.n),
        value=min(max(value, exact.unit.lowest), exact.unit.highest),
        low=low,
        high=high,
        step=step,
        missing=_on_grid(exact.missing, step, exact.unit),
        coding=_on_grid(exact.coding, step, exact.unit),
    )


def _fewest(exact: Estimate) -> int | None:
    """The people of the smallest group that has to be protected; None where the figure must not be told."""
    if exact.unit in MAGNITUDES:
        return exact.n if _is_spread_over_many(exact) else None
    if exact.n < FEWEST_FOR_A_MEAN and exact.fewest is None:
        return None
    if any(fnmatchcase(exact.method, pattern) for pattern in PLACES) and exact.n < FEWEST_FOR_A_PLACE:
        return None
    if exact.fewest is not None:
        need = FEWEST if exact.unit.scale == "log" else FEWEST_FOR_A_MEAN
        return exact.fewest if exact.fewest >= need else None
    compares = (exact.unit in COMPARING or exact.method == "cluster_mover") and exact.method not in ONE_GROUP
    if not compares:
        return exact.n
    return FEWEST_FOR_A_MEAN if exact.n >= FEWEST_FOR_A_PLACE else None


def _is_spread_over_many(exact: Estimate) -> bool:
    """Whether nobody's hours or money could be worked out by one of the two largest contributors."""
    if exact.largest is None:
        return exact.n >= FEWEST_FOR_A_PLACE
    first, second = exact.largest
    rest = 1 - first - second
    return first + second < LARGEST_TWO and rest >= REST_OF_LARGEST * first


def _step(exact: Estimate, fewest: int) -> float:
    if exact.method == "decidim_band":
        return 1.0
    if exact.unit in MAGNITUDES:
        return nice(max(abs(exact.value), 1e-9) * max(5 / fewest, 0.01))
    spread = {Unit.DEGREE: 4.0, Unit.POINTS: 10.0}.get(exact.unit, 1.0)
    return nice(5 * spread / fewest)


def _one_step_around(value: float, step: float, *, log: bool) -> Ends:
    return (
        outwards(value * (1 - 1e-6), value * (1 + 1e-6), step, log=True)
        if log
        else (value - step, value + step)
    )


def _within(ends: Ends, unit: Unit) -> Ends:
    return max(ends[0], unit.lowest), min(ends[1], unit.highest)


def _on_grid(interval: Interval | None, step: float, unit: Unit) -> Ends | None:
    if interval is None:
        return None
    log = unit.scale == "log"
    return _within(outwards(interval.low, interval.high, step, log=log), unit)
