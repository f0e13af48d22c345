"""The printed figure from its safe numbers: what the engine itself prints, and what anybody can compute again."""

from __future__ import annotations

from dataclasses import replace

from obverse.disclosure.envelope import difference_ends, mean_ends, share_box, share_ends
from obverse.disclosure.released import FEWEST, Ends, Released, SafeCount
from obverse.quantities import Basis, Estimate, Interval, NotEstimable, Result, Unit, Why

_UNITS = {unit.label: unit for unit in Unit}
WITHHELD = "protect_people"
WITHHELD_FROM_TOO_FEW = "protect_few_people"


def recompute(released: Released) -> Result:
    """The figure that these safe numbers give, or that it is withheld.

    >>> from obverse.disclosure.released import safe_count, safe_part
    >>> share = recompute(Released(key="E6.2:pressed", population="survey_answer", group="", item="E6.2:pressed",
    ...     kind="share", unit="share", cases=safe_count(71), yes=safe_part(31, 71)))
    >>> round(share.value, 2), share.n, round(share.interval.low, 2), round(share.interval.high, 2)
    (0.43, 70, 0.28, 0.59)
    """
    if released.kind == "withheld" or (released.value is None and released.kind in {"mean", "coarse"}):
        return withheld(released.cases)
    if released.kind == "share" and released.yes is not None:
        return _share(released, released.yes)
    if released.kind == "difference":
        return _difference(released)
    if released.kind == "mean" and released.value is not None and released.scale is not None:
        ends = mean_ends(
            released.value,
            released.scale,
            released.cases,
            design_effect=released.design_effect,
            level=released.level,
        )
        return _figure(released, released.value, ends, "safe_mean")
    if released.kind == "count":
        return _count(released)
    if released.value is not None and released.low is not None and released.high is not None:
        return _figure(released, released.value, (released.low, released.high), released.method)
    return withheld(released.cases)


def withheld(cases: SafeCount) -> NotEstimable:
    """There is a figure, and it is not told, because it could tell what few people did or said: never a zero."""
    # of a group that is withheld together with its size nobody may think that it is small
    is_few = cases.shown is None and cases.high < FEWEST
    remedy = WITHHELD_FROM_TOO_FEW if is_few else WITHHELD
    return NotEstimable(why=Why.WITHHELD, remedy=remedy, need=float(FEWEST), of="people")


def share_shown(yes: SafeCount, cases: SafeCount) -> float:
    """The share that is printed: of the rounded counts, or the middle of what a hidden count leaves possible.

    Never below 10 % or above 90 % of fewer than 50 people (5 and 95 % of more), where the counts allow so much:
    nobody shall read that all of a small group said the same.
    """
    low, high = share_box(yes, cases)
    shown = cases.shown or cases.high
    middle = (low + high) / 2 if yes.shown is None else yes.shown / shown
    edge = 0.10 if shown < 50 else 0.05
    return min(max(min(max(middle, edge), 1 - edge), low), high)


def _share(released: Released, yes: SafeCount) -> Estimate:
    value = share_shown(yes, released.cases)
    if released.basis == Basis.SAMPLING:
        ends = share_ends(yes, released.cases, design_effect=released.design_effect, level=released.level)
    else:
        ends = share_box(yes, released.cases)
    return _figure(released, value, ends, "safe_share")


def _difference(released: Released) -> Result:
    yes, other_yes, other_cases = released.yes, released.other_yes, released.other_cases
    if yes is None or other_yes is None or other_cases is None:
        return withheld(released.cases)
    value = share_shown(yes, released.cases) - share_shown(other_yes, other_cases)
    ends = difference_ends(
        (yes, released.cases),
        (other_yes, other_cases),
        design_effect=released.design_effect,
        level=released.level,
    )
    figure = _figure(released, value, ends, "safe_difference")
    return replace(figure, n=figure.n + (other_cases.shown or other_cases.high))


def _count(released: Released) -> Result:
    cases = released.cases
    if cases.shown is None:
        return withheld(cases)
    return _figure(released, float(cases.shown), (float(cases.low), float(cases.high)), "safe_count")


def _figure(released: Released, value: float, ends: Ends, method: str) -> Estimate:
    # a figure that was counted completely is exact no longer: rounding leaves bounds
    basis = Basis(released.basis) if released.basis != Basis.FULL_COUNT else Basis.BOUNDS
    level = released.level if basis is Basis.SAMPLING else 1.0
    low, high = min(ends[0], value), max(ends[1], value)
    return Estimate(
        value=value,
        interval=Interval(low, high, level, basis),
        unit=_UNITS[released.unit],
        n=released.cases.shown or released.cases.high,
        method=method,
        missing=_around(released.missing, value, Basis.BOUNDS),
        coding=_around(released.coding, value, Basis.JUDGEMENT),
    )


def _around(ends: Ends | None, value: float, basis: Basis) -> Interval | None:
    return None if ends is None else Interval(min(ends[0], value), max(ends[1], value), 1.0, basis)
