"""How far two make-ups lie apart, say the topics of contributions and those of their synthesis, beyond chance."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from obverse.quantities import Result, Unit
from obverse.statistics.arrays import Floats, counts, same_length
from obverse.statistics.results import sampled, too_few, undefined

FEWEST_CASES = 10


def total_variation_excess(
    counts_a: npt.ArrayLike,
    counts_b: npt.ArrayLike,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    level: float = 0.95,
) -> Result:
    """How much further than chance the shares of k categories in b lie from those in a.

    ``½·Σ|a/N_a - b/N_b|``, the share of b that would have to be of another category to be made up like a, less
    its mean when all cases are mixed and dealt out again to a and b at random. The interval is the hull of the
    central ``level`` of the mixed ones (it excludes 0 only where the two-sided test refuses chance) and of ``±
    z·√((1 - S_a²)/4N_a + (1 - S_b²)/4N_b)``, S being the sum of shares of the categories that a has more of,
    less that of the others; two make-ups more alike than by chance do not narrow it. The excess lies below the
    distance itself: it is what chance does not explain, and is negative in half of the pairs that do not
    differ. The upper end is taken from the distance as it was observed, so that it also holds the true one.
    Cases that speak of the same thing together (ten letters of one campaign) are not independent: count them
    once. n is the number of cases.

    Measured at 95 % with 2 to 12 categories and 20 to 300 cases: 0.98 to 1.00 of the intervals hold 0 where
    both are drawn from the same; where they are not, 0.94 to 1.00 hold the average excess and the true distance.

    >>> excess = total_variation_excess([60, 30, 10], [20, 30, 50], np.random.default_rng(1))
    >>> round(excess.value, 2), excess.interval.low > 0.2
    (0.32, True)

    Raises:
        ValueError: lengths differ, or a count is negative or broken.

    Source: total variation distance; null of mixed cases as for a permutation test.
    """
    a, b = counts(counts_a, "first counts"), counts(counts_b, "second counts")
    same_length(counts_a=a, counts_b=b)
    size_a, size_b = int(a.sum()), int(b.sum())
    if min(size_a, size_b) < FEWEST_CASES:
        return too_few("both_groups", min(size_a, size_b), FEWEST_CASES, "cases")
    both = a + b
    if (both > 0).sum() < 2:
        return undefined("more_cases", "categories")
    gap = a / size_a - b / size_b
    dealt = rng.multivariate_hypergeometric(both, size_a, size=draws)
    null = np.abs(dealt / size_a - (both - dealt) / size_b).sum(axis=1) / 2
    chance = float(null.mean())
    value = float(np.abs(gap).sum()) / 2 - chance
    above = float(np.quantile(null, 0.5 + level / 2, method="higher")) - chance
    below = float(np.quantile(null, 0.5 - level / 2, method="lower")) - chance
    spread = _side_variance(a / size_a, gap) / size_a + _side_variance(b / size_b, gap) / size_b
    reach = float(ndtri(0.5 + level / 2)) * math.sqrt(spread)
    return sampled(
        value,
        value - max(above, reach),
        # the distance itself, which the excess understates as soon as there is one, must not be cleared away
        min(1.0, max(max(value, 0.0) - below, value + chance + reach)),
        unit=Unit.INDEX,
        n=size_a + size_b,
        method="total_variation_excess",
        level=level,
    )


def _side_variance(share: Floats, gap: Floats) -> float:
    """The variance of half the sign of the gap at a case drawn from these shares."""
    side = np.sign(gap)
    return float(share @ side**2 - (share @ side) ** 2) / 4
