"""How the odds of something differ between two sorts of contributions, with what their authors have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from obverse.evidence.evidence import Reduction
from obverse.quantities import Estimate, Interval, NotEstimable, Result, Why
from obverse.statistics.cluster_differences import clustered_difference
from obverse.statistics.odds import odds_ratio_mantel_haenszel
from obverse.statistics.results import between_people

Counts = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]

LARGEST_WIDENING = 3.5
"""An interval that prolific authors make wider than so many times rests on too few of them."""
FEWEST_AUTHORS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a comparison within strata gives: the odds ratio, and the same in percentage points."""

    ratio: Result
    difference: Result


def compare_contributions(cells: Reduction, *, need: int) -> Compared:
    """The Mantel-Haenszel odds ratio of the contributions inside a group against the others, within strata.

    ``cells`` has the columns stratum, writer, inside (1 the group, 0 the others), met and contributions (whole
    numbers). Contributions of one author resemble each other: the interval is as many times wider than the plain
    one as that of the difference with authors as clusters is wider than that of single contributions (after Rao &
    Scott 1992). Fewer than ``need`` contributions or five authors on either side, one author who wrote more than
    half of a side, or an interval more than 3.5 times wider, give no figure; the folder's texts hold the
    remedies more_of_both, prolific_authors, nothing_alike and same_for_all.

    >>> cells = Reduction({"stratum": np.zeros(40, dtype=int), "writer": np.arange(40),
    ...     "inside": np.repeat([1, 0], 20), "met": np.repeat([1, 0, 1, 0], [15, 5, 5, 15]),
    ...     "contributions": np.ones(40, dtype=int)})
    >>> round(compare_contributions(cells, need=10).ratio.value, 6)
    9.0
    """
    gap = _too_small(cells, need)
    if gap is not None:
        return Compared(ratio=gap, difference=gap)
    strata = np.unique(cells["stratum"], return_inverse=True)[1]
    tables = _tables(cells, strata)
    weights = _weights(cells, strata, tables)
    by_author = _difference(cells, weights, alone=False)
    single = _difference(cells, weights, alone=True)
    if isinstance(by_author, NotEstimable) or isinstance(single, NotEstimable):
        nothing = NotEstimable(why=Why.UNDEFINED, remedy="nothing_alike")
        return Compared(ratio=nothing, difference=nothing)
    wider = max(1.0, _width(by_author) / _width(single))
    if wider > LARGEST_WIDENING:
        few = NotEstimable(why=Why.TOO_FEW, remedy="prolific_authors")
        return Compared(ratio=few, difference=few)
    level, normal = by_author.interval.level, NormalDist()
    ratio = odds_ratio_mantel_haenszel(
        tables, level=2 * normal.cdf(wider * normal.inv_cdf(0.5 + level / 2)) - 1
    )
    if isinstance(ratio, NotEstimable):
        return Compared(ratio=NotEstimable(why=ratio.why, remedy="nothing_alike"), difference=by_author)
    interval = Interval(ratio.interval.low, ratio.interval.high, level, ratio.interval.basis)
    return Compared(ratio=replace(ratio, interval=interval), difference=by_author)


def _too_small(cells: Reduction, need: int) -> NotEstimable | None:
    for side in (1, 0):
        own = cells.where("inside", side)
        have = int(own["contributions"].sum())
        if have < need:
            return NotEstimable(
                why=Why.TOO_FEW, remedy="more_of_both", have=have, need=need, of="contributions"
            )
        by_writer = np.bincount(np.unique(own["writer"], return_inverse=True)[1], own["contributions"])
        if len(by_writer) < FEWEST_AUTHORS or 2 * by_writer.max() > have:
            return NotEstimable(why=Why.TOO_FEW, remedy="prolific_authors")
    if int(cells["met"].sum()) in {0, int(cells["contributions"].sum())}:
        return NotEstimable(why=Why.NOT_APPLICABLE, remedy="same_for_all")
    return None


def _tables(cells: Reduction, strata: Counts) -> Counts:
    """(strata, 2, 2): the group with and without the outcome, then the others."""
    many = int(strata.max()) + 1
    row = 2 * strata + (1 - cells["inside"])
    columns = [
        np.bincount(row, amounts, minlength=2 * many)
        for amounts in (cells["met"], cells["contributions"] - cells["met"])
    ]
    return np.stack(columns, axis=-1).round().astype(np.int64).reshape(many, 2, 2)


def _weights(cells: Reduction, strata: Counts, tables: Counts) -> Amounts:
    """What a contribution counts, so that both sorts weigh the same within each stratum."""
    sizes = tables.sum(axis=2)
    others = np.where(cells["inside"] == 1, sizes[strata, 1], sizes[strata, 0])
    return np.asarray(others / sizes[strata].sum(axis=1), dtype=np.float64)


def _difference(cells: Reduction, weights: Amounts, *, alone: bool) -> Result:
    """How much more often the group met the outcome; clusters are authors, or each contribution alone."""
    sides: list[Amounts] = []
    for side in (1, 0):
        own = cells["inside"] == side
        met, all_of_them = cells["met"][own], cells["contributions"][own]
        if alone:
            first = np.repeat(weights[own], met)
            rest = np.repeat(weights[own], all_of_them - met)
            sides += [np.concatenate((first, np.zeros(len(rest)))), np.concatenate((first, rest))]
        else:
            place = np.unique(cells["writer"][own], return_inverse=True)[1]
            sides += [
                np.bincount(place, part * weights[own]).astype(np.float64) for part in (met, all_of_them)
            ]
    difference = clustered_difference(*sides, cases=int(cells["contributions"].sum()))
    inside, outside = (int(cells["contributions"][cells["inside"] == side].sum()) for side in (1, 0))
    return between_people(difference, inside, outside)


def _width(result: Estimate) -> float:
    return result.interval.high - result.interval.low
