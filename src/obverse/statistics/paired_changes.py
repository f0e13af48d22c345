"""How the same people changed, and whether one group changed more than another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import bdtr

from obverse.quantities import NotEstimable, Result, Unit
from obverse.statistics.arrays import Floats, counts, numbers, same_length
from obverse.statistics.cluster_differences import clustered_mean_difference
from obverse.statistics.clusters import Limits, clustered_mean
from obverse.statistics.means import mean_of_histogram
from obverse.statistics.permutation import PermutationTest
from obverse.statistics.results import too_few

FEWEST_PAIRS = 6
"""With five pairs no two-sided sign test can reach 5 %: its smallest p is 2/2⁵ = 0.0625."""


def paired_change(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    *,
    unit: Unit,
    cluster: npt.ArrayLike | None = None,
    limits: Limits | None = None,
    level: float = 0.95,
) -> Result:
    """The mean of after - before over n people who were measured twice, with Student's t.

    Rows belong to the same person; ``cluster`` numbers their groups 0, 1, 2 ... if they come in groups
    (``clustered_mean``), otherwise they are independent (``mean_of_histogram``). ``limits`` are the lowest and
    the highest possible change (-4 and 4 on a scale of 0 to 4). Those who dropped out are missing here: show
    how many. Without others who did not take part, a change is not an effect. n is the number of pairs.

    >>> change = paired_change([2, 3, 1, 2, 4, 3, 2], [3, 3, 2, 4, 4, 2, 3], unit=Unit.DEGREE)
    >>> round(change.value, 2), round(change.interval.low, 2), round(change.interval.high, 2)
    (0.57, -0.33, 1.47)

    Raises:
        ValueError: lengths differ, a number is not finite, or a change lies outside the limits.

    Source: paired t of Student 1908; see ``clustered_mean``.
    """
    change = _changes(before, after)
    if isinstance(change, NotEstimable):
        return change
    if cluster is None:
        value, persons = np.unique(change, return_counts=True)
        return mean_of_histogram(value, persons, unit=unit, limits=limits, level=level)
    sums, people = _by_cluster(change, cluster)
    return clustered_mean(sums, people, unit=unit, limits=limits, level=level)


def difference_of_paired_changes(
    change_a: npt.ArrayLike,
    change_b: npt.ArrayLike,
    *,
    unit: Unit,
    cluster_a: npt.ArrayLike | None = None,
    cluster_b: npt.ArrayLike | None = None,
    limits: Limits | None = None,
    level: float = 0.95,
) -> Result:
    """How much more the people of a changed than those of b, both measured twice.

    The difference of the mean changes (after - before, one per person) with the interval of
    ``clustered_mean_difference``, each person being a cluster of one where no clusters are given: unequal
    spreads are allowed for. ``limits`` are those of one change, and ``unit`` must allow their difference.
    Without the process both groups must be expected to change alike. n is the number of pairs.

    >>> a, b = [1, 0, 1, 2, 0, 1, 1, 0], [0, -1, 0, 1, 0, 0, -1, 0]
    >>> gap = difference_of_paired_changes(a, b, unit=Unit.COEFFICIENT)
    >>> round(gap.value, 3), gap.interval.low > 0
    (0.875, True)

    Raises:
        ValueError: lengths differ, a number is not finite, or a change lies outside the limits.

    Source: see ``clustered_mean_difference``.
    """
    first, second = numbers(change_a, "changes of a"), numbers(change_b, "changes of b")
    fewest = min(len(first), len(second))
    if fewest < FEWEST_PAIRS:
        return too_few("both_groups", fewest, FEWEST_PAIRS, "pairs")
    sums_a, people_a = _by_cluster(first, cluster_a)
    sums_b, people_b = _by_cluster(second, cluster_b)
    return clustered_mean_difference(
        sums_a, people_a, sums_b, people_b, unit=unit, limits=limits, level=level
    )


def sign_test(before: npt.ArrayLike, after: npt.ArrayLike) -> PermutationTest | NotEstimable:
    """Whether as many people rose as fell, by trying all signs of the m changes that are not 0.

    ``p = min(1, 2·P(X ≤ min(rose, fell)))`` for a binomial X of m and ½; it cannot fall below 2/2^m. The
    statistic is the number of people who rose, n that of all pairs. People who come in groups are not
    independent: for them look at the interval of ``paired_change``.

    >>> test = sign_test([1, 2, 2, 3, 1, 2, 4, 3], [3, 3, 4, 4, 2, 3, 4, 2])
    >>> test.p, test.statistic, test.smallest_p
    (0.125, 6.0, 0.015625)

    Raises:
        ValueError: lengths differ, or a number is not finite.

    Source: sign test after Arbuthnot 1710; Dixon & Mood 1946.
    """
    change = _changes(before, after)
    if isinstance(change, NotEstimable):
        return change
    rose, fell = int((change > 0).sum()), int((change < 0).sum())
    moved = rose + fell
    if moved < FEWEST_PAIRS:
        return too_few("more_cases", moved, FEWEST_PAIRS, "pairs")
    return PermutationTest(
        p=min(1.0, 2 * float(bdtr(min(rose, fell), moved, 0.5))),
        smallest_p=2.0 ** (1 - moved),
        statistic=float(rose),
        draws=2**moved,
        n=len(change),
        method="sign_test",
    )


def _changes(before: npt.ArrayLike, after: npt.ArrayLike) -> Floats | NotEstimable:
    first, second = numbers(before, "before"), numbers(after, "after")
    same_length(before=first, after=second)
    if len(first) < FEWEST_PAIRS:
        return too_few("more_cases", len(first), FEWEST_PAIRS, "pairs")
    return second - first


def _by_cluster(change: Floats, cluster: npt.ArrayLike | None) -> tuple[Floats, Floats]:
    if cluster is None:
        return change, np.ones(len(change))
    place = counts(cluster, "cluster")
    same_length(changes=change, cluster=place)
    return np.bincount(place, weights=change).astype(np.float64), np.bincount(place).astype(np.float64)
