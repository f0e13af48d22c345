"""One case against comparable ones, before and after: what changed here beyond what changed there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, numbers, same_length
from obverse.statistics.changes import FEWEST_COMPARATORS, PlaceboRank, placebo_rank
from obverse.statistics.results import sampled, too_few, undefined


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceInDifferences:
    """The own change net of the comparators' mean change, and its place among theirs (the worst first)."""

    effect: Result
    rank: PlaceboRank | NotEstimable


def difference_in_differences(
    own_before: float,
    own_after: float,
    comparators_before: npt.ArrayLike,
    comparators_after: npt.ArrayLike,
    *,
    unit: Unit,
    worse: Literal["lower", "higher"] = "lower",
    level: float = 0.95,
) -> DifferenceInDifferences:
    """The change after - before of one case, less the mean change of k comparable cases.

    The interval ``± t·s·√(1 + 1/k)`` with the standard deviation s of the comparators' changes and k - 1
    degrees of freedom is that of one more case like them: it holds 0 where the own change could be one of
    theirs. The rank needs no distribution; with k comparators its p is never below 1/(k + 1), so that fewer
    than 19 of them cannot reach 5 %. ``worse`` says which change has rank 1. Both assume that without the
    process this case would have changed as the others did. For levels that grow in proportion see
    ``net_log_change``. n is k.

    >>> net = difference_in_differences(70, 58, [71, 69, 74, 66], [70, 70, 72, 66], unit=Unit.COEFFICIENT)
    >>> [round(x, 2) for x in (net.effect.value, net.effect.interval.low, net.effect.interval.high)]
    [-11.5, -16.09, -6.91]
    >>> net.rank.rank, net.rank.p
    (1, 0.2)

    Raises:
        ValueError: lengths differ, or a number is not finite.

    Source: difference in differences with one treated unit; prediction interval of a normal sample;
    placebo tests after Abadie, Diamond & Hainmueller 2010.
    """
    before, after = numbers(comparators_before, "comparators before"), numbers(comparators_after, "after")
    same_length(comparators_before=before, comparators_after=after)
    change = own_after - own_before
    if not math.isfinite(change):
        raise ValueError("own: the levels before and after must be finite numbers")
    changes = after - before
    side = 1.0 if worse == "lower" else -1.0
    return DifferenceInDifferences(
        effect=_against(change, changes, unit=unit, level=level),
        rank=placebo_rank(side * change, side * changes),
    )


def _against(change: float, changes: Floats, *, unit: Unit, level: float) -> Result:
    k = len(changes)
    if k < FEWEST_COMPARATORS:
        return too_few("more_cases", k, FEWEST_COMPARATORS, "comparators")
    spread = float(np.std(changes, ddof=1))
    if spread <= 1e-12 * float(np.abs(changes).max()):
        return undefined("more_cases", "comparators")
    value = change - float(changes.mean())
    reach = float(stdtrit(k - 1, 0.5 + level / 2)) * spread * math.sqrt(1 + 1 / k)
    return sampled(
        value,
        value - reach,
        value + reach,
        unit=unit,
        n=k,
        method="difference_in_differences",
        level=level,
    )
